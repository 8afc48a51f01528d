// purpose: one Batch for each batch_id
// mode:    schema
CREATE CONSTRAINT key_batch IF NOT EXISTS
FOR (n:Batch) REQUIRE n.batch_id IS UNIQUE
