// purpose: link addresses to the longest announced prefix around them, and to no other
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.address) - 1) AS i
MATCH (ip:IpAddress {address: $rows.address[i]})
OPTIONAL MATCH (ip)-[old:IN_NETWORK]->(other:Network) WHERE other.prefix <> coalesce($rows.prefix[i], "")
DELETE old
WITH DISTINCT ip, $rows.prefix[i] AS prefix WHERE prefix IS NOT NULL
MATCH (n:Network {prefix: prefix})
MERGE (ip)-[:IN_NETWORK]->(n)
