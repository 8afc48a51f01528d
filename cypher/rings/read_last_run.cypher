// purpose: the newest detection run, and how many there were
// mode:    read
// params:  none
// returns: run_id STRING, runs INTEGER, as_of DATE, started_at DATETIME, input_digest STRING, parameters STRING, lacked LIST<STRING>, suppressed STRING
MATCH (d:DetectionRun)
WITH d ORDER BY d.run_id DESC
WITH collect(d) AS runs
WITH head(runs) AS d, size(runs) AS runs WHERE d IS NOT NULL
RETURN d.run_id AS run_id, runs, d.as_of AS as_of, d.started_at AS started_at, d.input_digest AS input_digest,
       d.parameters AS parameters, d.lacked AS lacked, d.suppressed AS suppressed
