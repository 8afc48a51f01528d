// purpose: one ClientMutation for each key: a client's change is made once
// mode:    schema
CREATE CONSTRAINT key_client_mutation IF NOT EXISTS
FOR (n:ClientMutation) REQUIRE n.key IS UNIQUE
