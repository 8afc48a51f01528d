// purpose: one EmailPattern for each pattern
// mode:    schema
CREATE CONSTRAINT key_email_pattern IF NOT EXISTS
FOR (n:EmailPattern) REQUIRE n.pattern IS UNIQUE
