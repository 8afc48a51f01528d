// purpose: which of these contents were read before
// mode:    read
// params:  hashes LIST<STRING>
// returns: sha256 STRING, status STRING, reason STRING
MATCH (f:FeedFile) WHERE f.sha256 IN $hashes
RETURN f.sha256 AS sha256, f.status AS status, f.reason AS reason
