// purpose: one Ring for each ring_id
// mode:    schema
CREATE CONSTRAINT key_ring IF NOT EXISTS
FOR (n:Ring) REQUIRE n.ring_id IS UNIQUE
