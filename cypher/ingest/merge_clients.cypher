// purpose: client fingerprints
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MERGE (:Client {client: row.value})
