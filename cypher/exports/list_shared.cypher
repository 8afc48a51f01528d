// purpose: the networks, payment instruments and query clusters that members of a ring share, with the network's number
// mode:    read
// params:  ring_id STRING
// returns: kind STRING, identifier STRING, members INTEGER, asn INTEGER
MATCH (:Ring {ring_id: $ring_id})-[s:SHARES]->(x)
WHERE s.kind IN ['subnet', 'instrument', 'query_cluster']
CALL (x) {
  MATCH (x)<-[:IN_SUBNET]-(i:IpAddress)-[:IN_NETWORK]->(n:Network) WHERE n.asn IS NOT NULL
  WITH n.asn AS asn, count(i) AS addresses ORDER BY addresses DESC, asn
  RETURN head(collect(asn)) AS asn
}
RETURN s.kind AS kind, coalesce(x.prefix, x.instrument_id, x.query_cluster) AS identifier, s.members AS members, asn
ORDER BY kind, identifier
