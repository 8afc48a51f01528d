// purpose: of an exchange file each row was counted, was a copy, or is in quarantine
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (f:FeedFile {status: 'done'})
WHERE f.kind = 'exchanges' AND coalesce(f.rows, -1) <> f.exchanges + f.quarantined + f.duplicates
WITH count(f) AS times, min(f.name) AS example
WHERE times > 0
RETURN 'rows that are neither counted, copies nor quarantined' AS problem, times, example
