// purpose: query clusters whose signatures a detection is about to write; made where only signatures tell of them
// mode:    write
// params:  clusters LIST<STRING>
UNWIND $clusters AS name
MERGE (q:QueryCluster {query_cluster: name})
SET q.content = ''
