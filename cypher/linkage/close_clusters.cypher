// purpose: query clusters whose signatures are written: how many, and the digest by which the next detection skips them
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MATCH (q:QueryCluster {query_cluster: row.cluster})
SET q.content = row.content, q.signatures = row.signatures,
    q.signature = CASE WHEN q.rank IS NULL THEN row.cluster ELSE q.signature END
