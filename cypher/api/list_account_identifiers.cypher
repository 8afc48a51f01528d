// purpose: a page of everything that links each of several accounts to others, by kind and value
// mode:    read
// params:  rows LIST<MAP>, kinds LIST<STRING>, limit INTEGER
// returns: index INTEGER, page LIST<MAP>
UNWIND $rows AS row
CALL (row) {
  MATCH (a:Account {account_id: row.owner})
  CALL (a) {
    MATCH (a)-[l:USED_IP|LOGGED_IN_FROM|SIGNED_UP_FROM]->(x:IpAddress) RETURN 'ip' AS kind, x.address AS value, l
    UNION ALL
    MATCH (a)-[l:USED_IP|LOGGED_IN_FROM|SIGNED_UP_FROM]->()-[:IN_SUBNET]->(x) RETURN 'subnet' AS kind, x.prefix AS value, l
    UNION ALL
    MATCH (a)-[l:USED_CLIENT|SIGNED_UP_WITH]->(x) RETURN 'client' AS kind, x.client AS value, l
    UNION ALL
    MATCH (a)-[l:USED_DEVICE|LOGGED_IN_ON|SIGNED_UP_ON]->(x) RETURN 'device' AS kind, x.device_id AS value, l
    UNION ALL
    MATCH (a)-[l:ASKED|ASKED_LIKE]->(x) RETURN 'query_cluster' AS kind, x.query_cluster AS value, l
    UNION ALL
    MATCH (a)-[l:HAS_EMAIL_DOMAIN]->(x) RETURN 'email_domain' AS kind, x.domain AS value, l
    UNION ALL
    MATCH (a)-[l:HAS_EMAIL_PATTERN]->(x) RETURN 'email_pattern' AS kind, x.pattern AS value, l
    UNION ALL
    MATCH (a)-[l:PAID_WITH]->(x) RETURN 'instrument' AS kind, x.instrument_id AS value, l
    UNION ALL
    MATCH (a)-[l:PAID_WITH]->() RETURN 'billing_name' AS kind, l.name_hash AS value, l
    UNION ALL
    MATCH (a)-[l:PAID_WITH]->() RETURN 'billing_address' AS kind, l.address_hash AS value, l
    UNION ALL
    RETURN 'email' AS kind, a.email_hash AS value, null AS l
    UNION ALL
    RETURN 'phone' AS kind, a.phone_hash AS value, null AS l
  }
  WITH kind, value, l WHERE value IS NOT NULL AND ($kinds IS NULL OR kind IN $kinds)
  WITH kind, value, min(l.first_seen) AS first_seen, max(l.last_seen) AS last_seen, sum(l.exchanges) AS exchanges, [kind, value] AS position
  WHERE row.after IS NULL OR position > row.after
  WITH * ORDER BY position LIMIT $limit
  RETURN collect({kind: kind, value: value, first_seen: first_seen, last_seen: last_seen, exchanges: exchanges, position: position}) AS page
}
RETURN row.index AS index, page
