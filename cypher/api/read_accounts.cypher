// purpose: accounts by id
// mode:    read
// params:  account_ids LIST<STRING>
// returns: account_id STRING, account MAP
UNWIND $account_ids AS account_id
MATCH (a:Account {account_id: account_id})
RETURN account_id, a {.*} AS account
