// purpose: of a keyed hash of an e-mail address or phone: how many other accounts have it, and in which current rings
// mode:    read
// params:  kind STRING, value STRING, account STRING, most INTEGER
// returns: kind STRING, value STRING, degree INTEGER, walked BOOLEAN, rings LIST<MAP>
CALL () {
  WITH * WHERE $kind = 'email'
  MATCH (n:Account {email_hash: $value}) WHERE n.account_id <> $account
  RETURN n LIMIT $most + 1
  UNION ALL
  WITH * WHERE $kind = 'phone'
  MATCH (n:Account {phone_hash: $value}) WHERE n.account_id <> $account
  RETURN n LIMIT $most + 1
}
WITH collect(n) AS found
RETURN $kind AS kind, $value AS value, size(found) AS degree, size(found) <= $most AS walked,
  COLLECT { UNWIND found AS n MATCH (n)-[m:MEMBER_OF]->(r:Ring) WHERE m.to_run IS NULL AND r.current
    WITH r, count(*) AS members RETURN {ring_id: r.ring_id, state: r.state, size: r.size, score: r.score, members: members, degree: size(found)} } AS rings
