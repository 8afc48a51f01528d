// purpose: delete every link in bounded transactions (tests and rebuilds; never a user's verb)
// mode:    auto
MATCH ()-[r]->()
CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS
