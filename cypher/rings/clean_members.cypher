// purpose: remove memberships that a run replaced, or that a run left staged when it was killed; some at a time
// mode:    write
// params:  batch INTEGER
// returns: removed INTEGER
MATCH (:Ring)<-[m:MEMBER_OF]-()
WHERE m.to_run IN ['staged', 'replaced']
WITH m LIMIT $batch
DELETE m
RETURN count(*) AS removed
