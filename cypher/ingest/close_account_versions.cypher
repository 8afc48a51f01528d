// purpose: each version of these accounts ends where the next one begins, the last one with the account's own row
// mode:    write
// params:  accounts LIST<STRING>
UNWIND $accounts AS account
MATCH (a:Account {account_id: account})-[l:FORMERLY]->()
CALL (a, l) {
  OPTIONAL MATCH (a)-[later:FORMERLY]->(:AccountVersion) WHERE later.known_from > l.known_from
  RETURN min(later.known_from) AS next
}
WITH l, coalesce(next, a.known_from) AS known_to WHERE l.known_to <> known_to
SET l.known_to = known_to
