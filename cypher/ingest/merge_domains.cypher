// purpose: e-mail domains and what kind of provider they are
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.value) - 1) AS i
MERGE (d:EmailDomain {domain: $rows.value[i]})
SET d.provider = $rows.provider[i]
