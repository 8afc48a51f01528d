// purpose: how many accounts have each of several identifiers, since when, and what the feeds say of it; hubs by count only
// mode:    read
// params:  rows LIST<MAP>, max_links INTEGER, dated BOOLEAN
// returns: index INTEGER, degree INTEGER, exact BOOLEAN, first_seen DATETIME, last_seen DATETIME, about MAP
UNWIND $rows AS row
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
  CALL (x) {
    WITH x WHERE NOT x:Network
    RETURN [COUNT { (x)<-[:USED_IP]-() }, COUNT { (x)<-[:LOGGED_IN_FROM]-() }, COUNT { (x)<-[:SIGNED_UP_FROM]-() },
            COUNT { (x)<-[:USED_CLIENT]-() }, COUNT { (x)<-[:SIGNED_UP_WITH]-() }, COUNT { (x)<-[:USED_DEVICE]-() },
            COUNT { (x)<-[:LOGGED_IN_ON]-() }, COUNT { (x)<-[:SIGNED_UP_ON]-() }, COUNT { (x)<-[:ASKED]-() }, COUNT { (x)<-[:ASKED_LIKE]-() },
            COUNT { (x)<-[:HAS_EMAIL_DOMAIN]-() }, COUNT { (x)<-[:HAS_EMAIL_PATTERN]-() }, COUNT { (x)<-[:PAID_WITH]-() }] AS counts
    UNION ALL
    WITH x WHERE x:Network
    RETURN [COUNT { (x)<-[:IN_SUBNET|IN_NETWORK]-()<-[:USED_IP|LOGGED_IN_FROM|SIGNED_UP_FROM]-() }] AS counts
  }
  WITH x, reduce(most = 0, n IN counts | CASE WHEN n > most THEN n ELSE most END) AS most, reduce(s = 0, n IN counts | s + n) AS links
  WITH x, most, links, // links of one type are as many as accounts: they are walked for their dates alone
       links <= $max_links AND ($dated OR links <> most OR x:Network) AS walked
  CALL (x, walked) { WITH x, walked WHERE walked
    MATCH (x)<-[:IN_SUBNET|IN_NETWORK*0..1]-()<-[l:!(FORMERLY|FORMERLY_PAID_WITH|FORMERLY_SUBJECT_OF)]-(a:Account)
    RETURN count(DISTINCT a) AS counted, min(l.first_seen) AS first_seen, max(l.last_seen) AS last_seen
  }
  RETURN CASE WHEN walked THEN counted ELSE most END AS degree,
         links <= $max_links OR (links = most AND NOT x:Network) AS exact, first_seen, last_seen,
         x {.asn, .organization, .kind, .provider, .label, .capability, .signature, .signatures} AS about
  UNION ALL
  WITH row WHERE row.kind = 'email' MATCH (a:Account {email_hash: row.value})
  RETURN count(a) AS degree, true AS exact, min(a.first_seen) AS first_seen, max(a.last_seen) AS last_seen, {} AS about
  UNION ALL
  WITH row WHERE row.kind = 'phone' MATCH (a:Account {phone_hash: row.value})
  RETURN count(a) AS degree, true AS exact, min(a.first_seen) AS first_seen, max(a.last_seen) AS last_seen, {} AS about
  UNION ALL
  WITH row WHERE row.kind = 'billing_name' CALL (row) { MATCH (a:Account)-[l:PAID_WITH {name_hash: row.value}]->()
    RETURN count(DISTINCT a) AS degree, min(l.first_seen) AS first_seen, max(l.last_seen) AS last_seen }
  RETURN degree, true AS exact, first_seen, last_seen, {} AS about
  UNION ALL
  WITH row WHERE row.kind = 'billing_address' CALL (row) { MATCH (a:Account)-[l:PAID_WITH {address_hash: row.value}]->()
    RETURN count(DISTINCT a) AS degree, min(l.first_seen) AS first_seen, max(l.last_seen) AS last_seen }
  RETURN degree, true AS exact, first_seen, last_seen, {} AS about
}
WITH * WHERE degree > 0 OR row.kind IN ['instrument', 'ip', 'subnet', 'email_domain', 'email_pattern', 'device', 'client', 'query_cluster']
RETURN row.index AS index, degree, exact, first_seen, last_seen, about
