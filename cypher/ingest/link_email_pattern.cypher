// purpose: an account's e-mail pattern, from the account row that won
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
MATCH (t:EmailPattern {pattern: $rows.value[i]})
MERGE (a)-[r:HAS_EMAIL_PATTERN]->(t)
SET r.first_seen = a.created_at, r.last_seen = a.created_at, r.known_from = a.known_from
