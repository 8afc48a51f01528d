// purpose: record a person's verdict on a ring and its present members; benign and confirmed show on the ring at once
// mode:    write
// params:  ring_id STRING, judgement_id STRING, verdict STRING, author STRING, reason STRING, made_at DATETIME, expires_at DATETIME
// returns: judgement_id STRING, ring_id STRING, members LIST<STRING>
MATCH (r:Ring {ring_id: $ring_id})
CALL (r) {
  MATCH (a)-[m:MEMBER_OF]->(r)
  WHERE (r.current AND m.to_run IS NULL) OR m.to_run = r.to_run
  WITH a.account_id AS account_id ORDER BY account_id
  RETURN collect(account_id) AS members
}
CREATE (j:Judgement {judgement_id: $judgement_id, verdict: $verdict, author: $author, reason: $reason,
                     made_at: $made_at, expires_at: $expires_at, members: members})-[:ABOUT]->(r)
SET r.state = CASE WHEN $verdict = 'benign' AND r.state = 'confirmed' THEN 'reversed'
                   WHEN $verdict IN ['benign', 'confirmed'] THEN $verdict ELSE r.state END,
    r.reason = CASE WHEN $verdict IN ['benign', 'confirmed'] THEN $verdict + ' by ' + $author + ': ' + $reason
                    ELSE r.reason END
RETURN j.judgement_id AS judgement_id, r.ring_id AS ring_id, members
