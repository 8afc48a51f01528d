// purpose: triage as it was once said, by id
// mode:    read
// params:  triage_id STRING
// returns: triage MAP
MATCH (t:Triage {triage_id: $triage_id})
RETURN t {.triage_id, .state, .assignee, .author, .reason, .made_at} AS triage
