// purpose: forget a batch that was opened and of which nothing was written, because a file changed before it was read
// mode:    write
// params:  batch_id STRING
MATCH (b:Batch {batch_id: $batch_id}) WHERE b.status = "open" AND b.plan_hash IS NULL
OPTIONAL MATCH (b)-[:READ]->(f:FeedFile)
CALL (b, f) {
  MATCH (f)<-[:READ]-(other:Batch) WHERE other <> b
  SET f.status = "quarantined"
  RETURN count(other) AS before
}
FOREACH (_ IN CASE before WHEN 0 THEN [1] ELSE [] END | DETACH DELETE f)
WITH DISTINCT b
DETACH DELETE b
