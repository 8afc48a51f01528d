// purpose: link rings to the identifiers that their members share
// mode:    write
// params:  rows LIST<MAP>
// returns: none
UNWIND $rows AS row
MATCH (r:Ring {ring_id: row.ring_id})
CALL (row) {
  WITH row.kind AS kind, row.identifier AS value WHERE kind = 'instrument'
  MATCH (x:PaymentInstrument {instrument_id: value}) RETURN x
  UNION ALL
  WITH row.kind AS kind, row.identifier AS value WHERE kind = 'ip'
  MATCH (x:IpAddress {address: value}) RETURN x
  UNION ALL
  WITH row.kind AS kind, row.identifier AS value WHERE kind = 'subnet'
  MATCH (x:Network {prefix: value}) RETURN x
  UNION ALL
  WITH row.kind AS kind, row.identifier AS value WHERE kind = 'email_domain'
  MATCH (x:EmailDomain {domain: value}) RETURN x
  UNION ALL
  WITH row.kind AS kind, row.identifier AS value WHERE kind = 'email_pattern'
  MATCH (x:EmailPattern {pattern: value}) RETURN x
  UNION ALL
  WITH row.kind AS kind, row.identifier AS value WHERE kind = 'device'
  MATCH (x:Device {device_id: value}) RETURN x
  UNION ALL
  WITH row.kind AS kind, row.identifier AS value WHERE kind = 'client'
  MATCH (x:Client {client: value}) RETURN x
  UNION ALL
  WITH row.kind AS kind, row.identifier AS value WHERE kind = 'query_cluster'
  MATCH (x:QueryCluster {query_cluster: value}) RETURN x
}
MERGE (r)-[s:SHARES {kind: row.kind}]->(x)
SET s.members = row.members, s.degree = row.degree, s.bits = row.bits, s.family = row.family
