// purpose: what may not come in again: tombstones of erased accounts, and days whose facts were pruned
// mode:    read
// returns: pruned_before DATE, tombstones LIST<STRING>
OPTIONAL MATCH (m:Meta {name: 'retention'})
WITH m.pruned_before AS pruned_before
RETURN pruned_before, COLLECT { MATCH (a:Account) WHERE a.erased_at IS NOT NULL RETURN a.account_id } AS tombstones
