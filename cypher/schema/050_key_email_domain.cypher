// purpose: one EmailDomain for each domain
// mode:    schema
CREATE CONSTRAINT key_email_domain IF NOT EXISTS
FOR (n:EmailDomain) REQUIRE n.domain IS UNIQUE
