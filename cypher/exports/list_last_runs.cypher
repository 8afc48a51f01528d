// purpose: the newest detection runs, newest first
// mode:    read
// params:  limit INTEGER
// returns: run_id STRING, as_of DATE
MATCH (d:DetectionRun)
RETURN d.run_id AS run_id, d.as_of AS as_of ORDER BY run_id DESC LIMIT $limit
