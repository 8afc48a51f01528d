// purpose: accounts in the graph
// mode:    read
// returns: accounts INTEGER
MATCH (a:Account) RETURN count(a) AS accounts
