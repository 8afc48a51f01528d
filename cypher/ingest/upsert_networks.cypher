// purpose: the winning row of each announced prefix replaces an older one whole
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.prefix) - 1) AS i
MERGE (n:Network {prefix: $rows.prefix[i]})
WITH n, i WHERE n.rank IS NULL OR $rows.rank[i] > n.rank
SET n.asn = $rows.asn[i],
    n.organization = $rows.organization[i],
    n.kind = $rows.kind[i],
    n.rank = $rows.rank[i],
    n.known_from = $rows.days[$rows.known_from[i]]
