// purpose: one Account for each account_id
// mode:    schema
CREATE CONSTRAINT key_account IF NOT EXISTS
FOR (n:Account) REQUIRE n.account_id IS UNIQUE
