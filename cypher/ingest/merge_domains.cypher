// purpose: e-mail domains and what kind of provider they are
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MERGE (d:EmailDomain {domain: row.value})
SET d.provider = row.provider
