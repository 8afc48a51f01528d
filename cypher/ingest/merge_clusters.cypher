// purpose: query clusters that exchanges name, filled in when their feed comes
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MERGE (:QueryCluster {query_cluster: row.value})
