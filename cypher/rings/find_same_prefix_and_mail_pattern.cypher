// purpose: accounts in one subnet whose e-mail addresses follow one pattern, at least twice as many as chance explains; strongest first
// mode:    read
// params:  max_degree INTEGER, min_size INTEGER, limit INTEGER, as_of DATE
// returns: identifiers LIST<STRING>, degrees LIST<INTEGER>, size INTEGER, members LIST<STRING>, first_seen DATE, last_seen DATE, bits FLOAT
// browser: :param {max_degree: 2000, min_size: 5, limit: 50, as_of: null}
WITH CASE WHEN $as_of IS NULL THEN COUNT { (:Account) }
          ELSE COUNT { (every:Account) WHERE every.known_from <= $as_of OR EXISTS { (every)-[l]->() WHERE coalesce(l.known_from <= $as_of, l:PAID_WITH|FORMERLY_PAID_WITH) }
                 OR EXISTS { (every)<-[l:CHILD_OF|REFERRED_BY|FORMERLY]-() WHERE l.known_from <= $as_of } } END AS population
MATCH (y:EmailPattern)
WITH population, y, COUNT { (y)<-[:HAS_EMAIL_PATTERN]-() } AS links, COUNT { (y)<-[:FORMERLY]-() } AS former
WHERE links + former >= $min_size AND ($as_of IS NOT NULL OR links <= $max_degree)
CALL (y) {
  MATCH (y)<-[l:HAS_EMAIL_PATTERN|FORMERLY]-(a)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  WITH collect(a) AS owners
  WITH owners, size(owners) AS y_degree WHERE $min_size <= y_degree <= $max_degree
  UNWIND owners AS a
  MATCH (a)-[l:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM|FORMERLY]->()-[:IN_SUBNET]->(x)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  WITH y_degree, x, collect(DISTINCT a) AS users WHERE size(users) >= $min_size
  RETURN y_degree, x, users
}
WITH population, x, collect({y: y, degree: y_degree, users: users}) AS found
CALL (x) {
  MATCH (x)<-[:IN_SUBNET]-()<-[l:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM|FORMERLY]-(a)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  RETURN count(DISTINCT a) AS x_degree
}
UNWIND found AS pair
WITH x, x_degree, pair.y AS y, pair.degree AS y_degree, pair.users AS users, size(pair.users) AS size,
     toFloat(x_degree) * pair.degree / population AS expected
WHERE x_degree <= $max_degree AND size >= 2 * expected
WITH x, x_degree, y, y_degree, users, size, (size * log(size / expected) - size + expected) / log(2) AS bits
ORDER BY bits DESC, x.prefix, y.pattern LIMIT $limit
CALL (x, users) {
  UNWIND users AS a
  MATCH (a)-[l:USED_IP|SIGNED_UP_FROM|LOGGED_IN_FROM|FORMERLY]->()-[:IN_SUBNET]->(x)
  WHERE ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
  WITH a, min(l.first_seen) AS first_seen, max(l.last_seen) AS last_seen ORDER BY a.account_id
  RETURN collect(a.account_id) AS members, date(min(first_seen)) AS first_seen, date(max(last_seen)) AS last_seen
}
RETURN [x.prefix, y.pattern] AS identifiers, [x_degree, y_degree] AS degrees, size, members, first_seen,
       CASE WHEN last_seen > $as_of THEN null ELSE last_seen END AS last_seen, round(bits, 1) AS bits
ORDER BY bits DESC, identifiers
