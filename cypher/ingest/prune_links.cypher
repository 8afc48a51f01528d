// purpose: links of use that ended before a day go, and rows of accounts and payments that only days before it show; accounts under a legal hold keep theirs
// mode:    auto
// params:  before DATE
// returns: links INTEGER
MATCH (a:Account)-[l:USED_IP|USED_CLIENT|USED_DEVICE|ASKED|ASKED_LIKE|LOGGED_IN_FROM|LOGGED_IN_ON|FORMERLY|FORMERLY_PAID_WITH]->()
WHERE a.hold IS NULL
  AND CASE WHEN l:FORMERLY|FORMERLY_PAID_WITH THEN l.known_to <= $before ELSE l.last_seen < datetime({date: $before, timezone: 'Z'}) END
CALL (l) { DELETE l } IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS links
