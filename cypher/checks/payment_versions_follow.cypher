// purpose: earlier rows of a payment follow each other without gap or overlap up to its own row, which outranks them
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (a:Account)-[l:FORMERLY_PAID_WITH]->(p)
WITH a, l, COLLECT { MATCH (a)-[r:PAID_WITH|FORMERLY_PAID_WITH]->(p) RETURN r } AS told
WHERE l.known_from >= l.known_to
   OR 1 <> size([r IN told WHERE r.known_from = l.known_to AND r.rank > l.rank])
   OR any(r IN told WHERE l.known_from < r.known_from < l.known_to OR l.known_from IS NULL AND r.known_from < l.known_to)
   OR 1 <> size([r IN told WHERE type(r) = 'PAID_WITH'])
WITH count(l) AS times, min(a.account_id) AS example
WHERE times > 0
RETURN 'earlier rows of payments that do not follow each other' AS problem, times, example
