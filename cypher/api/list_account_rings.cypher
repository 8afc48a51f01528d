// purpose: a page of the rings that several accounts are in, and with `include_past` of those they were in; current ones first
// mode:    read
// params:  rows LIST<MAP>, include_past BOOLEAN, limit INTEGER
// returns: index INTEGER, page LIST<MAP>
UNWIND $rows AS row
CALL (row) {
  MATCH (:Account {account_id: row.owner})-[m:MEMBER_OF]->(r:Ring)
  WHERE r.state <> 'staged' AND (m.to_run IS NULL OR ($include_past AND m.to_run <> 'staged'))
  WITH m, r, [CASE WHEN m.to_run IS NULL THEN 0 ELSE 1 END, -m.score, r.ring_id, coalesce(m.to_run, '')] AS position
  WHERE row.after IS NULL OR position > row.after
  WITH m, r, position ORDER BY position LIMIT $limit
  RETURN collect({ring_id: r.ring_id, score: m.score, bits: m.bits, evidence: m.evidence, current: m.to_run IS NULL,
                  position: position}) AS page
}
RETURN row.index AS index, page
