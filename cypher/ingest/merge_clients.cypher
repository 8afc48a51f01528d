// purpose: client fingerprints
// mode:    write
// params:  rows MAP
UNWIND $rows.value AS value
MERGE (:Client {client: value})
