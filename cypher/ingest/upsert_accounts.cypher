// purpose: the winning row of each account replaces an older one whole, with the links that came from it
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MATCH (a:Account {account_id: row.account_id})
WHERE a.rank IS NULL OR row.rank > a.rank
OPTIONAL MATCH (a)-[old:SIGNED_UP_FROM|SIGNED_UP_WITH|SIGNED_UP_ON|HAS_EMAIL_DOMAIN|HAS_EMAIL_PATTERN|CHILD_OF|REFERRED_BY]->()
WITH a, row, collect(old) AS olds
FOREACH (old IN olds | DELETE old)
SET a.created_at = datetime({epochMillis: row.created_ms}),
    a.plan = row.plan, a.country = row.country, a.organization = row.organization, a.status = row.status,
    a.verified = row.verified, a.email_hash = row.email_hash, a.phone_hash = row.phone_hash,
    a.parent_account_id = row.parent_account_id, a.referrer_id = row.referrer_id,
    a.rank = row.rank, a.known_from = date(row.known_from)
