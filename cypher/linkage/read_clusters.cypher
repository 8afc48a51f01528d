// purpose: query clusters with the capability and the signature that the feed gives them, '' where it had not told of one
// mode:    read
// params:  as_of DATE
// returns: clusters LIST<STRING>, capabilities LIST<STRING>, signatures LIST<STRING>
MATCH (q:QueryCluster)
WHERE q.rank IS NOT NULL AND ($as_of IS NULL OR q.known_from IS NULL OR q.known_from <= $as_of)
RETURN collect(q.query_cluster) AS clusters, collect(coalesce(q.capability, '')) AS capabilities,
       collect(coalesce(q.signature, '')) AS signatures
