// purpose: the winning row of each account replaces an older one whole; one that was known on earlier days stays as a version of these days
// mode:    write
// params:  rows MAP
UNWIND range(0, size($rows.account_id) - 1) AS i
MATCH (a:Account {account_id: $rows.account_id[i]})
WHERE a.rank IS NULL OR $rows.rank[i] > a.rank
WITH a, i, $rows.days[$rows.known_from[i]] AS known
CALL (a, known) {
  WITH a, known WHERE a.known_from < known
  CREATE (v:AccountVersion {version_key: a.account_id + '|' + toString(a.known_from)})
  SET v += a {.created_at, .plan, .country, .organization, .status, .verified, .email_hash, .phone_hash,
              .parent_account_id, .referrer_id, .rank}
  CREATE (a)-[l:FORMERLY {known_from: a.known_from, known_to: known}]->(v)
  SET l.first_seen = a.created_at, l.last_seen = a.created_at
  WITH a, l
  MATCH (a)-[:SIGNED_UP_FROM|SIGNED_UP_WITH|SIGNED_UP_ON|HAS_EMAIL_DOMAIN|HAS_EMAIL_PATTERN|CHILD_OF|REFERRED_BY]->(x)
  CREATE (a)-[m:FORMERLY]->(x)
  SET m = properties(l)
}
CALL (a) {
  MATCH (a)-[old:SIGNED_UP_FROM|SIGNED_UP_WITH|SIGNED_UP_ON|HAS_EMAIL_DOMAIN|HAS_EMAIL_PATTERN|CHILD_OF|REFERRED_BY]->()
  DELETE old
}
SET a.created_at = datetime.fromEpochMillis($rows.created_ms[i]),
    a.plan = $rows.plan[i],
    a.country = $rows.country[i],
    a.organization = $rows.organization[i],
    a.status = $rows.status[i],
    a.verified = $rows.verified[i],
    a.email_hash = $rows.email_hash[i],
    a.phone_hash = $rows.phone_hash[i],
    a.parent_account_id = $rows.parent_account_id[i],
    a.referrer_id = $rows.referrer_id[i],
    a.rank = $rows.rank[i],
    a.known_from = known
