// purpose: the subnet that each address implies
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.address) - 1) AS i
MATCH (ip:IpAddress {address: $rows.address[i]})
MATCH (n:Network {prefix: $rows.value[i]})
MERGE (ip)-[:IN_SUBNET]->(n)
