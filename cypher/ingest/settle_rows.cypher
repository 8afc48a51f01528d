// purpose: refused rows that were retried, dropped or erased leave the quarantined count of their file, once a batch
// mode:    write
// params:  batch_id STRING, moves LIST<MAP>, outcome STRING
MATCH (b:Batch {batch_id: $batch_id}) WHERE b.status = "open"
UNWIND $moves AS move
MATCH (f:FeedFile {sha256: move.sha256})
SET f.quarantined = f.quarantined - move.rows,
    f.retried = CASE $outcome WHEN "retried" THEN coalesce(f.retried, 0) + move.rows ELSE f.retried END,
    f.dropped = CASE $outcome WHEN "dropped" THEN coalesce(f.dropped, 0) + move.rows ELSE f.dropped END,
    f.erased = CASE $outcome WHEN "erased" THEN coalesce(f.erased, 0) + move.rows ELSE f.erased END
