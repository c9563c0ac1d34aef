-- Question: How long do orders take to reach the customer, week by week, and how many come in time?
-- Parameters:
--   since date: first day whose orders count, of UTC
--   until date: first day whose orders no longer count
--   promise_hours bigint: within which an order is to be there
-- Answer, by week in which orders were placed:
--   week date: its Monday
--   orders bigint: placed
--   delivered bigint: there, by the first delivery of each
--   in_time double: share of all orders that were there within the promise; those still on their way are late
--   median_hours double: that half of the delivered took at most (nearest rank); NULL where none was
--   p95_hours double: that 95 of 100 took at most, likewise

WITH asked AS (
    SELECT
        DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS since_ms,
        DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS until_ms,
        CAST(? AS bigint) * 3600000 AS promise_ms
),
placed AS (
    SELECT order_id, MIN(occurred_ms) AS placed_ms
    FROM orders
    GROUP BY order_id
),
arrived AS (
    SELECT order_id, MIN(occurred_ms) AS arrived_ms
    FROM deliveries
    GROUP BY order_id
),
took AS (
    SELECT
        CAST(DATE_TRUNC('week', AT_TIMEZONE(FROM_UNIXTIME(CAST(placed_ms AS double) / 1000), 'UTC')) AS date) AS week,
        arrived_ms - placed_ms AS ms,
        promise_ms
    FROM placed
    CROSS JOIN asked
    LEFT JOIN arrived ON arrived.order_id = placed.order_id
    WHERE placed_ms >= since_ms AND placed_ms < until_ms
),
ranked AS (
    SELECT
        week, ms, promise_ms,
        ROW_NUMBER() OVER (PARTITION BY week ORDER BY ms NULLS LAST) AS place,
        COUNT(ms) OVER (PARTITION BY week) AS places
    FROM took
)
SELECT
    week,
    COUNT(*) AS orders,
    COUNT(ms) AS delivered,
    CAST(COUNT(*) FILTER (WHERE ms <= promise_ms) AS double) / COUNT(*) AS in_time,
    CAST(MIN(ms) FILTER (WHERE place * 2 >= places) AS double) / 3600000 AS median_hours,
    CAST(MIN(ms) FILTER (WHERE place * 100 >= places * 95) AS double) / 3600000 AS p95_hours
FROM ranked
GROUP BY week
ORDER BY week
