// purpose: earlier rows of some keys: none is left that no day shows, and each ends where the next one begins, the last one with the present row
// mode:    write
// params:  label STRING, keys LIST<STRING>
// where nobody has earlier rows nobody is looked up: these counts are kept by the store
WITH COUNT { ()-[:FORMERLY_PAID_WITH]->() } + COUNT { ()-[:FORMERLY_SUBJECT_OF]->() }
   + COUNT { ()-[:FORMERLY_ANNOUNCED]->() } + COUNT { ()-[:FORMERLY_DESCRIBED]->() } AS earlier
UNWIND CASE earlier WHEN 0 THEN [] ELSE $keys END AS key
CALL (key) {
  WITH key WHERE $label = 'Account' MATCH (x:Account {account_id: key}) RETURN x
  UNION ALL
  WITH key WHERE $label = 'Network' MATCH (x:Network {prefix: key}) RETURN x
  UNION ALL
  WITH key WHERE $label = 'QueryCluster' MATCH (x:QueryCluster {query_cluster: key}) RETURN x
}
WITH DISTINCT x
MATCH (x)-[f:FORMERLY_PAID_WITH|FORMERLY_SUBJECT_OF|FORMERLY_ANNOUNCED|FORMERLY_DESCRIBED]->(y)
WITH x, y, collect(f) AS former, date('0001-01-01') AS start
// of rows that are a link's the present one lies beside them, others are their node's
WITH former, start, CASE WHEN x = y THEN x.known_from
  ELSE head(COLLECT { MATCH (x)-[r:PAID_WITH|SUBJECT_OF]->(y) RETURN r.known_from }) END AS present
WITH present, start, former, [f IN former WHERE coalesce(f.known_from, start) < coalesce(present, start)
  AND none(g IN former WHERE g.rank > f.rank AND coalesce(g.known_from, start) <= coalesce(f.known_from, start))] AS shown
FOREACH (f IN [f IN former WHERE NOT f IN shown] | DELETE f)
WITH present, start, shown
UNWIND shown AS f
WITH f, reduce(next = present, g IN shown |
  CASE WHEN coalesce(f.known_from, start) < g.known_from < next THEN g.known_from ELSE next END) AS known_to
WHERE f.known_to <> known_to
SET f.known_to = known_to
