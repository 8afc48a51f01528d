// purpose: accounts under a legal hold, and why
// mode:    read
// returns: account STRING, hold STRING
MATCH (a:Account) WHERE a.hold IS NOT NULL
RETURN a.account_id AS account, a.hold AS hold ORDER BY account
