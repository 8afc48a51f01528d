// purpose: identifiers that at least `least` of several accounts have: which of them, over how many links (own), and how many links of each type it has; of a subnet: addresses
// mode:    read
// params:  account_ids LIST<STRING>, least INTEGER, max_degree INTEGER
// returns: kind STRING, value STRING, sources LIST<STRING>, own INTEGER, counts LIST<INTEGER>
UNWIND $account_ids AS account_id MATCH (a:Account {account_id: account_id}) WITH collect(a) AS accounts
CALL (accounts) {
  UNWIND accounts AS a MATCH (a)-[:PAID_WITH]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources, count(*) AS own WHERE size(sources) >= $least
  RETURN 'instrument' AS kind, x.instrument_id AS value, sources, own, [COUNT { (x)<-[:PAID_WITH]-() }] AS counts
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources, count(*) AS own WHERE size(sources) >= $least
  RETURN 'ip' AS kind, x.address AS value, sources, own, [COUNT { (x)<-[:USED_IP]-() }, COUNT { (x)<-[:SIGNED_UP_FROM]-() }, COUNT { (x)<-[:LOGGED_IN_FROM]-() }] AS counts
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]->()-[:IN_SUBNET]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources, count(*) AS own WHERE size(sources) >= $least
  RETURN 'subnet' AS kind, x.prefix AS value, sources, own, [COUNT { (x)<-[:IN_SUBNET]-() }] AS counts
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources, count(*) AS own WHERE size(sources) >= $least
  RETURN 'device' AS kind, x.device_id AS value, sources, own, [COUNT { (x)<-[:USED_DEVICE]-() }, COUNT { (x)<-[:SIGNED_UP_ON]-() }, COUNT { (x)<-[:LOGGED_IN_ON]-() }] AS counts
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:USED_CLIENT|SIGNED_UP_WITH]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources, count(*) AS own WHERE size(sources) >= $least
  RETURN 'client' AS kind, x.client AS value, sources, own, [COUNT { (x)<-[:USED_CLIENT]-() }, COUNT { (x)<-[:SIGNED_UP_WITH]-() }] AS counts
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:HAS_EMAIL_DOMAIN]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources, count(*) AS own WHERE size(sources) >= $least
  RETURN 'email_domain' AS kind, x.domain AS value, sources, own, [COUNT { (x)<-[:HAS_EMAIL_DOMAIN]-() }] AS counts
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:HAS_EMAIL_PATTERN]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources, count(*) AS own WHERE size(sources) >= $least
  RETURN 'email_pattern' AS kind, x.pattern AS value, sources, own, [COUNT { (x)<-[:HAS_EMAIL_PATTERN]-() }] AS counts
  UNION ALL
  UNWIND accounts AS a MATCH (a)-[:ASKED|ASKED_LIKE]->(x)
  WITH x, collect(DISTINCT a.account_id) AS sources, count(*) AS own WHERE size(sources) >= $least
  RETURN 'query_cluster' AS kind, x.query_cluster AS value, sources, own, [COUNT { (x)<-[:ASKED]-() }, COUNT { (x)<-[:ASKED_LIKE]-() }] AS counts
  UNION ALL
  UNWIND accounts AS a
  WITH a.email_hash AS value, collect(DISTINCT a.account_id) AS sources WHERE value IS NOT NULL AND size(sources) >= $least
  CALL (value) { MATCH (n:Account {email_hash: value}) WITH n LIMIT $max_degree + 1 RETURN count(n) AS links }
  RETURN 'email' AS kind, value, sources, size(sources) AS own, [links] AS counts
  UNION ALL
  UNWIND accounts AS a
  WITH a.phone_hash AS value, collect(DISTINCT a.account_id) AS sources WHERE value IS NOT NULL AND size(sources) >= $least
  CALL (value) { MATCH (n:Account {phone_hash: value}) WITH n LIMIT $max_degree + 1 RETURN count(n) AS links }
  RETURN 'phone' AS kind, value, sources, size(sources) AS own, [links] AS counts
}
RETURN kind, value, sources, own, counts
ORDER BY kind, value
