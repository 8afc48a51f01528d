// purpose: judgements by id
// mode:    read
// params:  judgement_ids LIST<STRING>
// returns: judgement_id STRING, judgement MAP
UNWIND $judgement_ids AS judgement_id
MATCH (j:Judgement {judgement_id: judgement_id})
RETURN judgement_id, j {.judgement_id, .verdict, .author, .reason, .made_at, .expires_at, .withdrawn_at, .withdrawn_by,
                        .kind, .identifier, accounts: size(j.members),
                        ring_id: head([(j)-[:ABOUT]->(r:Ring) | r.ring_id])} AS judgement
