// purpose: where judgements, claims and evidence name an erased account, its tombstone takes the place
// mode:    write
// params:  account_id STRING, tombstone STRING
WITH '"' + $account_id + '"' AS old, '"' + $tombstone + '"' AS new
CALL () {
  MATCH (n:Judgement|Claim) WHERE $account_id IN n.members
  SET n.members = [m IN n.members | CASE m WHEN $account_id THEN $tombstone ELSE m END]
}
CALL (old, new) {
  MATCH (n:Claim|Ring) WHERE any(e IN n.evidence WHERE e CONTAINS old)
  SET n.evidence = [e IN n.evidence | replace(e, old, new)]
}
CALL (old, new) {
  MATCH (n:Claim) WHERE any(h IN n.history WHERE h CONTAINS old)
  SET n.history = [h IN n.history | replace(h, old, new)]
}
CALL (old, new) {
  MATCH (:Account)-[m:MEMBER_OF]->(:Ring) WHERE any(e IN m.evidence WHERE e CONTAINS old)
  SET m.evidence = [e IN m.evidence | replace(e, old, new)]
}
