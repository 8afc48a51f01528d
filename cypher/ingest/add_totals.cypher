// purpose: accounts that any feed names, and a batch's volumes added to them (only inside a load unit: it adds)
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.value) - 1) AS i
MERGE (a:Account {account_id: $rows.value[i]})
SET a.exchanges = coalesce(a.exchanges, 0) + $rows.exchanges[i],
    a.input_tokens = coalesce(a.input_tokens, 0) + $rows.input_tokens[i],
    a.output_tokens = coalesce(a.output_tokens, 0) + $rows.output_tokens[i]
WITH a, i WHERE $rows.first_ms[i] IS NOT NULL
SET a.first_seen = CASE WHEN coalesce(a.first_seen.epochMillis <= $rows.first_ms[i], false) THEN a.first_seen
                        ELSE datetime.fromEpochMillis($rows.first_ms[i]) END,
    a.last_seen = CASE WHEN coalesce(a.last_seen.epochMillis >= $rows.last_ms[i], false) THEN a.last_seen
                       ELSE datetime.fromEpochMillis($rows.last_ms[i]) END
