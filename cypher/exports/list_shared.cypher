// purpose: the networks, payment instruments and query clusters that members of a ring share, with the network's operator
// mode:    read
// params:  ring_id STRING
// returns: kind STRING, identifier STRING, members INTEGER, asn INTEGER
MATCH (:Ring {ring_id: $ring_id})-[s:SHARES]->(x)
WHERE s.kind IN ['subnet', 'instrument', 'query_cluster']
RETURN s.kind AS kind, coalesce(x.prefix, x.instrument_id, x.query_cluster) AS identifier, s.members AS members,
       CASE WHEN s.kind = 'subnet' THEN x.asn END AS asn
ORDER BY kind, identifier
