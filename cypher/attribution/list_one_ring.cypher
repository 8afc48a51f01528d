// purpose: the members of one ring, whatever its state; of one that ended, its last
// mode:    read
// params:  ring_id STRING
// returns: accounts LIST<STRING>
MATCH (r:Ring {ring_id: $ring_id})<-[m:MEMBER_OF]-(a:Account)
WHERE (r.current AND m.to_run IS NULL) OR m.to_run = r.to_run
WITH a.account_id AS account ORDER BY account
RETURN collect(account) AS accounts
