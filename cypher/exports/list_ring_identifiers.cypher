// purpose: identifiers that several members of a ring have, with how many accounts have them and how many of these are in no ring of the given states
// mode:    read
// params:  ring_id STRING, states LIST<STRING>, least INTEGER, most INTEGER
// returns: kind STRING, value STRING, members INTEGER, holders INTEGER, outsiders INTEGER
MATCH (:Ring {ring_id: $ring_id})<-[m:MEMBER_OF]-(a:Account)
WHERE m.to_run IS NULL
CALL (a) {
  MATCH (a)-[:USED_IP|LOGGED_IN_FROM|SIGNED_UP_FROM]->(x:IpAddress) RETURN 'ip' AS kind, x
  UNION
  MATCH (a)-[:USED_IP|LOGGED_IN_FROM|SIGNED_UP_FROM]->()-[:IN_SUBNET]->(x) RETURN 'subnet' AS kind, x
  UNION
  MATCH (a)-[:USED_CLIENT|SIGNED_UP_WITH]->(x) RETURN 'client' AS kind, x
  UNION
  MATCH (a)-[:USED_DEVICE|LOGGED_IN_ON|SIGNED_UP_ON]->(x) RETURN 'device' AS kind, x
  UNION
  MATCH (a)-[:HAS_EMAIL_DOMAIN]->(x) RETURN 'email_domain' AS kind, x
  UNION
  MATCH (a)-[:HAS_EMAIL_PATTERN]->(x) RETURN 'email_pattern' AS kind, x
  UNION
  MATCH (a)-[:PAID_WITH]->(x) RETURN 'instrument' AS kind, x
}
WITH kind, x, count(DISTINCT a) AS members
WHERE members >= $least
CALL (x) {
  MATCH (x)<-[:IN_SUBNET*0..1]-()<-[:!(FORMERLY|FORMERLY_PAID_WITH|FORMERLY_SUBJECT_OF)]-(b:Account)
  WITH DISTINCT b LIMIT $most
  RETURN count(b) AS holders, sum(CASE WHEN EXISTS {
    MATCH (b)-[n:MEMBER_OF]->(r:Ring) WHERE n.to_run IS NULL AND r.current AND r.state IN $states
  } THEN 0 ELSE 1 END) AS outsiders
}
RETURN kind, coalesce(x.address, x.prefix, x.client, x.device_id, x.domain, x.pattern, x.instrument_id) AS value,
       members, holders, outsiders
ORDER BY kind, value
