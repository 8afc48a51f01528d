// purpose: nothing was last seen before it was first seen; what is counted was counted at least once
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (a:Account)-[l]->()
WHERE l.first_seen > l.last_seen OR l.exchanges < 1
WITH count(l) AS times, min(a.account_id) AS example
WHERE times > 0
RETURN 'links with reversed times or without an exchange' AS problem, times, example
