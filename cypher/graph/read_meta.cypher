// purpose: version of the graph's schema and fingerprint of the key it was made with
// mode:    read
// returns: graph_version INTEGER, key_fingerprint STRING
MATCH (m:Meta {name: 'ringleader'})
RETURN m.graph_version AS graph_version, m.key_fingerprint AS key_fingerprint
