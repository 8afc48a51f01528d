// purpose: operators by name, with how many claims name each
// mode:    read
// params:  limit INTEGER
// returns: operator MAP, claims INTEGER
MATCH (o:Operator)
WITH o ORDER BY o.name, o.operator_id LIMIT $limit
RETURN properties(o) AS operator, COUNT { (o)<-[:NAMES]-(:Claim) } AS claims
