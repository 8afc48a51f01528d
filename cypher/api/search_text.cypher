// purpose: what an investigator's text names: rings, accounts, identifiers; parameters that do not apply are null
// mode:    read
// params:  text STRING, email_hash STRING, address STRING, prefix STRING, domain STRING, limit INTEGER
// returns: type STRING, id STRING, value STRING
CALL () {
  MATCH (r:Ring {ring_id: toUpper($text)}) WHERE r.state <> 'staged' RETURN 0 AS rank, 'ring' AS type, r.ring_id AS id, null AS value
  UNION ALL
  MATCH (a:Account {account_id: $text}) RETURN 1 AS rank, 'account' AS type, a.account_id AS id, null AS value
  UNION ALL
  MATCH (a:Account {email_hash: $email_hash}) RETURN DISTINCT 2 AS rank, 'identifier' AS type, 'email' AS id, a.email_hash AS value
  UNION ALL
  MATCH (a:Account {email_hash: $email_hash})
  RETURN 3 AS rank, 'account' AS type, a.account_id AS id, null AS value ORDER BY id LIMIT $limit
  UNION ALL
  MATCH (x:IpAddress {address: $address}) RETURN 4 AS rank, 'identifier' AS type, 'ip' AS id, x.address AS value
  UNION ALL
  MATCH (:IpAddress {address: $address})-[:IN_SUBNET]->(x) RETURN 5 AS rank, 'identifier' AS type, 'subnet' AS id, x.prefix AS value
  UNION ALL
  MATCH (x:Network {prefix: $prefix}) RETURN 5 AS rank, 'identifier' AS type, 'subnet' AS id, x.prefix AS value
  UNION ALL
  MATCH (x:PaymentInstrument {instrument_id: $text}) RETURN 6 AS rank, 'identifier' AS type, 'instrument' AS id, x.instrument_id AS value
  UNION ALL
  MATCH (x:Device {device_id: $text}) RETURN 6 AS rank, 'identifier' AS type, 'device' AS id, x.device_id AS value
  UNION ALL
  MATCH (x:Client {client: $text}) RETURN 6 AS rank, 'identifier' AS type, 'client' AS id, x.client AS value
  UNION ALL
  MATCH (x:QueryCluster {query_cluster: $text}) RETURN 6 AS rank, 'identifier' AS type, 'query_cluster' AS id, x.query_cluster AS value
  UNION ALL
  MATCH (x:EmailDomain {domain: $domain}) RETURN 6 AS rank, 'identifier' AS type, 'email_domain' AS id, x.domain AS value
  UNION ALL
  MATCH (x:EmailPattern {pattern: $text}) RETURN 6 AS rank, 'identifier' AS type, 'email_pattern' AS id, x.pattern AS value
  UNION ALL
  MATCH (a:Account) WHERE a.account_id STARTS WITH $text AND a.account_id <> $text
  RETURN 7 AS rank, 'account' AS type, a.account_id AS id, null AS value ORDER BY id LIMIT $limit
}
RETURN type, id, value ORDER BY rank, id, value LIMIT $limit
