-- Question: Is what is archived whole: how much of it stands there twice, came late, or was appended anew after a failover?
-- Parameters:
--   since date: first day of arrival that counts, of UTC
--   until date: first day that no longer counts
--   late_hours bigint: events that arrived so long after they were appended, or later, are late
-- Answer, by day of arrival and type of event, of those that tables are served of:
--   day date: on which they arrived
--   type varchar: of the events
--   lines bigint: that were laid down
--   events bigint: versions of streams among them
--   twice bigint: lines that say what another line of the same day and epoch says
--   replaced bigint: lines of an older epoch than another of the same version that day, which views pass over
--   late bigint: lines of events that are late, by the day's beginning, so that one may be counted a day too late

WITH asked AS (
    SELECT CAST(? AS date) AS since, CAST(? AS date) AS until, CAST(? AS bigint) * 3600000 AS late_ms
),
laid AS (
    SELECT
        CAST("date" AS date) AS day, type, stream, version, epoch, recorded_ms, late_ms,
        ROW_NUMBER() OVER (PARTITION BY "date", type, stream, version, epoch ORDER BY recorded_ms) AS copy,
        MAX(epoch) OVER (PARTITION BY "date", type, stream, version) AS newest
    FROM archive CROSS JOIN asked
    WHERE CAST("date" AS date) >= since AND CAST("date" AS date) < until
)
SELECT
    day,
    type,
    COUNT(*) AS lines,
    COUNT(*) FILTER (WHERE copy = 1 AND epoch = newest) AS events,
    COUNT(*) FILTER (WHERE copy > 1) AS twice,
    COUNT(*) FILTER (WHERE copy = 1 AND epoch < newest) AS replaced,
    COUNT(*) FILTER (WHERE CAST(TO_UNIXTIME(CAST(day AS timestamp)) * 1000 AS bigint) - recorded_ms >= late_ms) AS late
FROM laid
GROUP BY day, type
ORDER BY day, type
