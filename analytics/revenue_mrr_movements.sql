-- Question: What moved the monthly recurring revenue (MRR), month by month?
-- Parameters:
--   since date: first month that is told of, by any of its days
--   until date: first month that no longer is, likewise
--   time_zone varchar: whose calendar, as IANA names it
-- Answer, by month:
--   month date: its first day
--   opening_cents bigint: MRR when it began
--   new_cents bigint: of customers who had none before, ever
--   expansion_cents bigint: of customers who have more than when it began
--   contraction_cents bigint: of customers who have less, as a negative number
--   churned_cents bigint: of customers who have none any more, as a negative number
--   reactivated_cents bigint: of customers who have some again
--   closing_cents bigint: MRR when it ended: the sum of all before

WITH asked AS (
    SELECT
        DATE_TRUNC('month', CAST(? AS date)) AS since,
        DATE_TRUNC('month', CAST(? AS date)) AS until,
        CAST(? AS varchar) AS time_zone
),
changed AS (
    SELECT
        customer,
        CAST(DATE_TRUNC('month', AT_TIMEZONE(FROM_UNIXTIME(CAST(occurred_ms AS double) / 1000), time_zone)) AS date)
            AS month,
        mrr_cents - COALESCE(
            LAG(mrr_cents) OVER (PARTITION BY customer, subscription ORDER BY occurred_ms, stream, version), 0
        ) AS cents
    FROM subscriptions CROSS JOIN asked
),
moved AS (
    SELECT customer, month, SUM(cents) AS cents
    FROM changed
    GROUP BY customer, month
),
balanced AS (
    SELECT
        customer, month, cents,
        SUM(cents) OVER (PARTITION BY customer ORDER BY month) AS closing
    FROM moved
),
known AS (
    SELECT
        month, cents, closing,
        closing - cents AS opening,
        COALESCE(MAX(closing) OVER (
            PARTITION BY customer ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS most_before
    FROM balanced
),
monthly AS (
    SELECT
        month,
        SUM(cents) AS cents,
        SUM(cents) FILTER (WHERE most_before = 0) AS new_cents,
        SUM(cents) FILTER (WHERE opening > 0 AND cents > 0) AS expansion_cents,
        SUM(cents) FILTER (WHERE closing > 0 AND cents < 0) AS contraction_cents,
        SUM(cents) FILTER (WHERE opening > 0 AND closing = 0) AS churned_cents,
        SUM(cents) FILTER (WHERE opening = 0 AND most_before > 0) AS reactivated_cents
    FROM known
    GROUP BY month
),
before AS (
    SELECT COALESCE(SUM(cents), 0) AS cents
    FROM monthly CROSS JOIN asked
    WHERE month < since
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
        COALESCE(monthly.cents, 0) AS cents,
        before.cents + SUM(COALESCE(monthly.cents, 0)) OVER (ORDER BY months.month) AS closing_cents,
        COALESCE(new_cents, 0) AS new_cents,
        COALESCE(expansion_cents, 0) AS expansion_cents,
        COALESCE(contraction_cents, 0) AS contraction_cents,
        COALESCE(churned_cents, 0) AS churned_cents,
        COALESCE(reactivated_cents, 0) AS reactivated_cents
    FROM months
    CROSS JOIN before
    LEFT JOIN monthly ON monthly.month = months.month
)
SELECT
    month,
    CAST(closing_cents - cents AS bigint) AS opening_cents,
    CAST(new_cents AS bigint) AS new_cents,
    CAST(expansion_cents AS bigint) AS expansion_cents,
    CAST(contraction_cents AS bigint) AS contraction_cents,
    CAST(churned_cents AS bigint) AS churned_cents,
    CAST(reactivated_cents AS bigint) AS reactivated_cents,
    CAST(closing_cents AS bigint) AS closing_cents
FROM told
ORDER BY month
