// purpose: rows of (account, instrument): the winner is the link itself, whole; of the others those stay that some day shows
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
WITH a, p, r, properties(r) AS old, {
       kind: $rows.kind[i], issuer_country: $rows.issuer_country[i], bin: $rows.bin[i],
       name_hash: $rows.name_hash[i], address_hash: $rows.address_hash[i], rank: $rows.rank[i],
       added_at: added, removed_at: removed, first_seen: added, last_seen: coalesce(removed, added),
       known_from: $rows.days[$rows.known_from[i]]} AS new
WITH a, p, r, CASE WHEN old.rank > new.rank THEN [old, new] ELSE [new, old] END AS told
SET r = told[0]
// A row without any time is known from the start. Rows of one key that meet in a unit all lose against the link's.
WITH a, p, r, told[1] AS lost, date('0001-01-01') AS start
WHERE lost.rank IS NOT NULL
CALL (a, p, r, lost, start) {
  WITH a, p, r, lost, start WHERE coalesce(lost.known_from, start) < r.known_from
  MERGE (a)-[f:FORMERLY_PAID_WITH {rank: lost.rank}]->(p)
  SET f = lost, f.known_to = r.known_from
}
WITH DISTINCT a, p, r, start
MATCH (a)-[f:FORMERLY_PAID_WITH]->(p)
WITH r, start, collect(f) AS former
WITH r, start, former, [f IN former WHERE coalesce(f.known_from, start) < coalesce(r.known_from, start)
  AND none(g IN former WHERE g.rank > f.rank AND coalesce(g.known_from, start) <= coalesce(f.known_from, start))] AS shown
FOREACH (f IN [f IN former WHERE NOT f IN shown] | DELETE f)
// each ends where the next one begins, the last one with the link's own row
FOREACH (f IN shown | SET f.known_to = reduce(next = r.known_from, g IN shown |
  CASE WHEN coalesce(f.known_from, start) < g.known_from < next THEN g.known_from ELSE next END))
