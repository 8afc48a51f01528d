// purpose: an account's e-mail domain, from the account row that won
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
WITH row WHERE row.email_domain IS NOT NULL
MATCH (a:Account {account_id: row.account_id, rank: row.rank})
MATCH (t:EmailDomain {domain: row.email_domain})
MERGE (a)-[r:HAS_EMAIL_DOMAIN]->(t)
SET r.first_seen = a.created_at, r.last_seen = a.created_at, r.known_from = a.known_from
