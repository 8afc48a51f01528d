// purpose: e-mail patterns
// mode:    write
// params:  rows MAP
UNWIND $rows.value AS value
MERGE (:EmailPattern {pattern: value})
