// purpose: begin a batch: its files are taken from now on, nothing of them is written yet
// mode:    write
// params:  batch_id STRING, plan_version INTEGER, settings_digest STRING, files LIST<MAP>
MERGE (b:Batch {batch_id: $batch_id})
ON CREATE SET b.status = "open", b.plan_version = $plan_version, b.settings_digest = $settings_digest,
              b.opened_at = datetime()
WITH b
UNWIND $files AS file
MERGE (f:FeedFile {sha256: file.sha256})
SET f.name = file.name, f.kind = file.kind, f.status = "open", f.position = file.position
MERGE (b)-[:READ]->(f)
