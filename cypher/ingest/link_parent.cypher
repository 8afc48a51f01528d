// purpose: the account that an account belongs to, from the account row that won
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
WITH row WHERE row.parent_account_id IS NOT NULL
MATCH (a:Account {account_id: row.account_id, rank: row.rank})
MATCH (t:Account {account_id: row.parent_account_id})
MERGE (a)-[r:CHILD_OF]->(t)
SET r.first_seen = a.created_at, r.last_seen = a.created_at, r.known_from = a.known_from
