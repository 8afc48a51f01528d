// purpose: devices of several accounts, with the accounts' internal ids, -1 - id where known from the sign-up alone; hubs without members
// mode:    read
// params:  chunk INTEGER, chunks INTEGER, max_degree INTEGER, as_of DATE
// returns: identifiers LIST<STRING>, degrees LIST<INTEGER>, members LIST<LIST<INTEGER>>
MATCH (x:Device)
WHERE id(x) % $chunks = $chunk AND COUNT { (x)<-[:USED_DEVICE]-() } + COUNT { (x)<-[:SIGNED_UP_ON]-() } + COUNT { (x)<-[:LOGGED_IN_ON]-() } + COUNT { (x)<-[:FORMERLY]-() } > 1
CALL (x) {
  MATCH (x)<-[l:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON|FORMERLY]-(a)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  WITH id(a) AS account, max(CASE WHEN l:USED_DEVICE|LOGGED_IN_ON THEN 1 ELSE 0 END) AS used
  WITH collect(CASE used WHEN 1 THEN account ELSE -1 - account END) AS found
  RETURN size(found) AS degree, CASE WHEN size(found) > $max_degree THEN [] ELSE found END AS members
}
WITH x, degree, members WHERE degree > 1
RETURN collect(x.device_id) AS identifiers, collect(degree) AS degrees, collect(members) AS members
