-- Question: Which ways do customers take through the screens, and how many of these lead to an order?
-- Parameters:
--   since date: first day that counts, of UTC
--   until date: first day that no longer counts
--   gap_minutes bigint: without a visit for so long, and the next one begins another journey
--   steps bigint: of how many screens a path is told at most
-- Answer, by path, the most usual first:
--   path varchar: screens in their order, ` > ` between them
--   journeys bigint: that begin so
--   customers bigint: who took it
--   ordered bigint: journeys in which, or within the gap after, the same customer ordered something

WITH asked AS (
    SELECT
        DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS since_ms,
        DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS until_ms,
        CAST(? AS bigint) * 60000 AS gap_ms,
        CAST(? AS bigint) AS steps
),
seen AS (
    SELECT
        customer, screen, occurred_ms, stream, version, gap_ms, steps,
        LAG(occurred_ms) OVER (PARTITION BY customer ORDER BY occurred_ms, stream, version) AS before_ms
    FROM visits CROSS JOIN asked
    WHERE occurred_ms >= since_ms AND occurred_ms < until_ms
),
journeyed AS (
    SELECT
        customer, screen, occurred_ms, stream, version, gap_ms, steps,
        SUM(CASE WHEN occurred_ms - before_ms < gap_ms THEN 0 ELSE 1 END)
            OVER (PARTITION BY customer ORDER BY occurred_ms, stream, version) AS journey
    FROM seen
),
stepped AS (
    SELECT
        customer, journey, screen, occurred_ms, gap_ms, steps,
        ROW_NUMBER() OVER (PARTITION BY customer, journey ORDER BY occurred_ms, stream, version) AS step
    FROM journeyed
),
journeys AS (
    SELECT
        customer,
        ARRAY_JOIN(ARRAY_AGG(screen ORDER BY step) FILTER (WHERE step <= steps), ' > ') AS path,
        MIN(occurred_ms) AS from_ms,
        MAX(occurred_ms) + MAX(gap_ms) AS to_ms,
        journey
    FROM stepped
    GROUP BY customer, journey
),
decided AS (
    SELECT
        journeys.customer, journey, path,
        CASE WHEN COUNT(order_id) > 0 THEN 1 ELSE 0 END AS ordered
    FROM journeys
    LEFT JOIN orders
        ON orders.customer = journeys.customer AND orders.occurred_ms >= from_ms AND orders.occurred_ms < to_ms
    GROUP BY journeys.customer, journey, path
)
SELECT
    path,
    COUNT(*) AS journeys,
    COUNT(DISTINCT customer) AS customers,
    CAST(SUM(ordered) AS bigint) AS ordered
FROM decided
GROUP BY path
ORDER BY journeys DESC, path
