// purpose: accounts that asked from one query cluster with one client, at least twice as many as chance explains; strongest first
// mode:    read
// params:  max_degree INTEGER, min_size INTEGER, limit INTEGER, as_of DATE
// returns: identifiers LIST<STRING>, degrees LIST<INTEGER>, size INTEGER, members LIST<STRING>, first_seen DATE, last_seen DATE, bits FLOAT
// browser: :param {max_degree: 2000, min_size: 5, limit: 50, as_of: null}
WITH CASE WHEN $as_of IS NULL THEN COUNT { (:Account) }
          ELSE COUNT { (every:Account) WHERE every.known_from <= $as_of OR EXISTS { (every)-[l]->() WHERE coalesce(l.known_from <= $as_of, l:PAID_WITH|FORMERLY_PAID_WITH) }
                 OR EXISTS { (every)<-[l:CHILD_OF|REFERRED_BY|FORMERLY]-() WHERE l.known_from <= $as_of } } END AS population
MATCH (x:QueryCluster)
WITH population, x, COUNT { (x)<-[:ASKED|ASKED_LIKE]-() } AS links
WHERE links >= $min_size AND ($as_of IS NOT NULL OR links <= 2 * $max_degree)
CALL (x) {
  MATCH (x)<-[l:ASKED|ASKED_LIKE]-(a)
  WHERE $as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of
  WITH collect(DISTINCT a) AS askers
  WITH askers, size(askers) AS x_degree WHERE $min_size <= x_degree <= $max_degree
  UNWIND askers AS a
  MATCH (a)-[l:USED_CLIENT|SIGNED_UP_WITH|FORMERLY]->(y:Client)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  WITH x_degree, y, collect(DISTINCT a) AS users WHERE size(users) >= $min_size
  RETURN x_degree, y, users
}
WITH population, y, collect({x: x, degree: x_degree, users: users}) AS found
CALL (y) {
  MATCH (y)<-[l:USED_CLIENT|SIGNED_UP_WITH|FORMERLY]-(a)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN count(DISTINCT a) AS y_degree
}
UNWIND found AS pair
WITH pair.x AS x, pair.degree AS x_degree, y, y_degree, pair.users AS users, size(pair.users) AS size,
     toFloat(pair.degree) * y_degree / population AS expected
WHERE size >= 2 * expected
WITH x, x_degree, y, y_degree, users, size, (size * log(size / expected) - size + expected) / log(2) AS bits
ORDER BY bits DESC, x.query_cluster, y.client LIMIT $limit
CALL (x, users) {
  UNWIND users AS a
  MATCH (a)-[l:ASKED|ASKED_LIKE]->(x)
  WITH a, min(l.first_seen) AS first_seen, max(l.last_seen) AS last_seen ORDER BY a.account_id
  RETURN collect(a.account_id) AS members, date(min(first_seen)) AS first_seen, date(max(last_seen)) AS last_seen
}
RETURN [x.query_cluster, y.client] AS identifiers, [x_degree, y_degree] AS degrees, size, members, first_seen,
       CASE WHEN last_seen > $as_of THEN null ELSE last_seen END AS last_seen, round(bits, 1) AS bits
ORDER BY bits DESC, identifiers
