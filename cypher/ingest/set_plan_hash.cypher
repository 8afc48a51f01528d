// purpose: record the plan before its first unit is applied; a recomputed plan has to be the same
// mode:    write
// params:  batch_id STRING, plan_hash STRING
// returns: plan_hash STRING
MATCH (b:Batch {batch_id: $batch_id})
SET b.plan_hash = coalesce(b.plan_hash, $plan_hash)
RETURN b.plan_hash AS plan_hash
