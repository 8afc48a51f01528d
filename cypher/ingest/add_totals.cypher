// purpose: add a batch's volumes to its accounts (only inside a load unit: it adds)
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MERGE (a:Account {account_id: row.value})
WITH a, row, datetime({epochMillis: row.first_ms}) AS first, datetime({epochMillis: row.last_ms}) AS last
SET a.exchanges = coalesce(a.exchanges, 0) + row.exchanges,
    a.input_tokens = coalesce(a.input_tokens, 0) + row.input_tokens,
    a.output_tokens = coalesce(a.output_tokens, 0) + row.output_tokens,
    a.first_seen = CASE WHEN a.first_seen IS NULL OR first < a.first_seen THEN first ELSE a.first_seen END,
    a.last_seen = CASE WHEN a.last_seen IS NULL OR last > a.last_seen THEN last ELSE a.last_seen END
