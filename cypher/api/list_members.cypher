// purpose: a page of members for each of several rings, surest first; an ended ring keeps its last members
// mode:    read
// params:  rows LIST<MAP>, limit INTEGER
// returns: index INTEGER, page LIST<MAP>
UNWIND $rows AS row
CALL (row) {
  MATCH (r:Ring {ring_id: row.owner})<-[m:MEMBER_OF]-(a:Account)
  WHERE CASE WHEN r.current THEN m.to_run IS NULL ELSE m.to_run = r.to_run END
  WITH m, a, [-m.score, a.account_id] AS position
  WHERE row.after IS NULL OR position > row.after
  WITH m, a, position ORDER BY position LIMIT $limit
  RETURN collect({account: a {.*}, score: m.score, bits: m.bits, evidence: m.evidence, position: position}) AS page
}
RETURN row.index AS index, page
