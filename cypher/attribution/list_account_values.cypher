// purpose: what an account may have brought at sign-up that others may share, by kind; at most `most` of a kind
// mode:    read
// params:  account STRING, most INTEGER
// returns: kind STRING, values LIST<STRING>
MATCH (a:Account {account_id: $account})
CALL (a) {
  MATCH (a)-[:PAID_WITH]->(x) RETURN 'instrument' AS kind, x.instrument_id AS value
  UNION
  MATCH (a)-[:USED_IP|LOGGED_IN_FROM|SIGNED_UP_FROM]->(x) RETURN 'ip' AS kind, x.address AS value
  UNION
  MATCH (a)-[:USED_IP|LOGGED_IN_FROM|SIGNED_UP_FROM]->()-[:IN_SUBNET]->(x) RETURN 'subnet' AS kind, x.prefix AS value
  UNION
  MATCH (a)-[:USED_DEVICE|LOGGED_IN_ON|SIGNED_UP_ON]->(x) RETURN 'device' AS kind, x.device_id AS value
  UNION
  MATCH (a)-[:USED_CLIENT|SIGNED_UP_WITH]->(x) RETURN 'client' AS kind, x.client AS value
  UNION
  MATCH (a)-[:HAS_EMAIL_DOMAIN]->(x) RETURN 'email_domain' AS kind, x.domain AS value
  UNION
  MATCH (a)-[:HAS_EMAIL_PATTERN]->(x) RETURN 'email_pattern' AS kind, x.pattern AS value
  UNION
  WITH a WHERE a.email_hash IS NOT NULL RETURN 'email' AS kind, a.email_hash AS value
  UNION
  WITH a WHERE a.phone_hash IS NOT NULL RETURN 'phone' AS kind, a.phone_hash AS value
}
WITH kind, value ORDER BY kind, value
RETURN kind, collect(value)[..$most] AS values
ORDER BY kind
