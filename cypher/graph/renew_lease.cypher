// purpose: prolong the lease that still is ours
// mode:    write
// params:  fence INTEGER, seconds INTEGER
// returns: held BOOLEAN
OPTIONAL MATCH (m:Meta {name: 'lease', fence: $fence}) WHERE m.owner IS NOT NULL
SET m.until = datetime() + duration({seconds: $seconds})
RETURN m IS NOT NULL AS held
