// purpose: load units exist only while their batch is open
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (u:LoadUnit)
WHERE NOT EXISTS { (b:Batch {status: 'open'}) WHERE u.key STARTS WITH b.batch_id }
WITH count(u) AS times, min(u.key) AS example
WHERE times > 0
RETURN 'load units without an open batch' AS problem, times, example
