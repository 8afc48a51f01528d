// purpose: one Client for each client
// mode:    schema
CREATE CONSTRAINT key_client IF NOT EXISTS
FOR (n:Client) REQUIRE n.client IS UNIQUE
