// purpose: a batch that is done has no file that is not
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (b:Batch {status: 'done'})-[:READ]->(f:FeedFile)
WHERE NOT f.status IN ['done', 'quarantined']
WITH count(f) AS times, min(f.name) AS example
WHERE times > 0
RETURN 'unfinished files of finished batches' AS problem, times, example
