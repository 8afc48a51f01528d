// purpose: query clusters that a detection filled from signatures, with the digest of what it wrote ('' while it writes)
// mode:    read
// returns: clusters LIST<STRING>, contents LIST<STRING>
MATCH (q:QueryCluster)
WHERE q.content IS NOT NULL
RETURN collect(q.query_cluster) AS clusters, collect(q.content) AS contents
