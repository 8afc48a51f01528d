// purpose: judgements in force at a moment, oldest first
// mode:    read
// params:  at DATETIME
// returns: judgement_id STRING, verdict STRING, members LIST<STRING>, kind STRING, identifier STRING, author STRING, reason STRING
MATCH (j:Judgement)
WHERE j.made_at <= $at AND (j.withdrawn_at IS NULL OR j.withdrawn_at > $at) AND (j.expires_at IS NULL OR j.expires_at > $at)
RETURN j.judgement_id AS judgement_id, j.verdict AS verdict, j.members AS members, j.kind AS kind,
       j.identifier AS identifier, j.author AS author, j.reason AS reason
ORDER BY j.made_at, j.judgement_id
