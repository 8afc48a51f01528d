// purpose: accounts that were banned or suspended, with the day it first happened
// mode:    read
// params:  as_of DATE
// returns: accounts LIST<INTEGER>, days LIST<DATE>
MATCH (a:Account)-[l:SUBJECT_OF|FORMERLY_SUBJECT_OF]->(x:Action)
WHERE x.action IN ['banned', 'suspended']
  AND ($as_of IS NULL OR coalesce(l.known_from, x.known_from) IS NULL OR coalesce(l.known_from, x.known_from) <= $as_of)
  AND (l.known_to IS NULL OR $as_of < l.known_to)
WITH a, min(date(x.at)) AS day
RETURN collect(id(a)) AS accounts, collect(day) AS days
