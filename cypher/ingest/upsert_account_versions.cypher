// purpose: rows that an account's own row outranks, each from the day on which it was known until that of the account's row
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
WITH a, i, $rows.days[$rows.known_from[i]] AS known, datetime.fromEpochMillis($rows.created_ms[i]) AS created
WHERE $rows.rank[i] < a.rank AND known < a.known_from
MERGE (v:AccountVersion {version_key: a.account_id + '|' + toString(known)})
WITH a, i, known, created, v WHERE v.rank IS NULL OR v.rank < $rows.rank[i]
CALL (a, known) { MATCH (a)-[old:FORMERLY {known_from: known}]->() DELETE old }
SET v.created_at = created,
    v.plan = $rows.plan[i],
    v.country = $rows.country[i],
    v.organization = $rows.organization[i],
    v.status = $rows.status[i],
    v.verified = $rows.verified[i],
    v.email_hash = $rows.email_hash[i],
    v.phone_hash = $rows.phone_hash[i],
    v.parent_account_id = $rows.parent_account_id[i],
    v.referrer_id = $rows.referrer_id[i],
    v.rank = $rows.rank[i]
WITH a, i, known, created, v
CALL (i, v) {
  RETURN v AS x
  UNION ALL
  MATCH (x:IpAddress {address: $rows.signup_ip[i]}) RETURN x
  UNION ALL
  MATCH (x:Client {client: $rows.signup_client[i]}) RETURN x
  UNION ALL
  MATCH (x:Device {device_id: $rows.signup_device[i]}) RETURN x
  UNION ALL
  MATCH (x:EmailDomain {domain: $rows.email_domain[i]}) RETURN x
  UNION ALL
  MATCH (x:EmailPattern {pattern: $rows.email_pattern[i]}) RETURN x
  UNION ALL
  MATCH (x:Account {account_id: $rows.parent_account_id[i]}) RETURN x
  UNION ALL
  MATCH (x:Account {account_id: $rows.referrer_id[i]}) RETURN x
}
CREATE (a)-[:FORMERLY {known_from: known, known_to: a.known_from, first_seen: created, last_seen: created}]->(x)
