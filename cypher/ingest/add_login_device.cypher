// purpose: devices logged in on: earliest and latest only, so a login counted twice changes nothing
// mode:    write
// params:  rows LIST<MAP>
UNWIND $rows AS row
MATCH (a:Account {account_id: row.account_id})
MATCH (t:Device {device_id: row.value})
MERGE (a)-[r:LOGGED_IN_ON]->(t)
WITH r, row, datetime({epochMillis: row.first_ms}) AS first, datetime({epochMillis: row.last_ms}) AS last,
     date(row.known_from) AS known
SET r.first_seen = CASE WHEN r.first_seen IS NULL OR first < r.first_seen THEN first ELSE r.first_seen END,
    r.last_seen = CASE WHEN r.last_seen IS NULL OR last > r.last_seen THEN last ELSE r.last_seen END,
    r.known_from = CASE WHEN r.known_from IS NULL OR known < r.known_from THEN known ELSE r.known_from END
