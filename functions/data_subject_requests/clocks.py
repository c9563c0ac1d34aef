"""When a request has to be answered: until the end of a day, where the person is.

`kinds.toml` says by which law and why nothing stops or lengthens a period of itself.
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from functions.data_subject_requests.errors import MalformedError
from functions.data_subject_requests.kinds import Period

WORKING_DAYS: Final = 5
"""Monday to Friday. Holidays count as working days: an answer is never later for it."""
WARNING_SHARE: Final = 0.25
"""Of the time that a request has: when that little is left, it is told."""
ZONES: Final = {"gdpr": "Europe/Brussels", "ccpa": "America/Los_Angeles"}
"""Where a person is of whom nothing else is said, by law."""


def zone(name: object, law: str) -> str:
    """Return *name* if it is a time zone of IANA's, or that of *law* for None; raises MalformedError."""
    if name is None:
        return ZONES[law]
    if not isinstance(name, str) or name not in available_timezones():
        raise MalformedError("zone: a time zone of IANA's, such as Europe/Paris")
    return name


def due(received: datetime, period: Period, where: str, *, extended: bool) -> datetime:
    """Return the moment, in UTC, before which a request *received* then has to be answered, of a person in zone
    *where*: the first of the day after the last."""
    first = received.astimezone(ZoneInfo(where)).date()
    length = period.length + (period.extension if extended else 0)
    last = {"months": _months, "days": _days, "business-days": _business_days}[period.unit](first, length)
    return datetime.combine(last + timedelta(days=1), time(), ZoneInfo(where)).astimezone(UTC)


def is_late(received: datetime, due_at: datetime, now: datetime) -> bool:
    """Return whether so little is left of the time from *received* to *due_at* that it should be told."""
    return now >= due_at - (due_at - received) * WARNING_SHARE


def _months(first: date, length: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + length, 12)
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def _days(first: date, length: int) -> date:
    return first + timedelta(days=length)


def _business_days(first: date, length: int) -> date:
    last = first
    while length:
        last += timedelta(days=1)
        length -= last.weekday() < WORKING_DAYS
    return last
