// purpose: versions of an account follow each other without gap or overlap up to its own row, each with links of its days only
// mode:    read
// returns: problem STRING, times INTEGER, example STRING
MATCH (a:Account)-[l:FORMERLY]->()
WHERE l.known_from >= l.known_to
   OR l.known_to <> a.known_from AND NOT EXISTS { (a)-[v:FORMERLY]->(:AccountVersion) WHERE v.known_from = l.known_to }
   OR EXISTS { (a)-[v:FORMERLY]->(:AccountVersion) WHERE l.known_from < v.known_from < l.known_to }
   OR 1 <> COUNT { (a)-[v:FORMERLY]->(:AccountVersion) WHERE v.known_from = l.known_from AND v.known_to = l.known_to }
   OR EXISTS { (a)-[v:FORMERLY]->(u:AccountVersion) WHERE v.known_from = l.known_from AND u.rank >= a.rank }
WITH count(l) AS times, min(a.account_id) AS example
WHERE times > 0
RETURN 'versions of accounts that do not follow each other' AS problem, times, example
