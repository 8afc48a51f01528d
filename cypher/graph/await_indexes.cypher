// purpose: wait until every index can be used
// mode:    schema
CALL db.awaitIndexes(300)
