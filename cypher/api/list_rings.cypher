// purpose: a page of rings in a chosen order, after a position, that pass a filter tree; whole with evidence and lineage
// mode:    read
// params:  filter LIST<LIST<LIST<LIST<LIST<MAP>>>>>, states LIST<STRING>, include_ended BOOLEAN, order STRING, sign INTEGER, after LIST<ANY>, limit INTEGER, whole BOOLEAN
// returns: page LIST<MAP>
MATCH (r:Ring)
WHERE r.state IN $states AND (r.current OR $include_ended)
  // and of or of and of or of and: three nested filters, negations moved to the leaves
  AND all(a IN $filter WHERE any(b IN a WHERE all(c IN b WHERE any(d IN c WHERE all(leaf IN d WHERE leaf.negated <> coalesce(
    CASE leaf.test
      WHEN 'ids' THEN r.ring_id IN leaf.values
      WHEN 'states' THEN r.state IN leaf.values
      WHEN 'families' THEN all(family IN leaf.values WHERE family IN r.families)
      WHEN 'min_score' THEN r.score >= leaf.bound
      WHEN 'max_score' THEN r.score <= leaf.bound
      WHEN 'min_size' THEN r.size >= leaf.bound
      WHEN 'max_size' THEN r.size <= leaf.bound
      WHEN 'min_exchanges' THEN r.exchanges >= leaf.bound
      WHEN 'max_exchanges' THEN r.exchanges <= leaf.bound
      WHEN 'seen_from' THEN r.last_seen >= leaf.bound
      WHEN 'seen_before' THEN r.first_seen < leaf.bound
    END, false))))))
WITH r, [
    coalesce($sign * CASE $order
      WHEN 'SCORE' THEN r.score
      WHEN 'EXCHANGES' THEN r.exchanges
      WHEN 'SIZE' THEN r.size
      WHEN 'FIRST_SEEN' THEN duration.inDays(date('1970-01-01'), r.first_seen).days
      WHEN 'LAST_SEEN' THEN duration.inDays(date('1970-01-01'), r.last_seen).days
    END, 1e18),
    CASE r.state WHEN 'contained-suspect' THEN 0 ELSE 1 END,
    -coalesce(r.exchanges, 0),
    r.ring_id
  ] AS position
WHERE $after IS NULL OR position > $after
WITH r, position ORDER BY position LIMIT $limit
WITH position, r {.*, evidence: CASE WHEN $whole THEN r.evidence END, gap: CASE WHEN $whole THEN r.gap END,
  former: COLLECT { MATCH (r)<-[:BECAME]-(o) WHERE $whole RETURN DISTINCT o.ring_id ORDER BY o.ring_id LIMIT 100 },
  became: COLLECT { MATCH (r)-[:BECAME]->(n) WHERE $whole RETURN DISTINCT n.ring_id ORDER BY n.ring_id LIMIT 100 }
} AS ring ORDER BY position
// one record for all: the driver takes longer over fifty records than over what is in them
RETURN collect({ring: ring, position: position}) AS page
