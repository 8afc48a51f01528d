-- Exchanges by day, capability and model, of one ring (inside) and of everybody who is in no ring.
-- Needs: asked (usage with clusters), looked_at and other_rings (account_id), cluster_capabilities.
SELECT l.account_id IS NOT NULL AS inside, u.day, coalesce(c.capability, '') AS capability,
       coalesce(u.model, '') AS model, sum(u.exchanges)::BIGINT AS exchanges
FROM asked u LEFT JOIN looked_at l USING (account_id) LEFT JOIN cluster_capabilities c USING (query_cluster)
WHERE (l.account_id IS NOT NULL OR NOT EXISTS (FROM other_rings o WHERE o.account_id = u.account_id))
  AND ($as_of IS NULL OR (u.day <= $as_of AND u.known_day <= $as_of))
GROUP BY ALL ORDER BY ALL
