// purpose: network addresses and the subnets they imply
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MERGE (i:IpAddress {address: row.value})
WITH i, row WHERE row.subnet IS NOT NULL
MERGE (n:Network {prefix: row.subnet})
SET n.derived = true
MERGE (i)-[:IN_SUBNET]->(n)
