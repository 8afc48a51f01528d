// purpose: batches that ingestion has not finished, oldest first
// mode:    read
// params:  none
// returns: batch_id STRING, opened_at DATETIME
MATCH (b:Batch)
WHERE b.status = 'open'
RETURN b.batch_id AS batch_id, b.opened_at AS opened_at
ORDER BY opened_at, batch_id
