// purpose: the accounts that have each of several identifiers, up to a limit, with the ring that each is in
// mode:    read
// params:  rows LIST<MAP>, limit INTEGER
// returns: kind STRING, value STRING, holders LIST<MAP>
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
      WITH row WHERE row.kind = 'asn' MATCH (x:Network) WHERE x.asn = toInteger(row.value) RETURN x
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
    MATCH (x)<-[:IN_SUBNET|IN_NETWORK*0..1]-()<-[:!(FORMERLY|FORMERLY_PAID_WITH|FORMERLY_SUBJECT_OF)]-(a:Account) RETURN a
    UNION ALL
    WITH row WHERE row.kind = 'email' MATCH (a:Account {email_hash: row.value}) RETURN a
    UNION ALL
    WITH row WHERE row.kind = 'account' MATCH (a:Account {account_id: row.value}) RETURN a
  }
  WITH DISTINCT a ORDER BY a.account_id LIMIT $limit
  OPTIONAL MATCH (a)-[m:MEMBER_OF]->(r:Ring)
  WHERE m.to_run IS NULL AND r.current AND r.state <> 'staged'
  WITH a, r ORDER BY a.account_id, r.ring_id
  RETURN collect({account_id: a.account_id, ring_id: r.ring_id, state: r.state}) AS holders
}
RETURN row.kind AS kind, row.value AS value, holders
