// purpose: of a few identifiers: how many other accounts have each, and in which current rings; beyond `most` accounts only what detection kept
// mode:    read
// params:  rows LIST<MAP>, account STRING, most INTEGER
// returns: kind STRING, value STRING, degree INTEGER, walked BOOLEAN, rings LIST<MAP>
UNWIND $rows AS row
CALL (row) {
  WITH row WHERE row.kind = 'instrument'
  MATCH (x:PaymentInstrument {instrument_id: row.value})
  CALL (x) { MATCH (x)<-[:PAID_WITH]-(n) WHERE n.account_id <> $account WITH DISTINCT n LIMIT $most + 1 RETURN collect(n) AS found }
  RETURN x, found
  UNION ALL
  WITH row WHERE row.kind = 'ip'
  MATCH (x:IpAddress {address: row.value})
  CALL (x) { MATCH (x)<-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]-(n) WHERE n.account_id <> $account WITH DISTINCT n LIMIT $most + 1 RETURN collect(n) AS found }
  RETURN x, found
  UNION ALL
  WITH row WHERE row.kind = 'subnet'
  MATCH (x:Network {prefix: row.value})
  CALL (x) { MATCH (x)<-[:IN_SUBNET]-()<-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]-(n) WHERE n.account_id <> $account WITH DISTINCT n LIMIT $most + 1 RETURN collect(n) AS found }
  RETURN x, found
  UNION ALL
  WITH row WHERE row.kind = 'device'
  MATCH (x:Device {device_id: row.value})
  CALL (x) { MATCH (x)<-[:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON]-(n) WHERE n.account_id <> $account WITH DISTINCT n LIMIT $most + 1 RETURN collect(n) AS found }
  RETURN x, found
  UNION ALL
  WITH row WHERE row.kind = 'client'
  MATCH (x:Client {client: row.value})
  CALL (x) { MATCH (x)<-[:USED_CLIENT|SIGNED_UP_WITH]-(n) WHERE n.account_id <> $account WITH DISTINCT n LIMIT $most + 1 RETURN collect(n) AS found }
  RETURN x, found
  UNION ALL
  WITH row WHERE row.kind = 'email_domain'
  MATCH (x:EmailDomain {domain: row.value})
  CALL (x) { MATCH (x)<-[:HAS_EMAIL_DOMAIN]-(n) WHERE n.account_id <> $account WITH DISTINCT n LIMIT $most + 1 RETURN collect(n) AS found }
  RETURN x, found
  UNION ALL
  WITH row WHERE row.kind = 'email_pattern'
  MATCH (x:EmailPattern {pattern: row.value})
  CALL (x) { MATCH (x)<-[:HAS_EMAIL_PATTERN]-(n) WHERE n.account_id <> $account WITH DISTINCT n LIMIT $most + 1 RETURN collect(n) AS found }
  RETURN x, found
}
RETURN row.kind AS kind, row.value AS value, size(found) AS degree, size(found) <= $most AS walked,
  CASE WHEN size(found) > $most
    THEN [(x)<-[s:SHARES {kind: row.kind}]-(r:Ring {current: true}) | {ring_id: r.ring_id, state: r.state, size: r.size, score: r.score, members: s.members, degree: s.degree}]
    ELSE COLLECT { UNWIND found AS n MATCH (n)-[m:MEMBER_OF]->(r:Ring) WHERE m.to_run IS NULL AND r.current
      WITH r, count(*) AS members RETURN {ring_id: r.ring_id, state: r.state, size: r.size, score: r.score, members: members, degree: size(found)} } END AS rings
