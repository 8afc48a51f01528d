// purpose: identifiers that at least `least` of several accounts have, with everybody who has them; crowds of more than max_degree accounts by name only
// mode:    read
// params:  account_ids LIST<STRING>, least INTEGER, max_degree INTEGER
// returns: kind STRING, value STRING, sources LIST<STRING>, holders LIST<STRING>, crowd BOOLEAN
UNWIND $account_ids AS account_id MATCH (a:Account {account_id: account_id}) WITH collect(a) AS accounts
CALL (accounts) {
  UNWIND accounts AS a MATCH (a)-[:PAID_WITH]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources WHERE size(sources) >= $least
  CALL (x) { MATCH (x)<-[:PAID_WITH]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN collect(n.account_id) AS holders }
  RETURN 'instrument' AS kind, x.instrument_id AS value, sources, holders
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources WHERE size(sources) >= $least
  CALL (x) { MATCH (x)<-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN collect(n.account_id) AS holders }
  RETURN 'ip' AS kind, x.address AS value, sources, holders
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]->()-[:IN_SUBNET]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources WHERE size(sources) >= $least
  CALL (x) { MATCH (x)<-[:IN_SUBNET]-()<-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN collect(n.account_id) AS holders }
  RETURN 'subnet' AS kind, x.prefix AS value, sources, holders
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources WHERE size(sources) >= $least
  CALL (x) { MATCH (x)<-[:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN collect(n.account_id) AS holders }
  RETURN 'device' AS kind, x.device_id AS value, sources, holders
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:USED_CLIENT|SIGNED_UP_WITH]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources WHERE size(sources) >= $least
  CALL (x) { MATCH (x)<-[:USED_CLIENT|SIGNED_UP_WITH]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN collect(n.account_id) AS holders }
  RETURN 'client' AS kind, x.client AS value, sources, holders
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:HAS_EMAIL_DOMAIN]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources WHERE size(sources) >= $least
  CALL (x) { MATCH (x)<-[:HAS_EMAIL_DOMAIN]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN collect(n.account_id) AS holders }
  RETURN 'email_domain' AS kind, x.domain AS value, sources, holders
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:HAS_EMAIL_PATTERN]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources WHERE size(sources) >= $least
  CALL (x) { MATCH (x)<-[:HAS_EMAIL_PATTERN]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN collect(n.account_id) AS holders }
  RETURN 'email_pattern' AS kind, x.pattern AS value, sources, holders
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:ASKED|ASKED_LIKE]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources WHERE size(sources) >= $least
  CALL (x) { MATCH (x)<-[:ASKED|ASKED_LIKE]-(n) WITH DISTINCT n LIMIT $max_degree + 1 RETURN collect(n.account_id) AS holders }
  RETURN 'query_cluster' AS kind, x.query_cluster AS value, sources, holders
  UNION ALL
  UNWIND accounts AS a
  WITH a.email_hash AS value, collect(DISTINCT a.account_id) AS sources WHERE value IS NOT NULL AND size(sources) >= $least
  CALL (value) { MATCH (n:Account {email_hash: value}) WITH n LIMIT $max_degree + 1 RETURN collect(n.account_id) AS holders }
  RETURN 'email' AS kind, value, sources, holders
  UNION ALL
  UNWIND accounts AS a
  WITH a.phone_hash AS value, collect(DISTINCT a.account_id) AS sources WHERE value IS NOT NULL AND size(sources) >= $least
  CALL (value) { MATCH (n:Account {phone_hash: value}) WITH n LIMIT $max_degree + 1 RETURN collect(n.account_id) AS holders }
  RETURN 'phone' AS kind, value, sources, holders
}
WITH kind, value, sources, holders, size(holders) > $max_degree AS crowd
WHERE crowd OR size(holders) > 1
RETURN kind, value, sources, CASE WHEN crowd THEN [] ELSE holders END AS holders, crowd
ORDER BY kind, value
