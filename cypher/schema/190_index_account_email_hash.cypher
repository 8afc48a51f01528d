// purpose: find Account by email_hash
// mode:    schema
CREATE INDEX index_account_email_hash IF NOT EXISTS FOR (n:Account) ON (n.email_hash)
