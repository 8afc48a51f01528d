// purpose: version of the graph's schema, fingerprint of the key it was made with, schema files it has had
// mode:    read
// returns: graph_version INTEGER, key_fingerprint STRING, applied LIST<STRING>
MATCH (m:Meta {name: 'ringleader'})
RETURN m.graph_version AS graph_version, m.key_fingerprint AS key_fingerprint, m.applied AS applied
