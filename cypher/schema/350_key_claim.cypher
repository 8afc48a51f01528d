// purpose: one Claim for each claim_id
// mode:    schema
CREATE CONSTRAINT key_claim IF NOT EXISTS
FOR (n:Claim) REQUIRE n.claim_id IS UNIQUE
