// purpose: the device an account signed up on, from the account row that won
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
WITH row WHERE row.signup_device IS NOT NULL
MATCH (a:Account {account_id: row.account_id, rank: row.rank})
MATCH (t:Device {device_id: row.signup_device})
MERGE (a)-[r:SIGNED_UP_ON]->(t)
SET r.first_seen = a.created_at, r.last_seen = a.created_at, r.known_from = a.known_from
