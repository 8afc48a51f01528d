// purpose: identifiers that no account and no ring is linked to any more, and no feed tells of
// mode:    auto
// returns: nodes INTEGER
MATCH (x:IpAddress|Client|Device|EmailDomain|EmailPattern|QueryCluster|AccountVersion)
WHERE (x.rank IS NULL OR x:AccountVersion) AND NOT EXISTS { (x)<--(:Account|Ring) }
CALL (x) { DETACH DELETE x } IN TRANSACTIONS OF 10000 ROWS
RETURN count(*) AS nodes
