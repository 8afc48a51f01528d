// purpose: accounts whose payments carry the same billing name (a keyed hash) on several instruments, strongest first
// mode:    read
// params:  max_degree INTEGER, min_size INTEGER, limit INTEGER, as_of DATE
// returns: identifiers LIST<STRING>, degrees LIST<INTEGER>, size INTEGER, members LIST<STRING>, first_seen DATE, last_seen DATE
// browser: :param {max_degree: 40, min_size: 3, limit: 50, as_of: null}
MATCH (a:Account)-[l:PAID_WITH|FORMERLY_PAID_WITH]->(x)
WHERE l.name_hash IS NOT NULL AND ($as_of IS NULL OR l.known_from IS NULL OR l.known_from <= $as_of) AND (l.known_to IS NULL OR $as_of < l.known_to)
WITH l.name_hash AS name, collect(DISTINCT a) AS owners, count(DISTINCT x) AS instruments,
     min(l.first_seen) AS first_seen, max(l.last_seen) AS last_seen
WHERE $min_size <= size(owners) <= $max_degree AND instruments > 1
WITH name, owners, size(owners) AS degree, date(first_seen) AS first_seen, date(last_seen) AS last_seen
ORDER BY degree DESC, name LIMIT $limit
CALL (owners) {
  UNWIND owners AS a
  WITH a ORDER BY a.account_id
  RETURN collect(a.account_id) AS members
}
RETURN [name] AS identifiers, [degree] AS degrees, degree AS size, members, first_seen,
       CASE WHEN last_seen > $as_of THEN null ELSE last_seen END AS last_seen
ORDER BY size DESC, identifiers
