-- Question: How many journeys that reach a screen go on to the next of three, and how long does that take?
-- Parameters:
--   since date: first day whose visits count, of UTC
--   until date: first day whose visits no longer count
--   first_screen varchar: screen that the funnel begins with
--   second_screen varchar: screen after it
--   third_screen varchar: screen after that
--   window_minutes bigint: within how many minutes after the customer's first visit to the first screen
-- Answer, by screen of the funnel, the first first:
--   step bigint: its number
--   screen varchar: which
--   customers bigint: who reached it, after those before or at the same instant
--   median_seconds double: since the first screen, that half of them took at most; NULL where nobody reached it

WITH asked AS (
    SELECT
        DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS since_ms,
        DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS until_ms,
        CAST(? AS varchar) AS first_screen,
        CAST(? AS varchar) AS second_screen,
        CAST(? AS varchar) AS third_screen,
        CAST(? AS bigint) * 60000 AS window_ms
),
begun AS (
    SELECT customer, MIN(occurred_ms) AS first_ms
    FROM visits CROSS JOIN asked
    WHERE screen = first_screen AND occurred_ms >= since_ms AND occurred_ms < until_ms
    GROUP BY customer
),
went_on AS (
    SELECT begun.customer, first_ms, MIN(occurred_ms) AS second_ms
    FROM begun
    CROSS JOIN asked
    JOIN visits
        ON visits.customer = begun.customer AND screen = second_screen
        AND occurred_ms >= first_ms AND occurred_ms < first_ms + window_ms AND occurred_ms < until_ms
    GROUP BY begun.customer, first_ms
),
ended AS (
    SELECT went_on.customer, first_ms, MIN(occurred_ms) AS third_ms
    FROM went_on
    CROSS JOIN asked
    JOIN visits
        ON visits.customer = went_on.customer AND screen = third_screen
        AND occurred_ms >= second_ms AND occurred_ms < first_ms + window_ms AND occurred_ms < until_ms
    GROUP BY went_on.customer, first_ms
),
reached AS (
    SELECT 1 AS step, customer, 0 AS took_ms FROM begun
    UNION ALL
    SELECT 2, customer, second_ms - first_ms FROM went_on
    UNION ALL
    SELECT 3, customer, third_ms - first_ms FROM ended
),
ranked AS (
    SELECT
        step, took_ms,
        ROW_NUMBER() OVER (PARTITION BY step ORDER BY took_ms) AS place,
        COUNT(*) OVER (PARTITION BY step) AS places
    FROM reached
),
steps AS (
    SELECT 1 AS step, first_screen AS screen FROM asked
    UNION ALL
    SELECT 2, second_screen FROM asked
    UNION ALL
    SELECT 3, third_screen FROM asked
)
SELECT
    CAST(steps.step AS bigint) AS step,
    screen,
    COUNT(place) AS customers,
    CAST(MIN(took_ms) FILTER (WHERE place * 2 >= places) AS double) / 1000 AS median_seconds
FROM steps
LEFT JOIN ranked ON ranked.step = steps.step
GROUP BY steps.step, screen
ORDER BY step
