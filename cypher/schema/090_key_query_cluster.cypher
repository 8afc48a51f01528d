// purpose: one QueryCluster for each query_cluster
// mode:    schema
CREATE CONSTRAINT key_query_cluster IF NOT EXISTS
FOR (n:QueryCluster) REQUIRE n.query_cluster IS UNIQUE
