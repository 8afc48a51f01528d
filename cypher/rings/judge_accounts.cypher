// purpose: record a person's verdict on accounts, on one another or as a group; all of them must exist
// mode:    write
// params:  members LIST<STRING>, judgement_id STRING, verdict STRING, author STRING, reason STRING, made_at DATETIME, expires_at DATETIME
// returns: judgement_id STRING, members LIST<STRING>
UNWIND $members AS account_id
MATCH (a:Account {account_id: account_id})
WITH a.account_id AS account_id ORDER BY account_id
WITH collect(DISTINCT account_id) AS members
WHERE size(members) = size($members)
CREATE (j:Judgement {judgement_id: $judgement_id, verdict: $verdict, author: $author, reason: $reason,
                     made_at: $made_at, expires_at: $expires_at, members: members})
RETURN j.judgement_id AS judgement_id, members
