// purpose: the subnets that addresses imply
// mode:    write
// params:  rows MAP
UNWIND $rows.value AS value
MERGE (n:Network {prefix: value})
SET n.derived = true
