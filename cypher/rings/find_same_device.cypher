// purpose: accounts that used, signed up on or logged in on the same device, strongest first
// mode:    read
// params:  max_degree INTEGER, min_size INTEGER, limit INTEGER, as_of DATE
// returns: identifiers LIST<STRING>, degrees LIST<INTEGER>, size INTEGER, members LIST<STRING>, first_seen DATE, last_seen DATE
// browser: :param {max_degree: 40, min_size: 3, limit: 50, as_of: null}
MATCH (x:Device)
WITH x, COUNT { (x)<-[:USED_DEVICE]-() } + COUNT { (x)<-[:SIGNED_UP_ON]-() } + COUNT { (x)<-[:LOGGED_IN_ON]-() } AS links, COUNT { (x)<-[:FORMERLY]-() } AS former
// an account may hold all three links, so three times the bound may still be within it
WHERE links + former >= $min_size AND ($as_of IS NOT NULL OR links <= 3 * $max_degree)
MATCH (x)<-[l:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON|FORMERLY]-(a)
WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
WITH x, count(DISTINCT a) AS degree
WHERE $min_size <= degree <= $max_degree
ORDER BY degree DESC, x.device_id LIMIT $limit
CALL (x) {
  MATCH (x)<-[l:USED_DEVICE|SIGNED_UP_ON|LOGGED_IN_ON|FORMERLY]-(a)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  WITH a, min(l.first_seen) AS first_seen, max(l.last_seen) AS last_seen ORDER BY a.account_id
  RETURN collect(a.account_id) AS members, date(min(first_seen)) AS first_seen, date(max(last_seen)) AS last_seen
}
RETURN [x.device_id] AS identifiers, [degree] AS degrees, degree AS size, members, first_seen,
       CASE WHEN last_seen > $as_of THEN null ELSE last_seen END AS last_seen
ORDER BY size DESC, identifiers
