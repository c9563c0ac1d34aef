-- Question: Of those who registered in a month, how many came back in each month after it?
-- Parameters:
--   since date: first month that is told of, by any of its days
--   until date: first month that no longer is, likewise
--   time_zone varchar: whose calendar, as IANA names it
-- Answer, by month of registration and months after it:
--   cohort date: first day of the month in which they registered
--   months_after bigint: calendar months since; 0 is the month itself
--   customers bigint: who registered in that month
--   active bigint: who visited in the month that was so much later
--   retention double: their share

WITH asked AS (
    SELECT
        DATE_TRUNC('month', CAST(? AS date)) AS since,
        DATE_TRUNC('month', CAST(? AS date)) AS until,
        CAST(? AS varchar) AS time_zone
),
registered AS (
    SELECT
        customer,
        CAST(DATE_TRUNC('month', AT_TIMEZONE(FROM_UNIXTIME(CAST(MIN(occurred_ms) AS double) / 1000), time_zone)) AS date)
            AS cohort,
        until
    FROM registrations CROSS JOIN asked
    GROUP BY customer, since, until, time_zone
    HAVING CAST(AT_TIMEZONE(FROM_UNIXTIME(CAST(MIN(occurred_ms) AS double) / 1000), time_zone) AS date) >= since
        AND CAST(AT_TIMEZONE(FROM_UNIXTIME(CAST(MIN(occurred_ms) AS double) / 1000), time_zone) AS date) < until
),
sizes AS (
    SELECT cohort, until, COUNT(*) AS customers
    FROM registered
    GROUP BY cohort, until
),
months AS (
    SELECT
        cohort, customers,
        DATE_DIFF('month', cohort, CAST(month AS date)) AS months_after,
        CAST(month AS date) AS month
    FROM sizes
    CROSS JOIN UNNEST(SEQUENCE(cohort, DATE_ADD('month', -1, until), INTERVAL '1' MONTH)) AS each (month)
),
visited AS (
    SELECT DISTINCT
        customer,
        CAST(DATE_TRUNC('month', AT_TIMEZONE(FROM_UNIXTIME(CAST(occurred_ms AS double) / 1000), time_zone)) AS date)
            AS month
    FROM visits CROSS JOIN asked
),
came AS (
    SELECT cohort, month, COUNT(*) AS active
    FROM registered
    JOIN visited ON visited.customer = registered.customer
    GROUP BY cohort, month
)
SELECT
    months.cohort,
    months_after,
    customers,
    COALESCE(active, 0) AS active,
    CAST(COALESCE(active, 0) AS double) / customers AS retention
FROM months
LEFT JOIN came ON came.cohort = months.cohort AND came.month = months.month
ORDER BY cohort, months_after
