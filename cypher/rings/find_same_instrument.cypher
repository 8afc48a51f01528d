// purpose: accounts that paid with the same instrument, strongest first
// mode:    read
// params:  max_degree INTEGER, min_size INTEGER, limit INTEGER, as_of DATE
// returns: identifiers LIST<STRING>, degrees LIST<INTEGER>, size INTEGER, members LIST<STRING>, first_seen DATE, last_seen DATE
// browser: :param {max_degree: 40, min_size: 3, limit: 50, as_of: null}
MATCH (x:PaymentInstrument)
WITH x, COUNT { (x)<-[:PAID_WITH]-() } AS links
WHERE links >= $min_size AND ($as_of IS NOT NULL OR links <= $max_degree)
MATCH (x)<-[l:PAID_WITH|FORMERLY_PAID_WITH]-(a)
WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
WITH x, count(DISTINCT a) AS degree
WHERE $min_size <= degree <= $max_degree
ORDER BY degree DESC, x.instrument_id LIMIT $limit
CALL (x) {
  MATCH (x)<-[l:PAID_WITH|FORMERLY_PAID_WITH]-(a)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  WITH a, min(l.first_seen) AS first_seen, max(l.last_seen) AS last_seen ORDER BY a.account_id
  RETURN collect(a.account_id) AS members, date(min(first_seen)) AS first_seen, date(max(last_seen)) AS last_seen
}
RETURN [x.instrument_id] AS identifiers, [degree] AS degrees, degree AS size, members, first_seen,
       CASE WHEN last_seen > $as_of THEN null ELSE last_seen END AS last_seen
ORDER BY size DESC, identifiers
