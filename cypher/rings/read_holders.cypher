// purpose: the accounts that have each of several identifiers, max_degree + 1 at most
// mode:    read
// params:  rows LIST<MAP>, max_degree INTEGER
// returns: index INTEGER, holders LIST<STRING>
UNWIND $rows AS row
CALL (row) {
  WITH row WHERE row.kind = 'instrument' MATCH (:PaymentInstrument {instrument_id: row.value})<-[:PAID_WITH]-(n)
  WITH DISTINCT n LIMIT $max_degree + 1 RETURN n
  UNION ALL
  WITH row WHERE row.kind = 'ip' MATCH (:IpAddress {address: row.value})<-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]-(n)
  WITH DISTINCT n LIMIT $max_degree + 1 RETURN n
  UNION ALL
  WITH row WHERE row.kind = 'subnet' MATCH (:Network {prefix: row.value})<-[:IN_SUBNET]-()<-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]-(n)
  WITH DISTINCT n LIMIT $max_degree + 1 RETURN n
  UNION ALL
  WITH row WHERE row.kind = 'device' MATCH (:Device {device_id: row.value})<-[:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON]-(n)
  WITH DISTINCT n LIMIT $max_degree + 1 RETURN n
  UNION ALL
  WITH row WHERE row.kind = 'client' MATCH (:Client {client: row.value})<-[:USED_CLIENT|SIGNED_UP_WITH]-(n)
  WITH DISTINCT n LIMIT $max_degree + 1 RETURN n
  UNION ALL
  WITH row WHERE row.kind = 'email_domain' MATCH (:EmailDomain {domain: row.value})<-[:HAS_EMAIL_DOMAIN]-(n)
  WITH DISTINCT n LIMIT $max_degree + 1 RETURN n
  UNION ALL
  WITH row WHERE row.kind = 'email_pattern' MATCH (:EmailPattern {pattern: row.value})<-[:HAS_EMAIL_PATTERN]-(n)
  WITH DISTINCT n LIMIT $max_degree + 1 RETURN n
  UNION ALL
  WITH row WHERE row.kind = 'query_cluster' MATCH (:QueryCluster {query_cluster: row.value})<-[:ASKED|ASKED_LIKE]-(n)
  WITH DISTINCT n LIMIT $max_degree + 1 RETURN n
  UNION ALL
  WITH row WHERE row.kind = 'email' MATCH (n:Account {email_hash: row.value})
  WITH n LIMIT $max_degree + 1 RETURN n
  UNION ALL
  WITH row WHERE row.kind = 'phone' MATCH (n:Account {phone_hash: row.value})
  WITH n LIMIT $max_degree + 1 RETURN n
}
RETURN row.index AS index, collect(n.account_id) AS holders
