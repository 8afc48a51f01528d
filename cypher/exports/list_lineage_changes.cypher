// purpose: rings that runs after a given one made, changed or ended, or that people judged away since, and what they became
// mode:    read
// params:  states LIST<STRING>, since STRING
// returns: ring_id STRING, state STRING, current BOOLEAN, fresh BOOLEAN, accounts INTEGER, exchanges INTEGER, score FLOAT, joined INTEGER, left INTEGER, heirs LIST<STRING>
MATCH (r:Ring)
WHERE (r.state IN $states AND (r.last_run > $since OR r.to_run > $since OR r.from_run > $since))
   OR (r.state IN ['benign', 'reversed'] AND r.found_state IN $states AND r.current
       AND r.from_run <= $since AND r.last_run > $since
       AND EXISTS {
         MATCH (d:DetectionRun {run_id: $since}), (r)<-[:ABOUT]-(j:Judgement {verdict: 'benign'})
         WHERE j.made_at > d.started_at AND j.withdrawn_at IS NULL
       })
CALL (r) {
  OPTIONAL MATCH (r)<-[m:MEMBER_OF]-(a:Account)
  WHERE m.to_run IS NULL OR (m.to_run > $since AND m.to_run <> 'staged')
  WITH a, max(CASE WHEN m.from_run <= $since THEN 1 ELSE 0 END) AS was, max(CASE WHEN m.to_run IS NULL THEN 1 ELSE 0 END) AS is
  WHERE a IS NOT NULL
  RETURN sum(is * (1 - was)) AS joined, sum(was * (1 - is)) AS left
}
RETURN r.ring_id AS ring_id, r.state AS state, r.current AS current, r.from_run > $since AS fresh, r.size AS accounts,
       r.exchanges AS exchanges, r.score AS score, joined, left,
       COLLECT { MATCH (r)-[b:BECAME]->(n:Ring) WHERE b.run_id > $since RETURN DISTINCT n.ring_id ORDER BY n.ring_id } AS heirs
ORDER BY exchanges DESC, ring_id
