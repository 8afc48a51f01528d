// purpose: the current ring of each account, null where it is in none; unknown accounts are missing
// mode:    read
// params:  account_ids LIST<STRING>
// returns: account_id STRING, ring_id STRING
UNWIND $account_ids AS account_id
MATCH (a:Account {account_id: account_id})
OPTIONAL MATCH (a)-[m:MEMBER_OF]->(r:Ring {current: true})
WHERE m.to_run IS NULL
RETURN account_id, r.ring_id AS ring_id
