// purpose: how far the data goes: last batch, open batch, last detection, size of the graph
// mode:    read
// params:  none
// returns: graph_version INTEGER, accounts INTEGER, last_batch_at DATETIME, open_batches INTEGER, detection MAP
OPTIONAL MATCH (meta:Meta {name: 'ringleader'})
CALL () { OPTIONAL MATCH (b:Batch {status: 'done'}) RETURN max(b.done_at) AS last_batch_at }
CALL () { OPTIONAL MATCH (b:Batch {status: 'open'}) RETURN count(b) AS open_batches }
CALL () {
  OPTIONAL MATCH (d:DetectionRun)
  RETURN d {.run_id, .as_of, .started_at, .seconds, .rings, .lacked, .version} AS detection
  ORDER BY d.started_at DESC LIMIT 1
}
RETURN meta.graph_version AS graph_version, COUNT { (:Account) } AS accounts, last_batch_at, open_batches, detection
