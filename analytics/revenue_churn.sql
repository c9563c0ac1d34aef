-- Question: How many subscribers, and how much of their revenue, does each month lose?
-- Parameters:
--   since date: first month that is told of, by any of its days
--   until date: first month that no longer is, likewise
--   time_zone varchar: whose calendar, as IANA names it
-- Answer, by month:
--   month date: its first day
--   subscribers bigint: customers with recurring revenue when it began
--   churned bigint: those of them who had none when it ended
--   churn double: their share; NULL where there was nobody
--   gross_retention double: share of the revenue of its beginning that the same customers still brought, counting no
--     more of anybody than at the beginning
--   net_retention double: the same, counting what they brought more; NULL where there was none
--   arpa_cents double: recurring revenue by subscriber when it began; NULL where there was nobody
--   lifetime_value_cents double: what a subscriber brings before leaving at this month's rate; NULL where nobody left

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
known AS (
    SELECT
        month, cents,
        SUM(cents) OVER (PARTITION BY customer ORDER BY month) - cents AS opening,
        SUM(cents) OVER (PARTITION BY customer ORDER BY month) AS closing
    FROM moved
),
monthly AS (
    SELECT
        month,
        SUM(cents) AS cents,
        COUNT(*) FILTER (WHERE opening = 0 AND closing > 0) - COUNT(*) FILTER (WHERE opening > 0 AND closing = 0)
            AS joined,
        COUNT(*) FILTER (WHERE opening > 0 AND closing = 0) AS churned,
        SUM(cents) FILTER (WHERE opening > 0 AND cents < 0) AS lost,
        SUM(cents) FILTER (WHERE opening > 0) AS held
    FROM known
    GROUP BY month
),
before AS (
    SELECT COALESCE(SUM(cents), 0) AS cents, COALESCE(SUM(joined), 0) AS subscribers
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
        before.cents + SUM(COALESCE(monthly.cents, 0)) OVER (ORDER BY months.month) - COALESCE(monthly.cents, 0)
            AS cents,
        subscribers + SUM(COALESCE(joined, 0)) OVER (ORDER BY months.month) - COALESCE(joined, 0) AS subscribers,
        COALESCE(churned, 0) AS churned,
        COALESCE(lost, 0) AS lost,
        COALESCE(held, 0) AS held
    FROM months
    CROSS JOIN before
    LEFT JOIN monthly ON monthly.month = months.month
)
SELECT
    month,
    CAST(subscribers AS bigint) AS subscribers,
    churned,
    CAST(churned AS double) / NULLIF(subscribers, 0) AS churn,
    CAST(cents + lost AS double) / NULLIF(cents, 0) AS gross_retention,
    CAST(cents + held AS double) / NULLIF(cents, 0) AS net_retention,
    CAST(cents AS double) / NULLIF(subscribers, 0) AS arpa_cents,
    CAST(cents AS double) / NULLIF(churned, 0) AS lifetime_value_cents
FROM told
ORDER BY month
