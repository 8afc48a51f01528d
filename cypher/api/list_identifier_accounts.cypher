// purpose: a page of the accounts that have each of several identifiers, with when and how much they used it
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
    MATCH (x)<-[:IN_SUBNET|IN_NETWORK*0..1]-()<-[l:!(FORMERLY|FORMERLY_PAID_WITH|FORMERLY_SUBJECT_OF)]-(a:Account)
    RETURN DISTINCT a, l
    UNION ALL
    WITH row WHERE row.kind = 'email' MATCH (a:Account {email_hash: row.value}) RETURN a, null AS l
    UNION ALL
    WITH row WHERE row.kind = 'phone' MATCH (a:Account {phone_hash: row.value}) RETURN a, null AS l
    UNION ALL
    WITH row WHERE row.kind = 'billing_name' CALL (row) { MATCH (a:Account)-[l:PAID_WITH {name_hash: row.value}]->() RETURN a, l } RETURN a, l
    UNION ALL
    WITH row WHERE row.kind = 'billing_address' CALL (row) { MATCH (a:Account)-[l:PAID_WITH {address_hash: row.value}]->() RETURN a, l } RETURN a, l
  }
  WITH a, min(l.first_seen) AS first_seen, max(l.last_seen) AS last_seen, sum(l.exchanges) AS exchanges
  WHERE row.after IS NULL OR [a.account_id] > row.after
  WITH * ORDER BY a.account_id LIMIT $limit
  RETURN collect({account: a {.*}, first_seen: first_seen, last_seen: last_seen, exchanges: exchanges,
                  position: [a.account_id]}) AS page
}
RETURN row.index AS index, page
