// purpose: query clusters that no signature is near any more; those that nothing else tells of, or points to, are removed
// mode:    write
// params:  clusters LIST<STRING>
UNWIND $clusters AS name
MATCH (q:QueryCluster {query_cluster: name})
SET q.content = null, q.signatures = null
WITH q WHERE q.rank IS NULL AND NOT EXISTS { (q)--() }
DELETE q
