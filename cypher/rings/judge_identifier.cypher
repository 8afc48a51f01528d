// purpose: record a person's verdict on an identifier: an instrument that may be shared, a network that is an honest container
// mode:    write
// params:  kind STRING, identifier STRING, judgement_id STRING, verdict STRING, author STRING, reason STRING, made_at DATETIME, expires_at DATETIME
// returns: judgement_id STRING, members LIST<STRING>
CREATE (j:Judgement {judgement_id: $judgement_id, verdict: $verdict, author: $author, reason: $reason, made_at: $made_at,
                     expires_at: $expires_at, members: [], kind: $kind, identifier: $identifier})
RETURN j.judgement_id AS judgement_id, j.members AS members
