// purpose: whether the lease is still ours and has long enough to run for one transaction
// mode:    read
// params:  fence INTEGER, margin INTEGER
// returns: held BOOLEAN
OPTIONAL MATCH (m:Meta {name: 'lease', fence: $fence})
WHERE m.owner IS NOT NULL AND m.until > datetime() + duration({seconds: $margin})
RETURN m IS NOT NULL AS held
