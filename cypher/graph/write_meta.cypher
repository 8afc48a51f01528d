// purpose: record the schema version, the schema files just applied and, once, the key's fingerprint
// mode:    write
// params:  graph_version INTEGER, key_fingerprint STRING, applied LIST<STRING>
MERGE (m:Meta {name: 'ringleader'})
SET m.graph_version = $graph_version, m.key_fingerprint = coalesce(m.key_fingerprint, $key_fingerprint),
    m.applied = coalesce(m.applied, []) + [name IN $applied WHERE NOT name IN coalesce(m.applied, [])]
