// purpose: find Account by phone_hash
// mode:    schema
CREATE INDEX index_account_phone_hash IF NOT EXISTS FOR (n:Account) ON (n.phone_hash)
