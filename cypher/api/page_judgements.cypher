// purpose: a page of judgements, newest first, of some verdicts and perhaps only those in force
// mode:    read
// params:  verdicts LIST<STRING>, in_force BOOLEAN, after LIST<ANY>, limit INTEGER
// returns: judgement MAP, position LIST<ANY>
MATCH (j:Judgement)
WHERE ($verdicts IS NULL OR j.verdict IN $verdicts)
  AND (NOT $in_force OR (j.withdrawn_at IS NULL AND (j.expires_at IS NULL OR j.expires_at > datetime())))
WITH j, [-j.made_at.epochMillis, j.judgement_id] AS position
WHERE $after IS NULL OR position > $after
WITH j, position ORDER BY position LIMIT $limit
RETURN j {.judgement_id, .verdict, .author, .reason, .made_at, .expires_at, .withdrawn_at, .withdrawn_by,
          .kind, .identifier, accounts: size(j.members),
          ring_id: head([(j)-[:ABOUT]->(r:Ring) | r.ring_id])} AS judgement, position
ORDER BY position
