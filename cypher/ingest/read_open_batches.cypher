// purpose: batches that were begun and not finished, oldest first
// mode:    read
// returns: batch_id STRING, plan_hash STRING, plan_version INTEGER, settings_digest STRING, files LIST<MAP>
MATCH (b:Batch {status: "open"})
OPTIONAL MATCH (b)-[:READ]->(f:FeedFile)
WITH b, collect({sha256: f.sha256, name: f.name, kind: f.kind, position: f.position}) AS files
RETURN b.batch_id AS batch_id, b.plan_hash AS plan_hash, b.plan_version AS plan_version,
       b.settings_digest AS settings_digest, files
ORDER BY b.opened_at, batch_id
