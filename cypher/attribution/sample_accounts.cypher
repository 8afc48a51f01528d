// purpose: every so-many-th account: a sample of the population, the same each time
// mode:    read
// params:  step INTEGER, most INTEGER
// returns: accounts LIST<STRING>
MATCH (a:Account)
WHERE id(a) % $step = 0
WITH a.account_id AS account LIMIT $most
RETURN collect(account) AS accounts
