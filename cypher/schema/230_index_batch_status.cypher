// purpose: find Batch by status
// mode:    schema
CREATE INDEX index_batch_status IF NOT EXISTS FOR (n:Batch) ON (n.status)
