-- Question: Which channels do orders come from, by the last visit before each?
-- Parameters:
--   since date: first day whose orders count, of UTC
--   until date: first day whose orders no longer count
--   window_days bigint: a visit longer ago than this leads to no order
-- Answer, by channel:
--   channel varchar: of the customer's last visit before the order or at its instant; `none` where there is none
--   orders bigint: that came from it
--   customers bigint: who placed them
--   amount_cents bigint: what they cost together

WITH asked AS (
    SELECT
        DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS since_ms,
        DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS until_ms,
        CAST(? AS bigint) * 86400000 AS window_ms
),
met AS (
    SELECT customer, occurred_ms, 0 AS kind, stream, version, channel, occurred_ms AS visited_ms, NULL AS amount_cents
    FROM visits
    UNION ALL
    SELECT customer, occurred_ms, 1 AS kind, stream, version, NULL AS channel, NULL AS visited_ms, amount_cents
    FROM orders
),
led AS (
    SELECT
        customer, kind, occurred_ms, amount_cents,
        LAST_VALUE(channel) IGNORE NULLS OVER latest AS channel,
        LAST_VALUE(visited_ms) IGNORE NULLS OVER latest AS visited_ms
    FROM met
    WINDOW latest AS (PARTITION BY customer ORDER BY occurred_ms, kind, stream, version)
)
SELECT
    CASE WHEN occurred_ms - visited_ms <= window_ms THEN channel ELSE 'none' END AS channel,
    COUNT(*) AS orders,
    COUNT(DISTINCT customer) AS customers,
    CAST(SUM(amount_cents) AS bigint) AS amount_cents
FROM led CROSS JOIN asked
WHERE kind = 1 AND occurred_ms >= since_ms AND occurred_ms < until_ms
GROUP BY 1
ORDER BY amount_cents DESC, channel
