// purpose: whether anything was ever written to the graph: only then may a bulk import not replace it
// mode:    read
// returns: contents INTEGER
MATCH (n)
WITH count(n) AS nodes
OPTIONAL MATCH (m:Meta)
WITH nodes, count(m) AS metas
RETURN nodes - metas AS contents
