// purpose: remove what an earlier detection wrote of some clusters' signatures, some links at a time
// mode:    write
// params:  clusters LIST<STRING>, batch INTEGER
// returns: removed INTEGER
UNWIND $clusters AS name
MATCH (:QueryCluster {query_cluster: name})<-[l:ASKED_LIKE]-()
WITH l LIMIT $batch
DELETE l
RETURN count(*) AS removed
