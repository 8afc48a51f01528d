// purpose: an account's e-mail pattern, from the account row that won
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
WITH row WHERE row.email_pattern IS NOT NULL
MATCH (a:Account {account_id: row.account_id, rank: row.rank})
MATCH (t:EmailPattern {pattern: row.email_pattern})
MERGE (a)-[r:HAS_EMAIL_PATTERN]->(t)
SET r.first_seen = a.created_at, r.last_seen = a.created_at, r.known_from = a.known_from
