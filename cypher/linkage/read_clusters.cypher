// purpose: query clusters with the capability that the feed gives them, '' where it had not told of one
// mode:    read
// params:  as_of DATE
// returns: clusters LIST<STRING>, capabilities LIST<STRING>
MATCH (q:QueryCluster)
WHERE q.capability IS NOT NULL AND ($as_of IS NULL OR q.known_from IS NULL OR q.known_from <= $as_of)
RETURN collect(q.query_cluster) AS clusters, collect(q.capability) AS capabilities
