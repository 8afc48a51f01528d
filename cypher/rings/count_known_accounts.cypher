// purpose: how many accounts there are, and how many of some ids are among them
// mode:    read
// params:  account_ids LIST<STRING>
// returns: accounts INTEGER, known INTEGER
UNWIND $account_ids AS account_id
OPTIONAL MATCH (a:Account {account_id: account_id})
WITH count(a) AS known
RETURN COUNT { (:Account) } AS accounts, known
