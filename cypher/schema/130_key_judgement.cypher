// purpose: one Judgement for each judgement_id
// mode:    schema
CREATE CONSTRAINT key_judgement IF NOT EXISTS
FOR (n:Judgement) REQUIRE n.judgement_id IS UNIQUE
