// purpose: the rings that accounts are in now, and with `include_past` those they were in
// mode:    read
// params:  account_ids LIST<STRING>, include_past BOOLEAN
// returns: account_id STRING, memberships LIST<MAP>
UNWIND $account_ids AS account_id
CALL (account_id) {
  MATCH (:Account {account_id: account_id})-[m:MEMBER_OF]->(r:Ring)
  WHERE r.state <> 'staged' AND (m.to_run IS NULL OR ($include_past AND m.to_run <> 'staged'))
  WITH m, r ORDER BY m.to_run IS NULL DESC, m.score DESC, r.ring_id LIMIT 100
  RETURN collect({ring_id: r.ring_id, score: m.score, bits: m.bits, evidence: m.evidence, current: m.to_run IS NULL}) AS memberships
}
RETURN account_id, memberships
