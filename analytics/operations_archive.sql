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
days AS (
    SELECT
        CAST(day AS date) AS day,
        CAST(CAST(day AS date) AS varchar) AS name,
        DATE_DIFF('day', DATE '1970-01-01', CAST(day AS date)) * 86400000 - late_ms AS late_ms
    FROM asked
    CROSS JOIN UNNEST(SEQUENCE(since, until, INTERVAL '1' DAY)) AS spine (day)
    WHERE CAST(day AS date) < until
),
laid AS (
    SELECT day, type, stream, version, epoch, COUNT(*) AS lines, COUNT(*) FILTER (WHERE recorded_ms <= late_ms) AS late
    FROM archive
    JOIN days ON days.name = archive."date"
    GROUP BY day, type, stream, version, epoch
),
versions AS (
    SELECT day, type, SUM(lines) AS lines, COUNT(*) AS epochs, SUM(late) AS late
    FROM laid
    GROUP BY day, type, stream, version
)
SELECT
    day,
    type,
    CAST(SUM(lines) AS bigint) AS lines,
    COUNT(*) AS events,
    CAST(SUM(lines) - SUM(epochs) AS bigint) AS twice,
    CAST(SUM(epochs) - COUNT(*) AS bigint) AS replaced,
    CAST(SUM(late) AS bigint) AS late
FROM versions
GROUP BY day, type
ORDER BY day, type
