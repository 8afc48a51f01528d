// purpose: memberships that a run after a given one made, changed or ended: what holds now, and what holds no more
// mode:    read
// params:  states LIST<STRING>, since STRING
// returns: ring_id STRING, account_id STRING, score FLOAT, change STRING
MATCH (r:Ring)
WHERE r.state <> 'staged' AND (r.last_run > $since OR r.to_run > $since)
MATCH (a:Account)-[m:MEMBER_OF]->(r)
WHERE m.to_run IS NULL OR (m.to_run > $since AND NOT m.to_run IN ['staged', 'replaced'])
WITH r, a, collect(CASE WHEN m.to_run IS NULL AND r.current AND r.state IN $states THEN m.score END) AS held,
     max(m.score) AS last
RETURN r.ring_id AS ring_id, a.account_id AS account_id, coalesce(head(held), last) AS score,
       CASE WHEN size(held) > 0 THEN 'set' ELSE 'removed' END AS change
ORDER BY ring_id, account_id
