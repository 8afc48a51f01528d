// purpose: say who works on a ring and how far they are; nothing where somebody else said so since `after` was read
// mode:    write
// params:  ring_id STRING, after STRING, triage_id STRING, state STRING, assignee STRING, author STRING, reason STRING, made_at DATETIME
// returns: triage_id STRING
MATCH (r:Ring {ring_id: $ring_id, current: true})
// The lock is held to the end: two people who set it at once are told apart.
SET r.ring_id = $ring_id
WITH r
CALL (r) {
  OPTIONAL MATCH (r)<-[:BECAME*0..12]-(:Ring)<-[:TRIAGES]-(t:Triage)
  RETURN t.triage_id AS last ORDER BY t.made_at DESC, t.triage_id LIMIT 1
}
WITH r, last
WHERE coalesce(last, '') = coalesce($after, '')
CREATE (new:Triage {triage_id: $triage_id, state: $state, assignee: $assignee, author: $author, reason: $reason,
                    made_at: $made_at})-[:TRIAGES]->(r)
RETURN new.triage_id AS triage_id
