// purpose: members of the flagged and confirmed rings
// mode:    read
// returns: ring_id STRING, account_ids LIST<STRING>
MATCH (r:Ring) WHERE r.current AND r.state IN ['flagged', 'confirmed']
MATCH (a:Account)-[m:MEMBER_OF]->(r) WHERE m.to_run IS NULL
RETURN r.ring_id AS ring_id, collect(a.account_id) AS account_ids
ORDER BY ring_id
