// purpose: delete every node but the schema's record in bounded transactions (tests and rebuilds; never a user's verb)
// mode:    auto
MATCH (n) WHERE NOT (n:Meta AND n.name = 'ringleader')
CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS
