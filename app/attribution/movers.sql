-- How many accounts moved to a model within a day of its release: of those that worked in the two weeks before it and
-- again by the day after it, those with half or more of their last day's exchanges on it. A release is the day that was
-- told, else the first day that anybody used the model, if that is not the first day of the data.
-- Needs: asked, looked_at and other_rings (account_id), told_releases (model, released).
WITH known AS (
    SELECT * FROM asked WHERE $as_of IS NULL OR (day <= $as_of AND known_day <= $as_of)
), releases AS (
    SELECT model, coalesce(any_value(t.released), min(k.day)) AS released
    FROM known k LEFT JOIN told_releases t USING (model) WHERE model IS NOT NULL
    GROUP BY model HAVING any_value(t.released) IS NOT NULL OR min(k.day) > (SELECT min(day) FROM known)
), days AS (
    SELECT r.model, r.released, k.account_id, k.day, sum(k.exchanges) AS exchanges,
           coalesce(sum(k.exchanges) FILTER (k.model = r.model), 0) AS moved
    FROM known k JOIN releases r ON k.day BETWEEN r.released - 14 AND r.released + 1 GROUP BY ALL
), accounts AS (
    SELECT model, released, account_id, bool_or(day < released) AS worked_before,
           arg_max(2 * moved >= exchanges, day) FILTER (day >= released) AS moved
    FROM days GROUP BY ALL
)
SELECT a.model, a.released, l.account_id IS NOT NULL AS inside, count(*)::BIGINT AS accounts,
       count(*) FILTER (a.moved)::BIGINT AS movers
FROM accounts a LEFT JOIN looked_at l USING (account_id)
WHERE a.worked_before AND a.moved IS NOT NULL
  AND (l.account_id IS NOT NULL OR NOT EXISTS (FROM other_rings o WHERE o.account_id = a.account_id))
GROUP BY ALL ORDER BY ALL
