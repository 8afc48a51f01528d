// purpose: accounts of which the graph holds a newer row than these, and accounts of which it holds an older one
// mode:    read
// params:  rows MAP
// returns: outranked LIST<STRING>, replaced LIST<STRING>
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
WHERE a.rank <> $rows.rank[i]
RETURN collect(CASE WHEN a.rank > $rows.rank[i] THEN a.account_id END) AS outranked,
       collect(CASE WHEN a.rank < $rows.rank[i] THEN a.account_id END) AS replaced
