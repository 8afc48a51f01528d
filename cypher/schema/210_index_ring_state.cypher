// purpose: find Ring by state
// mode:    schema
CREATE INDEX index_ring_state IF NOT EXISTS FOR (n:Ring) ON (n.state)
