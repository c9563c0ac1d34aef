-- Question: How many orders are on their way when each day ends?
-- Parameters:
--   since date: first day that is told of
--   until date: first day that no longer is
--   time_zone varchar: whose days, as IANA names it
-- Answer, by day:
--   day date: which
--   placed bigint: orders of that day
--   delivered bigint: orders that arrived that day, by the first delivery of each
--   open bigint: orders that were placed and hadn't arrived when the day ended

WITH asked AS (
    SELECT CAST(? AS date) AS since, CAST(? AS date) AS until, CAST(? AS varchar) AS time_zone
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
moved AS (
    SELECT placed_ms AS occurred_ms, 1 AS placed, 0 AS delivered
    FROM placed
    UNION ALL
    SELECT GREATEST(arrived_ms, placed_ms), 0, 1
    FROM placed JOIN arrived ON arrived.order_id = placed.order_id
),
daily AS (
    SELECT
        CAST(AT_TIMEZONE(FROM_UNIXTIME(CAST(occurred_ms AS double) / 1000), time_zone) AS date) AS day,
        SUM(placed) AS placed,
        SUM(delivered) AS delivered
    FROM moved CROSS JOIN asked
    GROUP BY 1
),
before AS (
    SELECT COALESCE(SUM(placed - delivered), 0) AS open
    FROM daily CROSS JOIN asked
    WHERE day < since
),
days AS (
    SELECT CAST(day AS date) AS day
    FROM asked
    CROSS JOIN UNNEST(SEQUENCE(since, until, INTERVAL '1' DAY)) AS spine (day)
    WHERE CAST(day AS date) < until
)
SELECT
    days.day,
    CAST(COALESCE(placed, 0) AS bigint) AS placed,
    CAST(COALESCE(delivered, 0) AS bigint) AS delivered,
    CAST(before.open + SUM(COALESCE(placed - delivered, 0)) OVER (ORDER BY days.day) AS bigint) AS open
FROM days
CROSS JOIN before
LEFT JOIN daily ON daily.day = days.day
ORDER BY day
