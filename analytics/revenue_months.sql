-- Question: What came in and what went back, month by month, and from how many customers?
-- Parameters:
--   since date: first month that is told of, by any of its days
--   until date: first month that no longer is, likewise
--   time_zone varchar: whose calendar, as IANA names it
-- Answer, by month:
--   month date: its first day
--   days bigint: how long it is
--   gross_cents bigint: what came in
--   refunded_cents bigint: what went back, as a negative number
--   net_cents bigint: their sum
--   customers bigint: who paid something
--   net_per_customer_cents double: by head; NULL where nobody paid
--   net_per_day_cents double: by day, so that months of different lengths compare

WITH asked AS (
    SELECT
        DATE_TRUNC('month', CAST(? AS date)) AS since,
        DATE_TRUNC('month', CAST(? AS date)) AS until,
        CAST(? AS varchar) AS time_zone
),
settled AS (
    SELECT
        customer, amount_cents,
        CAST(DATE_TRUNC('month', AT_TIMEZONE(FROM_UNIXTIME(CAST(occurred_ms AS double) / 1000), time_zone)) AS date)
            AS month
    FROM payments CROSS JOIN asked
),
monthly AS (
    SELECT
        month,
        COALESCE(SUM(amount_cents) FILTER (WHERE amount_cents > 0), 0) AS gross,
        COALESCE(SUM(amount_cents) FILTER (WHERE amount_cents < 0), 0) AS refunded,
        COUNT(DISTINCT customer) FILTER (WHERE amount_cents > 0) AS customers
    FROM settled
    GROUP BY month
),
months AS (
    SELECT CAST(month AS date) AS month
    FROM asked
    CROSS JOIN UNNEST(SEQUENCE(since, until, INTERVAL '1' MONTH)) AS spine (month)
    WHERE CAST(month AS date) < until
),
told AS (
    SELECT
        months.month,
        DATE_DIFF('day', months.month, CAST(DATE_ADD('month', 1, months.month) AS date)) AS days,
        COALESCE(gross, 0) AS gross,
        COALESCE(refunded, 0) AS refunded,
        COALESCE(customers, 0) AS customers
    FROM months
    LEFT JOIN monthly ON monthly.month = months.month
)
SELECT
    month,
    days,
    CAST(gross AS bigint) AS gross_cents,
    CAST(refunded AS bigint) AS refunded_cents,
    CAST(gross + refunded AS bigint) AS net_cents,
    customers,
    CAST(gross + refunded AS double) / NULLIF(customers, 0) AS net_per_customer_cents,
    CAST(gross + refunded AS double) / days AS net_per_day_cents
FROM told
ORDER BY month
