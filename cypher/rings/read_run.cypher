// purpose: whether a detection run was recorded
// mode:    read
// params:  run_id STRING
// returns: run_id STRING
MATCH (d:DetectionRun {run_id: $run_id})
RETURN d.run_id AS run_id
