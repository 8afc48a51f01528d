// purpose: what two accounts share, with the number of accounts that have each
// mode:    read
// params:  a STRING, b STRING
// returns: kind STRING, identifier STRING, degree INTEGER
MATCH (a:Account {account_id: $a}), (b:Account {account_id: $b})
CALL (a, b) {
  MATCH (a)-[:PAID_WITH]->(x)
  WITH DISTINCT b, x WHERE EXISTS { (x)<-[:PAID_WITH]-(b) }
  RETURN 'instrument' AS kind, x.instrument_id AS identifier, COUNT { MATCH (x)<-[:PAID_WITH]-(n) RETURN DISTINCT n } AS degree
  UNION ALL
  MATCH (a)-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]->(x)
  WITH DISTINCT b, x WHERE EXISTS { (x)<-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]-(b) }
  RETURN 'ip' AS kind, x.address AS identifier, COUNT { MATCH (x)<-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]-(n) RETURN DISTINCT n } AS degree
  UNION ALL
  MATCH (a)-[:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON]->(x)
  WITH DISTINCT b, x WHERE EXISTS { (x)<-[:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON]-(b) }
  RETURN 'device' AS kind, x.device_id AS identifier, COUNT { MATCH (x)<-[:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON]-(n) RETURN DISTINCT n } AS degree
  UNION ALL
  MATCH (a)-[:USED_CLIENT|SIGNED_UP_WITH]->(x)
  WITH DISTINCT b, x WHERE EXISTS { (x)<-[:USED_CLIENT|SIGNED_UP_WITH]-(b) }
  RETURN 'client' AS kind, x.client AS identifier, COUNT { MATCH (x)<-[:USED_CLIENT|SIGNED_UP_WITH]-(n) RETURN DISTINCT n } AS degree
  UNION ALL
  MATCH (a)-[:HAS_EMAIL_DOMAIN]->(x)
  WITH DISTINCT b, x WHERE EXISTS { (x)<-[:HAS_EMAIL_DOMAIN]-(b) }
  RETURN 'email_domain' AS kind, x.domain AS identifier, COUNT { MATCH (x)<-[:HAS_EMAIL_DOMAIN]-(n) RETURN DISTINCT n } AS degree
  UNION ALL
  MATCH (a)-[:HAS_EMAIL_PATTERN]->(x)
  WITH DISTINCT b, x WHERE EXISTS { (x)<-[:HAS_EMAIL_PATTERN]-(b) }
  RETURN 'email_pattern' AS kind, x.pattern AS identifier, COUNT { MATCH (x)<-[:HAS_EMAIL_PATTERN]-(n) RETURN DISTINCT n } AS degree
  UNION ALL
  MATCH (a)-[:ASKED|ASKED_LIKE]->(x)
  WITH DISTINCT b, x WHERE EXISTS { (x)<-[:ASKED|ASKED_LIKE]-(b) }
  RETURN 'query_cluster' AS kind, x.query_cluster AS identifier, COUNT { MATCH (x)<-[:ASKED|ASKED_LIKE]-(n) RETURN DISTINCT n } AS degree
  UNION ALL
  MATCH (a)-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]->()-[:IN_SUBNET]->(x)
  WITH DISTINCT b, x WHERE EXISTS { (x)<-[:IN_SUBNET]-()<-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]-(b) }
  RETURN 'subnet' AS kind, x.prefix AS identifier, COUNT { MATCH (x)<-[:IN_SUBNET]-()<-[:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM]-(n) RETURN DISTINCT n } AS degree
  UNION ALL
  WITH a, b WHERE a.email_hash = b.email_hash
  RETURN 'email' AS kind, a.email_hash AS identifier, COUNT { (n:Account {email_hash: a.email_hash}) } AS degree
  UNION ALL
  WITH a, b WHERE a.phone_hash = b.phone_hash
  RETURN 'phone' AS kind, a.phone_hash AS identifier, COUNT { (n:Account {phone_hash: a.phone_hash}) } AS degree
  UNION ALL
  MATCH (a)-[l:PAID_WITH]->(), (b)-[m:PAID_WITH]->()
  WHERE l.name_hash = m.name_hash
  WITH DISTINCT l.name_hash AS value
  RETURN 'billing_name' AS kind, value AS identifier, COUNT { MATCH (n)-[o:PAID_WITH]->() WHERE o.name_hash = value RETURN DISTINCT n } AS degree
  UNION ALL
  MATCH (a)-[l:PAID_WITH]->(), (b)-[m:PAID_WITH]->()
  WHERE l.address_hash = m.address_hash
  WITH DISTINCT l.address_hash AS value
  RETURN 'billing_address' AS kind, value AS identifier, COUNT { MATCH (n)-[o:PAID_WITH]->() WHERE o.address_hash = value RETURN DISTINCT n } AS degree
}
RETURN kind, identifier, degree
ORDER BY degree, kind, identifier
