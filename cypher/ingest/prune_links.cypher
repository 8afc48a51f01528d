// purpose: links of use that ended before a day go, and earlier rows that only days before it show; accounts under a legal hold keep theirs
// mode:    auto
// params:  before DATE
// returns: links INTEGER
MATCH (a)-[l:USED_IP|USED_CLIENT|USED_DEVICE|ASKED|ASKED_LIKE|LOGGED_IN_FROM|LOGGED_IN_ON|FORMERLY|FORMERLY_PAID_WITH|FORMERLY_SUBJECT_OF|FORMERLY_ANNOUNCED|FORMERLY_DESCRIBED]->()
WHERE a.hold IS NULL
  AND CASE WHEN l.known_to IS NOT NULL THEN l.known_to <= $before ELSE l.last_seen < datetime({date: $before, timezone: 'Z'}) END
CALL (l) { DELETE l } IN TRANSACTIONS OF 20000 ROWS
RETURN count(*) AS links
