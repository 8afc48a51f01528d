// purpose: rows of (account, instrument): the greatest is the link itself, whole; one that it replaces or outranks stays where it was known earlier
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
MATCH (p:PaymentInstrument {instrument_id: $rows.instrument_id[i]})
MERGE (a)-[r:PAID_WITH]->(p)
WITH a, p, r, i WHERE r.rank IS NULL OR r.rank <> $rows.rank[i]
WITH a, p, r, i,
     CASE WHEN $rows.added_ms[i] IS NULL THEN null ELSE datetime.fromEpochMillis($rows.added_ms[i]) END AS added,
     CASE WHEN $rows.removed_ms[i] IS NULL THEN null ELSE datetime.fromEpochMillis($rows.removed_ms[i]) END AS removed
WITH a, p, r, CASE WHEN r.rank IS NOT NULL THEN properties(r) END AS old, {
       kind: $rows.kind[i], issuer_country: $rows.issuer_country[i], bin: $rows.bin[i],
       name_hash: $rows.name_hash[i], address_hash: $rows.address_hash[i], rank: $rows.rank[i],
       added_at: added, removed_at: removed, first_seen: added, last_seen: coalesce(removed, added),
       known_from: $rows.days[$rows.known_from[i]]} AS new
WITH a, p, r, CASE WHEN old.rank > new.rank THEN [old, new] ELSE [new, old] END AS told
SET r = told[0]
// Rows of one key that meet in a unit all lose. One without any time is known from the start.
WITH a, p, r, told[1] AS lost
WHERE lost IS NOT NULL AND coalesce(lost.known_from, date('0001-01-01')) < r.known_from
MERGE (a)-[f:FORMERLY_PAID_WITH {rank: lost.rank}]->(p)
SET f = lost, f.known_to = r.known_from
