-- Question: How many of those who registered came back, ordered and got what they ordered, each after the step before?
-- Parameters:
--   since date: first day whose registrations count, of UTC
--   until date: first day whose registrations no longer count
--   window_days bigint: within how many days after the registration a step counts
-- Answer, by step of the funnel, the first first:
--   step bigint: its number
--   name varchar: registered, visited, ordered, delivered
--   customers bigint: who took this step, after all before it or at the same instant
--   of_first double: share of those who registered; NULL where nobody did
--   of_previous double: share of those who took the step before; NULL where nobody did

WITH asked AS (
    SELECT
        DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS since_ms,
        DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS until_ms,
        CAST(? AS bigint) * 86400000 AS window_ms
),
registered AS (
    SELECT customer, MIN(occurred_ms) AS at_ms, MIN(occurred_ms) + MAX(window_ms) AS end_ms
    FROM registrations CROSS JOIN asked
    GROUP BY customer
    HAVING MIN(occurred_ms) >= MAX(since_ms) AND MIN(occurred_ms) < MAX(until_ms)
),
visited AS (
    SELECT before.customer, MIN(visits.occurred_ms) AS at_ms, MAX(end_ms) AS end_ms
    FROM registered AS before
    JOIN visits
        ON visits.customer = before.customer AND visits.occurred_ms >= at_ms AND visits.occurred_ms < end_ms
    GROUP BY before.customer
),
ordered AS (
    SELECT before.customer, orders.order_id, orders.occurred_ms AS at_ms, end_ms
    FROM visited AS before
    JOIN orders
        ON orders.customer = before.customer AND orders.occurred_ms >= at_ms AND orders.occurred_ms < end_ms
),
delivered AS (
    SELECT before.customer
    FROM ordered AS before
    JOIN deliveries
        ON deliveries.order_id = before.order_id AND deliveries.occurred_ms >= at_ms AND deliveries.occurred_ms < end_ms
),
counted AS (
    SELECT 1 AS step, 'registered' AS name, COUNT(*) AS customers FROM registered
    UNION ALL
    SELECT 2, 'visited', COUNT(*) FROM visited
    UNION ALL
    SELECT 3, 'ordered', COUNT(DISTINCT customer) FROM ordered
    UNION ALL
    SELECT 4, 'delivered', COUNT(DISTINCT customer) FROM delivered
)
SELECT
    CAST(step AS bigint) AS step,
    name,
    customers,
    CAST(customers AS double) / NULLIF(FIRST_VALUE(customers) OVER (ORDER BY step), 0) AS of_first,
    CAST(customers AS double) / NULLIF(LAG(customers) OVER (ORDER BY step), 0) AS of_previous
FROM counted
ORDER BY step
