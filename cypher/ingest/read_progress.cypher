// purpose: batches that were begun and not finished, with how many of their load units are written; oldest first
// mode:    read
// params:  none
// returns: batch STRING, opened_at DATETIME, planned BOOLEAN, files INTEGER, written INTEGER
MATCH (b:Batch {status: "open"})
RETURN b.batch_id AS batch, b.opened_at AS opened_at, b.plan_hash IS NOT NULL AS planned,
       COUNT { (b)-[:READ]->(:FeedFile) } AS files,
       COUNT { MATCH (u:LoadUnit) WHERE u.key STARTS WITH b.batch_id + ":" } AS written
ORDER BY opened_at, batch
