// purpose: the next revision of a claim; no row where another was made meanwhile
// mode:    write
// params:  claim_id STRING, revision INTEGER, properties MAP
// returns: claim_id STRING
MATCH (c:Claim {claim_id: $claim_id})
SET c.lock = true REMOVE c.lock
WITH c WHERE c.revision = $revision
SET c += $properties, c.revision = $revision + 1
RETURN c.claim_id AS claim_id
