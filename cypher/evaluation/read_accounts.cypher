// purpose: every account with what false flags are compared by (never features of detection)
// mode:    read
// returns: account_id STRING, country STRING, plan STRING
MATCH (a:Account)
RETURN a.account_id AS account_id, a.country AS country, a.plan AS plan
