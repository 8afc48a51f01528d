// purpose: what a figure rests on: the newest run, the batches that are done and the exchanges that they counted
// mode:    read
// returns: run_id STRING, as_of DATE, input_digest STRING, parameters STRING, version STRING, batches LIST<STRING>, exchanges INTEGER
CALL () {
  OPTIONAL MATCH (d:DetectionRun) WHERE d.run_id >= ''
  RETURN d ORDER BY d.run_id DESC LIMIT 1
}
CALL () {
  OPTIONAL MATCH (b:Batch {status: 'done'})
  WITH b ORDER BY b.batch_id
  RETURN collect(b.batch_id) AS batches, coalesce(sum(b.exchanges), 0) AS exchanges
}
RETURN d.run_id AS run_id, d.as_of AS as_of, d.input_digest AS input_digest, d.parameters AS parameters,
       d.version AS version, batches, exchanges
