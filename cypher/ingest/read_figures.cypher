// purpose: what the ledger says of all ingestion so far, for metrics; NULL: nothing was finished yet
// mode:    read
// params:  none
// returns: files INTEGER, refused_files INTEGER, rows INTEGER, exchanges INTEGER, duplicates INTEGER, quarantined INTEGER, open_batches INTEGER, accounts INTEGER, last_done_timestamp_seconds FLOAT
CALL () {
  OPTIONAL MATCH (f:FeedFile)
  RETURN count(CASE WHEN f.status <> 'open' THEN 1 END) AS files,
         count(CASE WHEN f.status = 'quarantined' THEN 1 END) AS refused_files,
         sum(CASE f.kind WHEN 'exchanges' THEN f.rows ELSE 0 END) AS rows,
         sum(coalesce(f.exchanges, 0)) AS exchanges,
         sum(CASE f.kind WHEN 'exchanges' THEN f.duplicates ELSE 0 END) AS duplicates,
         sum(CASE f.kind WHEN 'exchanges' THEN f.quarantined ELSE 0 END) AS quarantined
}
CALL () {
  OPTIONAL MATCH (b:Batch)
  RETURN count(CASE b.status WHEN 'open' THEN 1 END) AS open_batches,
         max(b.done_at).epochMillis / 1000.0 AS last_done_timestamp_seconds
}
RETURN files, refused_files, rows, exchanges, duplicates, quarantined, open_batches, COUNT { (:Account) } AS accounts,
       last_done_timestamp_seconds
