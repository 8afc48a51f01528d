// purpose: of an exchange file each row was counted, was a copy, is in quarantine, or was retried, dropped or erased
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (f:FeedFile {status: 'done'})
WHERE f.quarantined < 0 OR (f.kind = 'exchanges'
  AND coalesce(f.rows, -1) <> f.exchanges + f.quarantined + f.duplicates
                              + coalesce(f.retried, 0) + coalesce(f.dropped, 0) + coalesce(f.erased, 0))
WITH count(f) AS times, min(f.name) AS example
WHERE times > 0
RETURN 'rows that are neither counted, copies nor quarantined' AS problem, times, example
