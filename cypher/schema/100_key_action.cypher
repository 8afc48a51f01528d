// purpose: one Action for each action_key
// mode:    schema
CREATE CONSTRAINT key_action IF NOT EXISTS
FOR (n:Action) REQUIRE n.action_key IS UNIQUE
