-- Question: What do the outcomes of an experiment's variants add up to?
-- Parameters:
--   experiment varchar: its name
--   outcome_days bigint: payments within so many days from the first exposure on are the outcome
--   before_days bigint: payments within so many days before it are what was so already
--   until date: first day whose exposures no longer count, of UTC
-- Answer, by variant, with the sums that the function `experiments` analyzes (`functions/experiments/core.py`):
--   variant varchar: which
--   units bigint: customers who were shown this variant alone
--   outcome double: sum of what each paid after the first exposure, in cents
--   outcome_squared double: sum of its squares
--   before double: sum of what each had paid before, in cents
--   before_squared double: sum of its squares
--   product double: sum of the products of both
--   mixed bigint: customers who were first shown this variant and later another, whom the sums leave out

WITH asked AS (
    SELECT
        CAST(? AS varchar) AS name,
        CAST(? AS bigint) * 86400000 AS outcome_ms,
        CAST(? AS bigint) * 86400000 AS before_ms,
        DATE_DIFF('day', DATE '1970-01-01', CAST(? AS date)) * 86400000 AS until_ms
),
shown AS (
    SELECT
        customer, variant, occurred_ms, outcome_ms, before_ms,
        ROW_NUMBER() OVER (PARTITION BY customer ORDER BY occurred_ms, stream, version) AS time
    FROM exposures CROSS JOIN asked
    WHERE experiment = name AND occurred_ms < until_ms
),
units AS (
    SELECT
        customer,
        MAX(variant) FILTER (WHERE time = 1) AS variant,
        COUNT(DISTINCT variant) AS variants,
        MIN(occurred_ms) AS first_ms,
        MAX(outcome_ms) AS outcome_ms,
        MAX(before_ms) AS before_ms
    FROM shown
    GROUP BY customer
),
paid AS (
    SELECT
        units.customer, variant, variants,
        COALESCE(SUM(amount_cents) FILTER (WHERE occurred_ms >= first_ms AND occurred_ms < first_ms + outcome_ms), 0)
            AS outcome,
        COALESCE(SUM(amount_cents) FILTER (WHERE occurred_ms < first_ms AND occurred_ms >= first_ms - before_ms), 0)
            AS before
    FROM units
    LEFT JOIN payments ON payments.customer = units.customer
    GROUP BY units.customer, variant, variants
),
measured AS (
    SELECT variant, variants, CAST(outcome AS double) AS outcome, CAST(before AS double) AS before
    FROM paid
)
SELECT
    variant,
    COUNT(*) FILTER (WHERE variants = 1) AS units,
    COALESCE(SUM(outcome) FILTER (WHERE variants = 1), 0) AS outcome,
    COALESCE(SUM(outcome * outcome) FILTER (WHERE variants = 1), 0) AS outcome_squared,
    COALESCE(SUM(before) FILTER (WHERE variants = 1), 0) AS before,
    COALESCE(SUM(before * before) FILTER (WHERE variants = 1), 0) AS before_squared,
    COALESCE(SUM(outcome * before) FILTER (WHERE variants = 1), 0) AS product,
    COUNT(*) FILTER (WHERE variants > 1) AS mixed
FROM measured
GROUP BY variant
ORDER BY variant
