// purpose: e-mail patterns
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MERGE (:EmailPattern {pattern: row.value})
