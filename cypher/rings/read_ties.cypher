// purpose: the identifiers that at least two members of a ring have, with those members; crowds of more than max_degree accounts left out
// mode:    read
// params:  ring_id STRING, most INTEGER, max_degree INTEGER
// returns: kind STRING, identifier STRING, degree INTEGER, holders LIST<STRING>, population INTEGER
MATCH (r:Ring {ring_id: $ring_id})<-[m:MEMBER_OF]-(a:Account)
WHERE (r.current AND m.to_run IS NULL) OR m.to_run = r.to_run
WITH a ORDER BY a.account_id LIMIT $most
WITH collect(a) AS members
CALL (members) {
  UNWIND members AS a MATCH (a)-[:PAID_WITH]->(x)
  WITH x, collect(DISTINCT a.account_id) AS holders WHERE size(holders) > 1
  CALL (x) { MATCH (x)<-[:PAID_WITH]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN count(n) AS degree }
  RETURN 'instrument' AS kind, x.instrument_id AS identifier, degree, holders
  UNION ALL
  UNWIND members AS a MATCH (a)-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]->()-[:IN_SUBNET]->(x)
  WITH x, collect(DISTINCT a.account_id) AS holders WHERE size(holders) > 1
  CALL (x) {
    MATCH (x)<-[:IN_SUBNET]-()<-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]-(n) WITH DISTINCT n LIMIT $max_degree + 1
    RETURN count(n) AS degree
  }
  RETURN 'subnet' AS kind, x.prefix AS identifier, degree, holders
  UNION ALL
  UNWIND members AS a MATCH (a)-[:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON]->(x)
  WITH x, collect(DISTINCT a.account_id) AS holders WHERE size(holders) > 1
  CALL (x) { MATCH (x)<-[:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN count(n) AS degree }
  RETURN 'device' AS kind, x.device_id AS identifier, degree, holders
  UNION ALL
  UNWIND members AS a MATCH (a)-[:USED_CLIENT|SIGNED_UP_WITH]->(x)
  WITH x, collect(DISTINCT a.account_id) AS holders WHERE size(holders) > 1
  CALL (x) { MATCH (x)<-[:USED_CLIENT|SIGNED_UP_WITH]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN count(n) AS degree }
  RETURN 'client' AS kind, x.client AS identifier, degree, holders
  UNION ALL
  UNWIND members AS a MATCH (a)-[:HAS_EMAIL_DOMAIN|HAS_EMAIL_PATTERN]->(x)
  WITH x, collect(DISTINCT a.account_id) AS holders WHERE size(holders) > 1
  CALL (x) { MATCH (x)<-[:HAS_EMAIL_DOMAIN|HAS_EMAIL_PATTERN]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN count(n) AS degree }
  RETURN CASE WHEN x.domain IS NULL THEN 'email_pattern' ELSE 'email_domain' END AS kind, coalesce(x.domain, x.pattern) AS identifier, degree, holders
  UNION ALL
  UNWIND members AS a WITH a.email_hash AS identifier, collect(a.account_id) AS holders WHERE identifier IS NOT NULL AND size(holders) > 1
  RETURN 'email' AS kind, identifier, COUNT { (:Account {email_hash: identifier}) } AS degree, holders
  UNION ALL
  UNWIND members AS a WITH a.phone_hash AS identifier, collect(a.account_id) AS holders WHERE identifier IS NOT NULL AND size(holders) > 1
  RETURN 'phone' AS kind, identifier, COUNT { (:Account {phone_hash: identifier}) } AS degree, holders
  UNION ALL
  UNWIND members AS a MATCH (a)-[l:PAID_WITH]->()
  UNWIND [['billing_name', l.name_hash], ['billing_address', l.address_hash]] AS one
  WITH a, one[0] AS kind, one[1] AS identifier WHERE identifier IS NOT NULL
  WITH kind, identifier, collect(DISTINCT a.account_id) AS holders WHERE size(holders) > 1
  RETURN kind, identifier, size(holders) AS degree, holders
}
WITH kind, identifier, degree, holders WHERE degree <= $max_degree
RETURN kind, identifier, degree, holders, COUNT { (:Account) } AS population
ORDER BY kind, identifier
