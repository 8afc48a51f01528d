// purpose: rows of a query cluster: the greatest is on the node, whole; one that it replaces or outranks stays where it was known earlier
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.query_cluster) - 1) AS i
MERGE (n:QueryCluster {query_cluster: $rows.query_cluster[i]})
WITH n, i WHERE n.rank IS NULL OR n.rank <> $rows.rank[i]
WITH n, CASE WHEN n.rank IS NOT NULL THEN n {.label, .capability, .signature, .rank, .known_from} END AS old, {
       label: $rows.label[i], capability: $rows.capability[i], signature: $rows.signature[i], rank: $rows.rank[i],
       known_from: $rows.days[$rows.known_from[i]]} AS new
WITH n, CASE WHEN old.rank > new.rank THEN [old, new] ELSE [new, old] END AS told
SET n += told[0]
// Rows of one key that meet in a unit all lose. One without any time is known from the start.
WITH n, told[1] AS lost
WHERE lost IS NOT NULL AND coalesce(lost.known_from, date('0001-01-01')) < n.known_from
MERGE (n)-[f:FORMERLY_DESCRIBED {rank: lost.rank}]->(n)
SET f = lost, f.known_to = n.known_from
