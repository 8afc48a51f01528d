// purpose: add a batch's clients used (only inside a load unit: it adds)
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
MATCH (t:Client {client: $rows.value[i]})
MERGE (a)-[r:USED_CLIENT]->(t)
ON CREATE SET
    r.exchanges = $rows.exchanges[i],
    r.first_seen = datetime.fromEpochMillis($rows.first_ms[i]),
    r.last_seen = datetime.fromEpochMillis($rows.last_ms[i]),
    r.known_from = $rows.days[$rows.known_from[i]]
ON MATCH SET
    r.exchanges = r.exchanges + $rows.exchanges[i],
    r.first_seen = CASE WHEN $rows.first_ms[i] < r.first_seen.epochMillis THEN datetime.fromEpochMillis($rows.first_ms[i]) ELSE r.first_seen END,
    r.last_seen = CASE WHEN $rows.last_ms[i] > r.last_seen.epochMillis THEN datetime.fromEpochMillis($rows.last_ms[i]) ELSE r.last_seen END,
    r.known_from = CASE WHEN $rows.days[$rows.known_from[i]] < r.known_from THEN $rows.days[$rows.known_from[i]] ELSE r.known_from END
