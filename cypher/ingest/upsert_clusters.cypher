// purpose: the winning row of each query cluster replaces an older one whole
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MERGE (q:QueryCluster {query_cluster: row.query_cluster})
WITH q, row WHERE q.rank IS NULL OR row.rank > q.rank
SET q.label = row.label, q.capability = row.capability, q.signature = row.signature,
    q.rank = row.rank, q.known_from = date(row.known_from)
