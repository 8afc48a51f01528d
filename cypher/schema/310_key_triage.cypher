// purpose: one Triage for each triage_id
// mode:    schema
CREATE CONSTRAINT key_triage IF NOT EXISTS
FOR (n:Triage) REQUIRE n.triage_id IS UNIQUE
