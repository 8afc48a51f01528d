// purpose: a current ring has as many current members as it says
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (r:Ring {current: true})
WHERE r.size <> COUNT { (r)<-[m:MEMBER_OF]-() WHERE m.to_run IS NULL }
WITH count(r) AS times, min(r.ring_id) AS example
WHERE times > 0
RETURN 'rings whose size is not that of their members' AS problem, times, example
