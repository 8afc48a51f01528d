// purpose: one Meta for each name
// mode:    schema
CREATE CONSTRAINT key_meta IF NOT EXISTS
FOR (n:Meta) REQUIRE n.name IS UNIQUE
