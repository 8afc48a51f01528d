// purpose: query clusters with the capability and the signature that the feed gave them by the day, '' where it had not told of one
// mode:    read
// params:  as_of DATE
// returns: clusters LIST<STRING>, capabilities LIST<STRING>, signatures LIST<STRING>
MATCH (q:QueryCluster)
WHERE q.rank IS NOT NULL
WITH q, CASE WHEN $as_of IS NULL OR q.known_from IS NULL OR q.known_from <= $as_of THEN q {.capability, .signature}
             ELSE head(COLLECT {
  MATCH (q)-[l:FORMERLY_DESCRIBED]->(q)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN l {.capability, .signature} }) END AS told
WHERE told IS NOT NULL
RETURN collect(q.query_cluster) AS clusters, collect(coalesce(told.capability, '')) AS capabilities,
       collect(coalesce(told.signature, '')) AS signatures
