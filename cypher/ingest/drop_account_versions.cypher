// purpose: versions of accounts that no day shows: a row that outranks them was known as early
// mode:    write
// params:  accounts LIST<STRING>
UNWIND $accounts AS account
MATCH (a:Account {account_id: account})-[l:FORMERLY]->(v:AccountVersion)
WHERE l.known_from >= a.known_from OR EXISTS {
  MATCH (a)-[earlier:FORMERLY]->(u:AccountVersion) WHERE earlier.known_from < l.known_from AND u.rank > v.rank
}
WITH a, v, l.known_from AS known
CALL (a, known) { MATCH (a)-[old:FORMERLY {known_from: known}]->() DELETE old }
DELETE v
