// purpose: forget clients' changes that were made before a moment, some at a time
// mode:    write
// params:  before DATETIME, most INTEGER
// returns: pruned INTEGER
MATCH (c:ClientMutation) WHERE c.made_at < $before
WITH c LIMIT $most
DELETE c
RETURN count(*) AS pruned
