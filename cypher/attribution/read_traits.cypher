// purpose: what some accounts look like: by kind, the share of the accounts behind each value; one account's values share its weight
// mode:    read
// params:  accounts LIST<STRING>, most INTEGER
// returns: kind STRING, values LIST<STRING>, weights LIST<FLOAT>
UNWIND $accounts AS account
MATCH (a:Account {account_id: account})
CALL (a) {
  MATCH (a)-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]->()-[:IN_SUBNET]->(x) RETURN 'subnet' AS kind, x.prefix AS value
  UNION
  MATCH (a)-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]->()-[:IN_NETWORK]->(x) RETURN 'asn' AS kind, toString(x.asn) AS value
  UNION
  MATCH (a)-[:HAS_EMAIL_DOMAIN]->(x) RETURN 'email_domain' AS kind, x.domain AS value
  UNION
  MATCH (a)-[:HAS_EMAIL_PATTERN]->(x) RETURN 'email_pattern' AS kind, x.pattern AS value
  UNION
  MATCH (a)-[:PAID_WITH]->(x) RETURN 'instrument' AS kind, x.instrument_id AS value
  UNION
  MATCH (a)-[l:PAID_WITH]->() RETURN 'bin' AS kind, l.bin AS value
  UNION
  MATCH (a)-[l:PAID_WITH]->() RETURN 'issuer_country' AS kind, l.issuer_country AS value
  UNION
  MATCH (a)-[:USED_CLIENT|SIGNED_UP_WITH]->(x) RETURN 'client' AS kind, x.client AS value
  UNION
  MATCH (a)-[:USED_DEVICE|LOGGED_IN_ON|SIGNED_UP_ON]->(x) RETURN 'device' AS kind, x.device_id AS value
  UNION
  WITH a RETURN 'country' AS kind, a.country AS value
}
WITH account, kind, collect(value) AS values
WHERE size(values) > 0
UNWIND values AS value
WITH kind, value, sum(1.0 / size(values)) AS weight ORDER BY weight DESC, value
WITH kind, collect(value)[..$most] AS values, collect(weight)[..$most] AS weights
RETURN kind, values, weights
ORDER BY kind
