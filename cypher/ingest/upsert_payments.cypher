// purpose: the winning row of each (account, instrument) replaces an older one whole
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MATCH (a:Account {account_id: row.account_id})
MATCH (p:PaymentInstrument {instrument_id: row.instrument_id})
MERGE (a)-[r:PAID_WITH]->(p)
WITH r, row WHERE r.rank IS NULL OR row.rank > r.rank
WITH r, row,
     CASE WHEN row.added_ms IS NULL THEN null ELSE datetime({epochMillis: row.added_ms}) END AS added,
     CASE WHEN row.removed_ms IS NULL THEN null ELSE datetime({epochMillis: row.removed_ms}) END AS removed
SET r.kind = row.kind, r.issuer_country = row.issuer_country, r.bin = row.bin,
    r.name_hash = row.name_hash, r.address_hash = row.address_hash,
    r.added_at = added, r.removed_at = removed, r.first_seen = added, r.last_seen = coalesce(removed, added),
    r.rank = row.rank, r.known_from = date(row.known_from)
