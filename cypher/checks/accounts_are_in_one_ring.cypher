// purpose: an account is a current member of at most one current ring
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (r:Ring {current: true})<-[m:MEMBER_OF]-(a:Account)
WHERE m.to_run IS NULL
WITH a, count(r) AS rings
WHERE rings > 1
WITH count(a) AS times, min(a.account_id) AS example
WHERE times > 0
RETURN 'accounts in several rings' AS problem, times, example
