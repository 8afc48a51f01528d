// purpose: a page of the current rings with members that have each of several identifiers, most members first
// mode:    read
// params:  rows LIST<MAP>, limit INTEGER
// returns: index INTEGER, page LIST<MAP>
UNWIND $rows AS row
CALL (row) {
  CALL (row) {
    CALL (row) {
      WITH row WHERE row.kind = 'instrument' MATCH (x:PaymentInstrument {instrument_id: row.value}) RETURN x
      UNION ALL
      WITH row WHERE row.kind = 'ip' MATCH (x:IpAddress {address: row.value}) RETURN x
      UNION ALL
      WITH row WHERE row.kind = 'subnet' MATCH (x:Network {prefix: row.value}) RETURN x
      UNION ALL
      WITH row WHERE row.kind = 'email_domain' MATCH (x:EmailDomain {domain: row.value}) RETURN x
      UNION ALL
      WITH row WHERE row.kind = 'email_pattern' MATCH (x:EmailPattern {pattern: row.value}) RETURN x
      UNION ALL
      WITH row WHERE row.kind = 'device' MATCH (x:Device {device_id: row.value}) RETURN x
      UNION ALL
      WITH row WHERE row.kind = 'client' MATCH (x:Client {client: row.value}) RETURN x
      UNION ALL
      WITH row WHERE row.kind = 'query_cluster' MATCH (x:QueryCluster {query_cluster: row.value}) RETURN x
    }
    MATCH (x)<-[:IN_SUBNET|IN_NETWORK*0..1]-()<-[:!(FORMERLY|FORMERLY_PAID_WITH|FORMERLY_SUBJECT_OF)]-(a:Account)
    RETURN DISTINCT a
    UNION
    WITH row WHERE row.kind = 'email' MATCH (a:Account {email_hash: row.value}) RETURN a
    UNION
    WITH row WHERE row.kind = 'phone' MATCH (a:Account {phone_hash: row.value}) RETURN a
    UNION
    WITH row WHERE row.kind = 'billing_name' CALL (row) { MATCH (a:Account)-[:PAID_WITH {name_hash: row.value}]->() RETURN a } RETURN a
    UNION
    WITH row WHERE row.kind = 'billing_address' CALL (row) { MATCH (a:Account)-[:PAID_WITH {address_hash: row.value}]->() RETURN a } RETURN a
  }
  // the ring without its label: rings that are few would else be read first, each against each account
  MATCH (a)-[m:MEMBER_OF]->(r)
  WHERE m.to_run IS NULL AND r.current AND r.state <> 'staged'
  WITH r, count(DISTINCT a) AS members
  WITH r, members, [-members, r.ring_id] AS position
  WHERE row.after IS NULL OR position > row.after
  WITH * ORDER BY position LIMIT $limit
  RETURN collect({ring_id: r.ring_id, members: members, position: position}) AS page
}
RETURN row.index AS index, page
