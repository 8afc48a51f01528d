// purpose: what changed rings: runs that are not known yet, and what people decided, assigned or noted since a moment
// mode:    read
// params:  known_runs LIST<STRING>, since DATETIME
// returns: reason STRING, cause STRING, ring_id STRING, state STRING
CALL () {
  MATCH (d:DetectionRun) WHERE NOT d.run_id IN $known_runs
  OPTIONAL MATCH (r:Ring) WHERE r.last_run = d.run_id OR r.to_run = d.run_id
  RETURN 'detection' AS reason, d.run_id AS cause, r
  UNION ALL
  MATCH (j:Judgement)-[:ABOUT]->(r:Ring) WHERE j.made_at >= $since
  RETURN 'judgement' AS reason, j.judgement_id AS cause, r
  UNION ALL
  MATCH (j:Judgement)-[:ABOUT]->(r:Ring) WHERE j.withdrawn_at >= $since
  RETURN 'withdrawal' AS reason, j.judgement_id AS cause, r
  UNION ALL
  MATCH (t:Triage)-[:TRIAGES]->(r:Ring) WHERE t.made_at >= $since
  RETURN 'triage' AS reason, t.triage_id AS cause, r
  UNION ALL
  MATCH (n:Note)-[:NOTE_ON]->(r:Ring) WHERE n.made_at >= $since
  RETURN 'note' AS reason, n.note_id AS cause, r
}
RETURN reason, cause, r.ring_id AS ring_id, r.state AS state
ORDER BY reason, cause, ring_id
