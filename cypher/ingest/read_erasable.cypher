// purpose: whether an account may be erased: is it there, under a legal hold, or erased before
// mode:    read
// params:  account_id STRING, tombstone STRING
// returns: found BOOLEAN, hold STRING, erased BOOLEAN
OPTIONAL MATCH (a:Account {account_id: $account_id})
OPTIONAL MATCH (t:Account {account_id: $tombstone})
RETURN a IS NOT NULL AS found, a.hold AS hold, t IS NOT NULL AS erased
