// purpose: a page of a ring's members with everything that links them to others, by kind and value
// mode:    read
// params:  ring_id STRING, after STRING, limit INTEGER
// returns: account_id STRING, links LIST<MAP>
MATCH (r:Ring {ring_id: $ring_id})<-[m:MEMBER_OF]-(a:Account)
WHERE m.to_run IS NULL AND a.account_id > $after
WITH a ORDER BY a.account_id LIMIT $limit
CALL (a) {
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
  WITH kind, value, l WHERE value IS NOT NULL
  WITH kind, value, date(min(l.first_seen)) AS first_seen, date(max(l.last_seen)) AS last_seen,
       CASE WHEN count(l.exchanges) > 0 THEN sum(l.exchanges) END AS exchanges
  ORDER BY kind, value
  RETURN collect({kind: kind, identifier: value, first_seen: first_seen, last_seen: last_seen, exchanges: exchanges}) AS links
}
RETURN a.account_id AS account_id, links
ORDER BY account_id
