// purpose: one Network for each prefix
// mode:    schema
CREATE CONSTRAINT key_network IF NOT EXISTS
FOR (n:Network) REQUIRE n.prefix IS UNIQUE
