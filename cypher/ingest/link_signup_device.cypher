// purpose: the device an account signed up on, from the account row that won
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
MATCH (t:Device {device_id: $rows.value[i]})
MERGE (a)-[r:SIGNED_UP_ON]->(t)
SET r.first_seen = a.created_at, r.last_seen = a.created_at, r.known_from = a.known_from
