// purpose: the current members of some rings with the digest of what is stored of each and the run they came with
// mode:    read
// params:  ring_ids LIST<STRING>
// returns: ring_id STRING, account_ids LIST<STRING>, digests LIST<STRING>, from_runs LIST<STRING>
UNWIND $ring_ids AS ring_id
MATCH (a)-[m:MEMBER_OF]->(r:Ring {ring_id: ring_id})
WHERE m.to_run IS NULL
RETURN ring_id, collect(a.account_id) AS account_ids, collect(coalesce(m.digest, '')) AS digests,
       collect(m.from_run) AS from_runs
