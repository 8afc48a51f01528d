// purpose: earlier rows of payments, actions, networks and clusters follow each other without gap or overlap up to the present one, which outranks them
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (x)-[l:FORMERLY_PAID_WITH|FORMERLY_SUBJECT_OF|FORMERLY_ANNOUNCED|FORMERLY_DESCRIBED]->(y)
WITH x, y, l, COLLECT { MATCH (x)-[f]->(y) WHERE type(f) = type(l) RETURN f {.rank, .known_from} } AS former,
     CASE WHEN x = y THEN [x {.rank, .known_from}]
     ELSE COLLECT { MATCH (x)-[r:PAID_WITH|SUBJECT_OF]->(y) RETURN {rank: coalesce(r.rank, y.rank), known_from: r.known_from} } END AS present
WITH x, l, former + present AS told, present
WHERE l.known_from >= l.known_to OR size(present) <> 1
   OR 1 <> size([r IN told WHERE r.known_from = l.known_to AND r.rank > l.rank])
   OR any(r IN told WHERE l.known_from < r.known_from < l.known_to OR l.known_from IS NULL AND r.known_from < l.known_to)
WITH type(l) AS type, count(l) AS times, min(coalesce(x.account_id, x.prefix, x.query_cluster)) AS example
RETURN type + ': earlier rows that do not follow each other' AS problem, times, example
ORDER BY problem
