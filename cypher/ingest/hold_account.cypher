// purpose: put an account under a legal hold (null: release it)
// mode:    write
// params:  account_id STRING, hold STRING
// returns: account STRING
MATCH (a:Account {account_id: $account_id}) WHERE a.erased_at IS NULL
SET a.hold = $hold
RETURN a.account_id AS account
