-- What every exchange is booked on, by ring and bucket. An exchange is extraction where its account is in a ring AND
-- its query cluster is hot there: asked by several members and $lift bits commoner in the ring than outside of rings.
-- Three partitions, for members of score >= $surely, $likely and $perhaps: quantiles of the volume if the memberships
-- were wrong together (comonotonic: the widest spread). Without a cluster the account alone decides, but not surely.
-- Needs: asked (usage with clusters), ring_members (account_id, ring_id, bucket, score: one row an account at most).
WITH told AS (
    SELECT u.account_id, u.query_cluster, m.ring_id, m.bucket, coalesce(m.score, 0) AS score,
           sum(u.exchanges)::BIGINT AS exchanges, coalesce(sum(u.input_tokens), 0)::BIGINT AS input_tokens,
           coalesce(sum(u.output_tokens), 0)::BIGINT AS output_tokens
    FROM asked u LEFT JOIN ring_members m USING (account_id)
    WHERE $as_of IS NULL OR (u.day <= $as_of AND u.known_day <= $as_of)
    GROUP BY ALL
), outside AS (
    SELECT query_cluster, sum(exchanges) AS exchanges FROM told
    WHERE ring_id IS NULL AND query_cluster IS NOT NULL GROUP BY query_cluster
), inside AS (
    SELECT ring_id, query_cluster, sum(exchanges) AS exchanges, count(DISTINCT account_id) AS askers FROM told
    WHERE ring_id IS NOT NULL AND query_cluster IS NOT NULL GROUP BY ALL
), rings AS (
    SELECT ring_id, count(DISTINCT account_id) AS members,
           sum(exchanges) FILTER (query_cluster IS NOT NULL) AS exchanges
    FROM told WHERE ring_id IS NOT NULL GROUP BY ring_id
), everybody AS (
    SELECT coalesce(sum(exchanges), 0) AS exchanges FROM outside
), hot AS (
    SELECT i.ring_id, i.query_cluster
    FROM inside i JOIN rings r USING (ring_id) LEFT JOIN outside o USING (query_cluster) CROSS JOIN everybody e
    WHERE i.askers >= greatest($askers, ceil($part * r.members))
      AND log2((i.exchanges / r.exchanges) / ((coalesce(o.exchanges, 0) + 0.5) / (e.exchanges + 1))) >= $lift
), judged AS (
    SELECT t.*, h.query_cluster IS NOT NULL AS is_hot,
           h.query_cluster IS NOT NULL OR t.query_cluster IS NULL AS may_be
    FROM told t LEFT JOIN hot h ON h.ring_id = t.ring_id AND h.query_cluster = t.query_cluster
)
SELECT coalesce(ring_id, '') AS ring_id, coalesce(bucket, '') AS bucket,
       count(DISTINCT account_id)::BIGINT AS accounts,
       coalesce(sum(exchanges), 0)::BIGINT AS total,
       coalesce(sum(exchanges) FILTER (ring_id IS NOT NULL AND score >= $surely), 0)::BIGINT AS volume_low,
       coalesce(sum(exchanges) FILTER (ring_id IS NOT NULL AND score >= $likely), 0)::BIGINT AS volume_likely,
       coalesce(sum(exchanges) FILTER (ring_id IS NOT NULL AND score >= $perhaps), 0)::BIGINT AS volume_high,
       coalesce(sum(exchanges) FILTER (ring_id IS NOT NULL AND score >= $surely AND is_hot), 0)::BIGINT AS low,
       coalesce(sum(exchanges) FILTER (ring_id IS NOT NULL AND score >= $likely AND may_be), 0)::BIGINT AS likely,
       coalesce(sum(exchanges) FILTER (ring_id IS NOT NULL AND score >= $perhaps AND may_be), 0)::BIGINT AS high,
       coalesce(sum(exchanges) FILTER (ring_id IS NULL OR score < $surely OR NOT is_hot), 0)::BIGINT AS benign_low,
       coalesce(sum(exchanges) FILTER (ring_id IS NULL OR score < $likely OR NOT may_be), 0)::BIGINT AS benign_likely,
       coalesce(sum(exchanges) FILTER (ring_id IS NULL OR score < $perhaps OR NOT may_be), 0)::BIGINT AS benign_high,
       coalesce(sum(input_tokens) FILTER (ring_id IS NOT NULL AND score >= $likely AND may_be), 0)::BIGINT
           AS input_tokens,
       coalesce(sum(output_tokens) FILTER (ring_id IS NOT NULL AND score >= $likely AND may_be), 0)::BIGINT
           AS output_tokens
FROM judged GROUP BY ALL ORDER BY ALL
