// purpose: batches whose facts count
// mode:    read
// returns: batch_id STRING
MATCH (b:Batch {status: 'done'})
RETURN b.batch_id AS batch_id ORDER BY batch_id
