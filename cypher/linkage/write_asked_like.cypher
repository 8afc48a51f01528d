// purpose: link accounts to the query clusters that their signatures are near; may be repeated
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MATCH (a:Account {account_id: row.account_id})
MATCH (q:QueryCluster {query_cluster: row.cluster})
MERGE (a)-[l:ASKED_LIKE]->(q)
SET l.exchanges = row.exchanges, l.known_from = row.known_from,
    l.first_seen = datetime({epochMillis: row.first_ms}), l.last_seen = datetime({epochMillis: row.last_ms})
