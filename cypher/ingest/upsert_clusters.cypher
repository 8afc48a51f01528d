// purpose: the winning row of each query cluster replaces an older one whole
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.query_cluster) - 1) AS i
MERGE (n:QueryCluster {query_cluster: $rows.query_cluster[i]})
WITH n, i WHERE n.rank IS NULL OR $rows.rank[i] > n.rank
SET n.label = $rows.label[i],
    n.capability = $rows.capability[i],
    n.signature = $rows.signature[i],
    n.rank = $rows.rank[i],
    n.known_from = $rows.days[$rows.known_from[i]]
