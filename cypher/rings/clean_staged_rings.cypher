// purpose: remove rings that a killed run left staged, once their traffic and members are gone
// mode:    write
// params:  batch INTEGER
// returns: removed INTEGER
MATCH (r:Ring {state: 'staged'})
WITH r LIMIT $batch
DETACH DELETE r
RETURN count(*) AS removed
