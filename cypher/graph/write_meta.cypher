// purpose: record the schema version and, once, the key's fingerprint
// mode:    write
// params:  graph_version INTEGER, key_fingerprint STRING
MERGE (m:Meta {name: 'ringleader'})
SET m.graph_version = $graph_version, m.key_fingerprint = coalesce(m.key_fingerprint, $key_fingerprint)
