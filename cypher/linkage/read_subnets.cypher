// purpose: derived subnets with the longest announced prefix around them, as the feed had told of it by the day
// mode:    read
// params:  as_of DATE
// returns: subnets LIST<STRING>, prefixes LIST<STRING>, asns LIST<INTEGER>, organizations LIST<STRING>, kinds LIST<STRING>
MATCH (s:Network {derived: true})<-[:IN_SUBNET]-(i:IpAddress)-[:IN_NETWORK]->(n:Network)
WITH s, n, count(i) AS addresses
WITH s, n, addresses,
     CASE WHEN $as_of IS NULL OR n.known_from IS NULL OR n.known_from <= $as_of THEN n {.asn, .organization, .kind}
          ELSE head(COLLECT {
  MATCH (n)-[l:FORMERLY_ANNOUNCED]->(n)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN l {.asn, .organization, .kind} }) END AS told
WHERE told IS NOT NULL
WITH s, n, told, addresses ORDER BY addresses DESC, n.prefix
WITH s, head(collect({prefix: n.prefix, told: told})) AS n
RETURN collect(s.prefix) AS subnets, collect(n.prefix) AS prefixes, collect(coalesce(n.told.asn, -1)) AS asns,
       collect(coalesce(n.told.organization, '')) AS organizations, collect(coalesce(n.told.kind, '')) AS kinds
