"""Time runs as the laws say, told by their own examples and by another library's months."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from functions.data_subject_requests import clocks
from functions.data_subject_requests.errors import MalformedError
from functions.data_subject_requests.kinds import kind

BRUSSELS, PACIFIC = "Europe/Brussels", "America/Los_Angeles"


def last_day(received: str, name: str, zone: str, *, extended: bool = False) -> str:
    """Return the last day, where the person is, on which a request is answered in time."""
    due = clocks.due(datetime.fromisoformat(received), kind(name).period, zone, extended=extended)
    return (due - timedelta(seconds=1)).astimezone(clocks.ZoneInfo(zone)).date().isoformat()


@pytest.mark.parametrize(
    ("received", "last", "extended"),
    [
        ("2026-03-05T10:00:00+01:00", "2026-04-05", "2026-06-05"),  # EDPB Guidelines 01/2022, 5.3: a Sunday here
        ("2026-08-31T10:00:00+02:00", "2026-09-30", "2026-11-30"),  # the same
        ("2027-01-31T10:00:00+01:00", "2027-02-28", "2027-04-30"),
        ("2028-01-31T10:00:00+01:00", "2028-02-29", "2028-04-30"),
        ("2028-02-29T10:00:00+01:00", "2028-03-29", "2028-05-29"),
        ("2026-12-31T10:00:00+01:00", "2027-01-31", "2027-03-31"),
        ("2026-11-30T10:00:00+01:00", "2026-12-30", "2027-02-28"),
    ],
)
def test_a_month_ends_on_its_day_or_on_the_last_there_is(received: str, last: str, extended: str) -> None:
    assert last_day(received, "gdpr-access", BRUSSELS) == last
    assert last_day(received, "gdpr-access", BRUSSELS, extended=True) == extended


@pytest.mark.parametrize(
    ("received", "last", "extended"),
    [
        ("2026-01-01T09:00:00-08:00", "2026-02-15", "2026-04-01"),
        ("2028-01-31T09:00:00-08:00", "2028-03-16", "2028-04-30"),  # over a leap day, which counts
        ("2027-01-31T09:00:00-08:00", "2027-03-17", "2027-05-01"),
    ],
)
def test_45_days_are_days_and_90_in_all(received: str, last: str, extended: str) -> None:
    assert last_day(received, "ccpa-delete", PACIFIC) == last
    assert last_day(received, "ccpa-delete", PACIFIC, extended=True) == extended


def test_a_choice_has_15_business_days() -> None:
    assert last_day("2026-11-27T09:00:00-08:00", "ccpa-opt-out", PACIFIC) == "2026-12-18"  # from a Friday, three weeks
    assert last_day("2026-11-28T09:00:00-08:00", "ccpa-limit", PACIFIC) == "2026-12-18"  # from the Saturday after


def test_a_day_is_a_day_where_the_person_is() -> None:
    moment = "2026-01-31T23:30:00+00:00"
    assert last_day(moment, "gdpr-access", "Europe/Lisbon") == "2026-02-28"
    assert last_day(moment, "gdpr-access", BRUSSELS) == "2026-03-01", "it is the first of February there"


def test_a_night_in_which_clocks_change_takes_nothing_away() -> None:
    due = clocks.due(datetime(2026, 2, 28, 12, tzinfo=UTC), kind("gdpr-access").period, BRUSSELS, extended=False)
    assert due == datetime(2026, 3, 28, 23, tzinfo=UTC)
    due = clocks.due(datetime(2026, 3, 1, 12, tzinfo=UTC), kind("gdpr-access").period, BRUSSELS, extended=False)
    assert due == datetime(2026, 4, 1, 22, tzinfo=UTC), "summer time has begun"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.booleans())
def test_months_are_those_of_another_library(day: date, extended: bool) -> None:
    received = f"{day.isoformat()}T12:00:00+00:00"
    expected = day + relativedelta(months=3 if extended else 1)
    assert last_day(received, "gdpr-erasure", BRUSSELS, extended=extended) == expected.isoformat()


def test_it_is_told_when_a_quarter_is_left() -> None:
    begin, due = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC)
    assert not clocks.is_late(begin, due, datetime(2026, 1, 3, 23, tzinfo=UTC))
    assert clocks.is_late(begin, due, datetime(2026, 1, 4, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["Mars/Phobos", "../../etc/passwd", "", 1])
def test_a_zone_that_is_none_is_refused(zone: object) -> None:
    with pytest.raises(MalformedError, match="zone: a time zone of IANA's"):
        clocks.zone(zone, "gdpr")
