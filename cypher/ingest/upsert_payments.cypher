// purpose: the winning row of each (account, instrument) replaces an older one whole
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
MATCH (p:PaymentInstrument {instrument_id: $rows.instrument_id[i]})
MERGE (a)-[r:PAID_WITH]->(p)
WITH r, i WHERE r.rank IS NULL OR $rows.rank[i] > r.rank
WITH r, i,
     CASE WHEN $rows.added_ms[i] IS NULL THEN null ELSE datetime.fromEpochMillis($rows.added_ms[i]) END AS added,
     CASE WHEN $rows.removed_ms[i] IS NULL THEN null ELSE datetime.fromEpochMillis($rows.removed_ms[i]) END AS removed
SET r.kind = $rows.kind[i],
    r.issuer_country = $rows.issuer_country[i],
    r.bin = $rows.bin[i],
    r.name_hash = $rows.name_hash[i],
    r.address_hash = $rows.address_hash[i],
    r.rank = $rows.rank[i],
    r.added_at = added, r.removed_at = removed, r.first_seen = added, r.last_seen = coalesce(removed, added),
    r.known_from = $rows.days[$rows.known_from[i]]
