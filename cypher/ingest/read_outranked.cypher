// purpose: accounts of which the graph holds a newer row than these: these give them no links
// mode:    read
// params:  rows MAP
// returns: accounts LIST<STRING>
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
WHERE a.rank <> $rows.rank[i]
RETURN collect(a.account_id) AS accounts
