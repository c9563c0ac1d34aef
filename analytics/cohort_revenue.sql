-- Question: What did those who registered in a month bring by each month after it?
-- Parameters:
--   since date: first month that is told of, by any of its days
--   until date: first month that no longer is, likewise
--   time_zone varchar: whose calendar, as IANA names it
-- Answer, by month of registration and months after it:
--   cohort date: first day of the month in which they registered
--   months_after bigint: calendar months since; 0 is the month itself
--   customers bigint: who registered in that month
--   revenue_cents bigint: what they paid until the end of that later month, less what went back to them
--   revenue_per_customer_cents double: the same by head, of all who registered: what a customer was worth by then

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
            AS cohort
    FROM registrations CROSS JOIN asked
    GROUP BY customer, time_zone
),
paid AS (
    SELECT
        customer,
        CAST(DATE_TRUNC('month', AT_TIMEZONE(FROM_UNIXTIME(CAST(occurred_ms AS double) / 1000), time_zone)) AS date)
            AS month,
        SUM(amount_cents) AS cents
    FROM payments CROSS JOIN asked
    GROUP BY 1, 2
),
sizes AS (
    SELECT cohort, until, COUNT(*) AS customers
    FROM registered CROSS JOIN asked
    WHERE cohort >= since AND cohort < until
    GROUP BY cohort, until
),
months AS (
    SELECT cohort, customers, CAST(month AS date) AS month
    FROM sizes
    CROSS JOIN UNNEST(SEQUENCE(cohort, DATE_ADD('month', -1, until), INTERVAL '1' MONTH)) AS each (month)
),
brought AS (
    SELECT cohort, CASE WHEN month < cohort THEN cohort ELSE month END AS month, SUM(cents) AS cents
    FROM registered
    JOIN paid ON paid.customer = registered.customer
    GROUP BY 1, 2
),
summed AS (
    SELECT
        months.cohort, months.month, customers,
        SUM(COALESCE(cents, 0)) OVER (PARTITION BY months.cohort ORDER BY months.month) AS cents
    FROM months
    LEFT JOIN brought ON brought.cohort = months.cohort AND brought.month = months.month
)
SELECT
    cohort,
    DATE_DIFF('month', cohort, month) AS months_after,
    customers,
    CAST(cents AS bigint) AS revenue_cents,
    CAST(cents AS double) / customers AS revenue_per_customer_cents
FROM summed
ORDER BY cohort, months_after
