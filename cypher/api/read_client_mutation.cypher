// purpose: what a client's change did, if it was made already
// mode:    read
// params:  key STRING
// returns: digest STRING, answer STRING
MATCH (c:ClientMutation {key: $key})
RETURN c.digest AS digest, c.answer AS answer
