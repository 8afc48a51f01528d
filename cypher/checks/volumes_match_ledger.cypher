// purpose: while no batch is open, the accounts' exchanges are those that the ledger counted
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
WITH COUNT { (:Batch {status: 'open'}) } AS open
WHERE open = 0
CALL () { MATCH (f:FeedFile {status: 'done'}) RETURN coalesce(sum(f.exchanges), 0) AS counted }
CALL () { MATCH (a:Account) RETURN coalesce(sum(a.exchanges), 0) AS held }
WITH counted, held
WHERE counted <> held
RETURN 'exchanges of accounts differ from the ledger' AS problem, abs(counted - held) AS times,
       toString(held) + ' instead of ' + toString(counted) AS example
