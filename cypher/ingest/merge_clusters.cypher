// purpose: query clusters that exchanges name, filled in when their feed comes
// mode:    write
// params:  rows MAP
UNWIND $rows.value AS value
MERGE (:QueryCluster {query_cluster: value})
