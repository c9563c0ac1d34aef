"""What people may do at the desk, and what time does."""

from typing import Any

import pytest

from functions.elevation.errors import (
    BusyError,
    MalformedError,
    NotAllowedError,
    OutOfOrderError,
    UnknownRequestError,
)
from tests.functions.elevation.place import MEANWHILE, REASON, Place, id_of


@pytest.fixture
def place() -> Place:
    return Place()


def test_a_session_begins_with_the_approval_and_ends_by_itself(place: Place) -> None:
    assert place.request(1)["status"] == "requested"
    with pytest.raises(OutOfOrderError, match="requested"):
        place.on("credentials", 1, "ann")
    told = place.on("approve", 1, "bob", "Leads")
    assert (told["status"], told["ends_at"]) == ("active", "2026-01-05T09:30:00.000+00:00")
    place.wait(29)
    assert place.on("credentials", 1, "ann")["AccessKeyId"] == id_of(1)
    place.wait(1)
    with pytest.raises(OutOfOrderError, match="ended"):
        place.on("credentials", 1, "ann")
    assert [each.act for each in place.heard] == ["requested", "approved", "credentials", "ended"]


def test_two_have_to_agree_on_what_can_do_more_harm(place: Place) -> None:
    place.request(1, tier="administrator")
    assert place.on("approve", 1, "bob", "Leads")["status"] == "requested"
    with pytest.raises(OutOfOrderError, match="takes another"):
        place.on("approve", 1, "bob", "Leads")
    assert place.on("approve", 1, "cyd", "Leads")["status"] == "active"


@pytest.mark.parametrize(
    ("by", "group", "why"),
    [("ann", "Leads", "ask for themselves"), ("bob", "Engineers", "people of Leads decide")],
)
@pytest.mark.parametrize("act", ["approve", "refuse"])
def test_others_of_the_right_group_decide(place: Place, act: str, by: str, group: str, why: str) -> None:
    place.request(1)
    with pytest.raises(NotAllowedError, match=why):
        place.on(act, 1, by, group)


def test_two_people_do_not_hand_each_other_the_keys(place: Place) -> None:
    place.ask("request", "bob", "Leads", request=id_of(2), reason=REASON, ticket="OPS-18", minutes=30, tier="operator")
    place.ask("request", "cyd", "Leads", request=id_of(3), reason=REASON, ticket="OPS-18", minutes=30, tier="operator")
    place.on("approve", 2, "cyd", "Leads")
    with pytest.raises(NotAllowedError, match="under way"):
        place.on("approve", 3, "bob", "Leads")
    place.wait(30)
    assert place.on("approve", 3, "bob", "Leads")["status"] == "active"


def test_nor_do_three_in_a_circle(place: Place) -> None:
    asked = {"reason": REASON, "ticket": "OPS-18", "minutes": 30, "tier": "operator"}
    for number, who in ((1, "cyd"), (2, "dan"), (3, "bob")):
        place.ask("request", who, "Leads", request=id_of(number), **asked)
    place.on("approve", 1, "bob", "Leads")
    place.on("approve", 2, "cyd", "Leads")
    with pytest.raises(NotAllowedError, match="or who let them"):
        place.on("approve", 3, "dan", "Leads")
    place.wait(30)
    assert place.on("approve", 3, "dan", "Leads")["status"] == "active"


def test_nor_do_they_at_once(place: Place) -> None:
    for number, who in ((2, "bob"), (3, "cyd")):
        place.ask(
            "request", who, "Leads", request=id_of(number), reason=REASON, ticket="OPS-18", minutes=30, tier="operator"
        )
    MEANWHILE["do"] = lambda: place.on("approve", 2, "cyd", "Leads")
    with pytest.raises(NotAllowedError, match="under way"):
        place.on("approve", 3, "bob", "Leads")


def test_who_revokes_is_not_outrun_by_who_asks_for_credentials(place: Place) -> None:
    place.request(1)
    place.on("approve", 1, "bob", "Leads")
    MEANWHILE["do"] = lambda: place.on("revoke", 1, "cyd", "Leads")
    with pytest.raises(BusyError):
        place.on("credentials", 1, "ann")
    assert place.keys.refused["operator"] == [id_of(1)]


def test_a_revoked_session_is_refused_until_its_credentials_have_run_out(place: Place) -> None:
    place.request(1)
    place.on("approve", 1, "bob", "Leads")
    with pytest.raises(NotAllowedError):
        place.on("revoke", 1, "eve", "Engineers")
    place.on("revoke", 1, "ann")
    place.keys.refused.clear()  # IAM didn't answer
    place.on("revoke", 1, "bob", "Leads")
    assert place.keys.refused["operator"] == [id_of(1)]
    place.keys.refused.clear()
    place.desk.sweep()
    assert place.keys.refused["operator"] == [id_of(1)]
    place.wait(30)
    place.desk.sweep()
    place.desk.sweep()
    assert place.keys.refused["operator"] == []
    assert [*place.desk.book.open()] == []


def test_nobody_approves_what_has_waited_for_half_a_day(place: Place) -> None:
    place.request(1)
    place.wait(240)
    with pytest.raises(OutOfOrderError, match="expired"):
        place.on("approve", 1, "bob", "Leads")
    assert place.heard[-1].act == "expired"


def test_a_session_is_of_who_asked(place: Place) -> None:
    place.request(1)
    place.on("approve", 1, "bob", "Leads")
    for by, group in (("bob", "Leads"), ("ann", "Guests")):
        with pytest.raises(NotAllowedError):
            place.on("credentials", 1, by, group)


def test_a_review_is_owed_and_counts_when_it_is_late(place: Place) -> None:
    place.request(1, tier="administrator")
    for by in ("bob", "cyd"):
        place.on("approve", 1, by, "Leads")
    place.wait(30)
    place.desk.sweep()
    with pytest.raises(NotAllowedError, match="themselves"):
        place.ask("review", "ann", "Leads", request=id_of(1), reason=REASON)
    place.wait(3 * 24 * 60 - 1)
    assert place.desk.sweep()["reviews_overdue"] == 0
    place.wait(1)
    assert place.desk.sweep() == {"active": 0, "reviews_overdue": 1}
    assert place.ask("review", "bob", "Leads", request=id_of(1), reason=REASON)["reviewed_by"] == "bob"
    assert place.desk.sweep()["reviews_overdue"] == 0


def test_broken_glass_is_owed_a_review_once(place: Place) -> None:
    event = "0f8fad5b-d9cb-469f-a165-70867728950e"
    told = place.desk.glass_broken(event)
    assert place.desk.glass_broken(event) == told
    assert [each.act for each in place.heard] == ["glass broken"]
    place.wait(2 * 24 * 60)
    assert place.desk.sweep()["reviews_overdue"] == 1
    place.ask("review", "bob", "Leads", request=told["request"], reason=REASON)
    assert place.desk.sweep()["reviews_overdue"] == 0


def test_the_same_request_is_one_and_an_id_is_for_one(place: Place) -> None:
    assert place.request(1) == place.request(1)
    assert len(place.heard) == 1
    with pytest.raises(OutOfOrderError, match="stands for another"):
        place.request(1, minutes=20)
    with pytest.raises(OutOfOrderError, match="stands for another"):
        place.request(1, by="bob")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minutes": 61}, "15 to 60"),
        ({"minutes": 14}, "15 to 60"),
        ({"minutes": True}, "15 to 60"),
        ({"minutes": "30"}, "15 to 60"),
        ({"reason": "because"}, "10 to 500"),
        ({"reason": "two\nlines of log"}, "10 to 500"),
        ({"ticket": "ops"}, "OPS-17"),
        ({"request": "../open"}, "16 hexadecimal"),
        ({"tier": "break-glass"}, "one of administrator, operator"),
        ({"by_name": "bob"}, "by_name"),
    ],
)
def test_what_is_asked_is_checked(place: Place, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(MalformedError, match=said):
        place.request(1, **wrong)
    assert place.heard == []


def test_who_does_not_approve_sees_their_own_alone(place: Place) -> None:
    place.request(1)
    place.request(2, by="dan")
    for by, group, seen in (("ann", "Engineers", [1]), ("bob", "Leads", [1, 2]), ("eve", "Guests", [])):
        told = place.ask("list", by, group)["requests"]
        assert [each["id"] for each in told] == [id_of(each) for each in seen]
    assert place.ask("audit", "bob", "Leads")["faults"] == []
    with pytest.raises(NotAllowedError):
        place.ask("audit", "ann")


def test_what_is_not_there_is_said(place: Place) -> None:
    with pytest.raises(UnknownRequestError):
        place.on("approve", 9, "bob", "Leads")
    with pytest.raises(NotAllowedError, match="people of Engineers and Leads ask"):
        place.ask(
            "request", "eve", "Guests", request=id_of(1), reason=REASON, ticket="OPS-1", minutes=30, tier="operator"
        )
