// purpose: an account's e-mail domain, from the account row that won
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
MATCH (t:EmailDomain {domain: $rows.value[i]})
MERGE (a)-[r:HAS_EMAIL_DOMAIN]->(t)
SET r.first_seen = a.created_at, r.last_seen = a.created_at, r.known_from = a.known_from
