// purpose: what some accounts look like: by kind, the share of the accounts behind each value, as known at the end of a day; one account's values share its weight
// mode:    read
// params:  accounts LIST<STRING>, most INTEGER, as_of DATE
// returns: kind STRING, values LIST<STRING>, weights LIST<FLOAT>
UNWIND $accounts AS account
MATCH (a:Account {account_id: account})
CALL (a) {
  MATCH (a)-[l:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM|FORMERLY]->()-[:IN_SUBNET]->(x) WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN 'subnet' AS kind, x.prefix AS value
  UNION
  MATCH (a)-[l:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM|FORMERLY]->()-[:IN_NETWORK]->(x) WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN 'asn' AS kind, toString(CASE WHEN $as_of IS NULL OR x.known_from IS NULL OR x.known_from <= $as_of THEN x.asn ELSE head(COLLECT {
    MATCH (x)-[f:FORMERLY_ANNOUNCED]->(x) WHERE (f.known_from IS NULL OR f.known_from <= $as_of) AND $as_of < f.known_to RETURN f.asn }) END) AS value
  UNION
  MATCH (a)-[l:HAS_EMAIL_DOMAIN|FORMERLY]->(x:EmailDomain) WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN 'email_domain' AS kind, x.domain AS value
  UNION
  MATCH (a)-[l:HAS_EMAIL_PATTERN|FORMERLY]->(x:EmailPattern) WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN 'email_pattern' AS kind, x.pattern AS value
  UNION
  MATCH (a)-[l:PAID_WITH|FORMERLY_PAID_WITH]->(x) WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN 'instrument' AS kind, x.instrument_id AS value
  UNION
  MATCH (a)-[l:PAID_WITH|FORMERLY_PAID_WITH]->() WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN 'bin' AS kind, l.bin AS value
  UNION
  MATCH (a)-[l:PAID_WITH|FORMERLY_PAID_WITH]->() WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN 'issuer_country' AS kind, l.issuer_country AS value
  UNION
  MATCH (a)-[l:USED_CLIENT|SIGNED_UP_WITH|FORMERLY]->(x:Client) WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN 'client' AS kind, x.client AS value
  UNION
  MATCH (a)-[l:USED_DEVICE|LOGGED_IN_ON|SIGNED_UP_ON|FORMERLY]->(x:Device) WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN 'device' AS kind, x.device_id AS value
  UNION
  WITH a WHERE $as_of IS NULL OR a.known_from IS NULL OR a.known_from <= $as_of
  RETURN 'country' AS kind, a.country AS value
  UNION
  MATCH (a)-[l:FORMERLY]->(v:AccountVersion) WHERE l.known_from <= $as_of < l.known_to
  RETURN 'country' AS kind, v.country AS value
}
WITH account, kind, collect(value) AS values
WHERE size(values) > 0
UNWIND values AS value
WITH kind, value, sum(1.0 / size(values)) AS weight ORDER BY weight DESC, value
WITH kind, collect(value)[..$most] AS values, collect(weight)[..$most] AS weights
RETURN kind, values, weights
ORDER BY kind
