-- Question: What was known of each subscriber at a moment, to learn or to tell who will leave?
-- Parameters:
--   as_of date: the moment, the day's beginning in UTC; nothing that happened or was appended later counts
-- Answer, by customer with recurring revenue at that moment:
--   customer varchar: who
--   tenure_days bigint: whole days since the first subscription began
--   mrr_cents bigint: recurring revenue
--   plans bigint: subscriptions that bring it
--   contractions_90d bigint: times in 90 days that a subscription came to bring less
--   visits_7d bigint: visits in the 7 days before
--   visits_28d bigint: visits in the 28 days before
--   visit_trend double: visits of the last 7 days by those of the 21 before, a week; NULL where there were none
--   days_since_visit bigint: whole days since the last visit; NULL where there was none
--   orders_90d bigint: orders in 90 days
--   paid_90d_cents bigint: payments of 90 days, less what went back

WITH asked AS (
    SELECT DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS as_of_ms
),
changed AS (
    SELECT
        customer, subscription, mrr_cents, occurred_ms, as_of_ms,
        LAG(mrr_cents) OVER (PARTITION BY customer, subscription ORDER BY occurred_ms, stream, version) AS was_cents,
        ROW_NUMBER() OVER (
            PARTITION BY customer, subscription ORDER BY occurred_ms DESC, stream DESC, version DESC
        ) AS age
    FROM subscriptions CROSS JOIN asked
    WHERE occurred_ms < as_of_ms AND recorded_ms < as_of_ms
),
subscribers AS (
    SELECT
        customer, as_of_ms,
        MIN(occurred_ms) FILTER (WHERE mrr_cents > 0) AS begun_ms,
        SUM(mrr_cents) FILTER (WHERE age = 1) AS mrr_cents,
        COUNT(*) FILTER (WHERE age = 1 AND mrr_cents > 0) AS plans,
        COUNT(*) FILTER (WHERE mrr_cents < was_cents AND occurred_ms >= as_of_ms - 90 * BIGINT '86400000')
            AS contractions
    FROM changed
    GROUP BY customer, as_of_ms
    HAVING SUM(mrr_cents) FILTER (WHERE age = 1) > 0
),
visited AS (
    SELECT
        customer,
        COUNT(*) FILTER (WHERE occurred_ms >= as_of_ms - 7 * BIGINT '86400000') AS days_7,
        COUNT(*) FILTER (WHERE occurred_ms >= as_of_ms - 28 * BIGINT '86400000') AS days_28,
        MAX(occurred_ms) AS last_ms
    FROM visits CROSS JOIN asked
    WHERE occurred_ms < as_of_ms AND recorded_ms < as_of_ms
    GROUP BY customer
),
ordered AS (
    SELECT customer, COUNT(*) AS orders
    FROM orders CROSS JOIN asked
    WHERE occurred_ms < as_of_ms AND recorded_ms < as_of_ms AND occurred_ms >= as_of_ms - 90 * BIGINT '86400000'
    GROUP BY customer
),
paid AS (
    SELECT customer, SUM(amount_cents) AS cents
    FROM payments CROSS JOIN asked
    WHERE occurred_ms < as_of_ms AND recorded_ms < as_of_ms AND occurred_ms >= as_of_ms - 90 * BIGINT '86400000'
    GROUP BY customer
)
SELECT
    subscribers.customer,
    CAST(FLOOR(CAST(as_of_ms - begun_ms AS double) / 86400000) AS bigint) AS tenure_days,
    CAST(mrr_cents AS bigint) AS mrr_cents,
    plans,
    contractions AS contractions_90d,
    COALESCE(days_7, 0) AS visits_7d,
    COALESCE(days_28, 0) AS visits_28d,
    CAST(days_7 * 3 AS double) / NULLIF(days_28 - days_7, 0) AS visit_trend,
    CAST(FLOOR(CAST(as_of_ms - last_ms AS double) / 86400000) AS bigint) AS days_since_visit,
    COALESCE(orders, 0) AS orders_90d,
    CAST(COALESCE(cents, 0) AS bigint) AS paid_90d_cents
FROM subscribers
LEFT JOIN visited ON visited.customer = subscribers.customer
LEFT JOIN ordered ON ordered.customer = subscribers.customer
LEFT JOIN paid ON paid.customer = subscribers.customer
ORDER BY customer
