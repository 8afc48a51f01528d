// purpose: how many rings pass a filter tree (the same tests as list_rings)
// mode:    read
// params:  filter LIST<LIST<LIST<LIST<LIST<MAP>>>>>, states LIST<STRING>, include_ended BOOLEAN
// returns: total INTEGER
MATCH (r:Ring)
WHERE r.state IN $states AND (r.current OR $include_ended)
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
RETURN count(r) AS total
