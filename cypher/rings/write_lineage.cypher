// purpose: record which accounts of a ring are now in another: a split or a merge
// mode:    write
// params:  rows LIST<MAP>, run_id STRING
// returns: none
UNWIND $rows AS row
MATCH (o:Ring {ring_id: row.old})
MATCH (n:Ring {ring_id: row.new})
MERGE (o)-[b:BECAME {run_id: $run_id}]->(n)
SET b.shared = row.shared
