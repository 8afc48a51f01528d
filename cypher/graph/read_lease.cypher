// purpose: who holds the graph's lease, if anybody, and whether it still runs
// mode:    read
// params:  none
// returns: owner STRING, since DATETIME, held BOOLEAN
MATCH (m:Meta {name: 'lease'}) WHERE m.owner IS NOT NULL
RETURN m.owner AS owner, m.since AS since, m.until > datetime() AS held
