// purpose: whether anything was ever written to the graph: only then may a bulk import not replace it
// mode:    read
// returns: contents INTEGER
MATCH (n:Account|IpAddress|Network|QueryCluster|Ring|Judgement|DetectionRun|Batch|FeedFile)
RETURN count(n) AS contents
