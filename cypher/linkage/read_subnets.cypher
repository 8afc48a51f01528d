// purpose: derived subnets with the longest announced prefix around them, as far as the feed had told of it
// mode:    read
// params:  as_of DATE
// returns: subnets LIST<STRING>, prefixes LIST<STRING>, asns LIST<INTEGER>, organizations LIST<STRING>, kinds LIST<STRING>
MATCH (s:Network {derived: true})<-[:IN_SUBNET]-(i:IpAddress)-[:IN_NETWORK]->(n:Network)
WHERE $as_of IS NULL OR n.known_from IS NULL OR n.known_from <= $as_of
WITH s, n, count(i) AS addresses ORDER BY addresses DESC, n.prefix
WITH s, head(collect(n)) AS n
RETURN collect(s.prefix) AS subnets, collect(n.prefix) AS prefixes, collect(coalesce(n.asn, -1)) AS asns,
       collect(coalesce(n.organization, '')) AS organizations, collect(coalesce(n.kind, '')) AS kinds
