// purpose: one AccountVersion for each version_key
// mode:    schema
CREATE CONSTRAINT key_account_version IF NOT EXISTS
FOR (n:AccountVersion) REQUIRE n.version_key IS UNIQUE
