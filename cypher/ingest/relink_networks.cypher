// purpose: link addresses to the longest announced prefix around them, and to no other
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MATCH (i:IpAddress {address: row.address})
OPTIONAL MATCH (i)-[old:IN_NETWORK]->(other:Network) WHERE other.prefix <> coalesce(row.prefix, "")
DELETE old
WITH DISTINCT i, row WHERE row.prefix IS NOT NULL
MATCH (n:Network {prefix: row.prefix})
MERGE (i)-[:IN_NETWORK]->(n)
