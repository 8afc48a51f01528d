// purpose: an account's links go, and what nobody else is linked to goes with them; its memberships stay, unexplained
// mode:    write
// params:  account_id STRING
MATCH (a:Account {account_id: $account_id}) WHERE a.hold IS NULL
CALL (a) { MATCH (a)-[m:MEMBER_OF]->() SET m.evidence = [] }
CALL (a) { MATCH (a)-[l:CHILD_OF|REFERRED_BY|FORMERLY]->(:Account) DELETE l }
WITH a, COLLECT { MATCH (a)-->(x) WHERE NOT x:Ring RETURN DISTINCT x } AS ends
CALL (a) { MATCH (a)-[l]->(x) WHERE NOT x:Ring DELETE l }
UNWIND ends AS x
WITH x WHERE x.rank IS NULL OR x:Action OR x:AccountVersion
WITH x WHERE NOT EXISTS { (x)<--(:Account) }
OPTIONAL MATCH (x)-[:IN_SUBNET]->(n:Network {derived: true})
DETACH DELETE x
WITH DISTINCT n WHERE n IS NOT NULL AND n.rank IS NULL AND NOT EXISTS { (n)<-[:IN_SUBNET]-() }
DETACH DELETE n
