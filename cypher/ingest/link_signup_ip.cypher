// purpose: the address an account signed up from, from the account row that won
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
WITH row WHERE row.signup_ip IS NOT NULL
MATCH (a:Account {account_id: row.account_id, rank: row.rank})
MATCH (t:IpAddress {address: row.signup_ip})
MERGE (a)-[r:SIGNED_UP_FROM]->(t)
SET r.first_seen = a.created_at, r.last_seen = a.created_at, r.known_from = a.known_from
