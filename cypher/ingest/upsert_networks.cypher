// purpose: the winning row of each announced prefix replaces an older one whole
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MERGE (n:Network {prefix: row.prefix})
WITH n, row WHERE n.rank IS NULL OR row.rank > n.rank
SET n.asn = row.asn, n.organization = row.organization, n.kind = row.kind,
    n.rank = row.rank, n.known_from = date(row.known_from)
