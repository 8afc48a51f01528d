// purpose: the commit point of a batch: from here on readers see its facts
// mode:    write
// params:  batch_id STRING, files LIST<MAP>, counts MAP
MATCH (b:Batch {batch_id: $batch_id})
SET b.status = "done", b.done_at = datetime(), b += $counts
WITH b
UNWIND $files AS file
MATCH (f:FeedFile {sha256: file.sha256})
SET f.status = file.status, f.rows = file.rows, f.exchanges = file.exchanges, f.duplicates = file.duplicates,
    f.quarantined = file.quarantined, f.reason = file.reason, f.erased = file.erased
