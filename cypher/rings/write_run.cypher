// purpose: record a detection run; its key makes a second switch of the same run fail
// mode:    write
// params:  run_id STRING, properties MAP
// returns: none
CREATE (d:DetectionRun {run_id: $run_id})
SET d += $properties
