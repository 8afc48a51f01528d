// purpose: one LoadUnit for each key
// mode:    schema
CREATE CONSTRAINT key_load_unit IF NOT EXISTS
FOR (n:LoadUnit) REQUIRE n.key IS UNIQUE
