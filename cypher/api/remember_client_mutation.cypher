// purpose: remember a client's change within its transaction; no row where it was made already
// mode:    write
// params:  key STRING, digest STRING, answer STRING, token STRING, made_at DATETIME
// returns: key STRING
MERGE (c:ClientMutation {key: $key})
ON CREATE SET c.digest = $digest, c.answer = $answer, c.token = $token, c.made_at = $made_at
WITH c
WHERE c.token = $token
RETURN c.key AS key
