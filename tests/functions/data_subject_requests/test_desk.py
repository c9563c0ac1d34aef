"""What is asked of the desk, and what the workflow makes of it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from functions.data_subject_requests.errors import (
    IdReusedError,
    MalformedError,
    OutOfOrderError,
    UnknownRequestError,
)
from functions.data_subject_requests.request import named
from tests.conftest import ROOT
from tests.functions.data_subject_requests.places import Place

ANN, BOB = "ann-01", "bob-02"
SCHEMAS: Path = ROOT / "api/data_subject_requests"


@pytest.fixture
def place() -> Place:
    found = Place()
    found.keys.kept = {ANN, BOB}
    return found


def valid(schema: str, document: Any) -> None:
    read = json.loads((SCHEMAS / f"{schema}.v1.schema.json").read_text())
    Draft202012Validator(read, format_checker=FormatChecker()).validate(document)


def test_an_erasure_goes_through_every_store_is_searched_told_and_certified(place: Place) -> None:
    told = place.receive("r1", "gdpr-erasure", ANN)
    assert (told["status"], told["proven"], told["due_at"]) == ("open", True, "2026-02-28T23:00:00+00:00")
    place.run()
    told = place.ask("tell", request="r1")
    assert (told["status"], told["left"], place.keys.kept) == ("open", ["paper"], {BOB})
    place.ask("confirm", request="r1", store="paper")
    place.run()
    told = place.ask("tell", request="r1")
    certificate = told["certificate"]
    valid("certificate", certificate)
    assert {each["store"]: each["outcome"] for each in certificate["stores"]} == {
        "keys": "1 gone",
        "sealed": "done with it",
        "paper": "confirmed by a person",
        "logs": "",
    }
    assert certificate["subject_digests"] == [named("r1", ANN)]
    assert place.notices == [
        {"request": "r1", "kind": "gdpr-erasure", "subjects": [ANN], "recipient": "Processor"},
    ]
    assert ANN not in str(place.tables), "what has ended names nobody"
    acts = [each.act for each in place.entries if each.request == "r1"]
    assert acts == ["received", "proven", "planned", *["acted"] * 2, "confirmed", "searched", "notified", "concluded"]
    assert place.ask("audit") == {"entries": 9, "faults": [], "last": place.entries[-1].digest}


def test_a_store_that_is_down_in_the_middle_stops_the_request_and_the_next_run_goes_on(place: Place) -> None:
    place.keys.down = [True]
    place.receive("r1", "gdpr-erasure", ANN)
    place.run()
    assert [each.act for each in place.entries][-1] == "stopped"
    assert place.counted["RequestsStopped"] == 1
    assert place.ask("tell", request="r1")["left"] == ["keys", "paper", "sealed"]
    place.run()
    assert place.ask("tell", request="r1")["left"] == ["paper"]
    assert [step.outcome for step in place.book.request("r1").steps if step.store == "keys"] == ["0 gone"]


def test_the_same_request_twice_is_one_and_an_id_stands_for_one(place: Place) -> None:
    first = place.receive("r1", "gdpr-erasure", ANN, BOB)
    place.clock.pass_(days=3)
    assert place.receive("r1", "gdpr-erasure", BOB, ANN) == first, "made again later, elsewhere, in another order"
    with pytest.raises(IdReusedError):
        place.receive("r1", "gdpr-erasure", BOB)
    with pytest.raises(IdReusedError):
        place.receive("r1", "gdpr-access", ANN, BOB)


def test_nothing_is_done_for_somebody_who_is_not_shown_to_be_them_though_time_runs(place: Place) -> None:
    told = place.receive("r1", "gdpr-erasure", ANN, proof="forged")
    assert (told["proven"], told["needs"]) == (False, "proof 1: its signature is not valid")
    assert place.entries[-1].act == "not proven"
    place.run()
    assert place.keys.kept == {ANN, BOB}
    place.clock.pass_(days=2)
    again = place.receive("r1", "gdpr-erasure", ANN)
    assert (again["proven"], again["due_at"]) == (True, told["due_at"])
    place.run()
    assert place.keys.kept == {BOB}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"subjects": ["ann' OR 1=1 --"]}, "subjects: must match"),
        ({"subjects": ["../../etc/passwd"]}, "subjects: must match"),
        ({"subjects": ["ann#holds"]}, "subjects: must match"),
        ({"subjects": ["ann\u202e"]}, "subjects: must match"),
        ({"subjects": ["a" * 100_000]}, "subjects: must match"),
        ({"subjects": []}, "subjects: a list of 1 to 20"),
        ({"subjects": [ANN, ANN]}, "subjects: each stands once"),
        ({"subjects": {"ann": 1}}, "subjects: a list"),
        ({"request": "r1\n"}, "request: must match"),
        ({"kind": "gdpr-revenge"}, "kind: one of gdpr-access"),
        ({"kind": ["gdpr-access"]}, "kind: one of gdpr-access"),
        ({"zone": "Atlantis"}, "zone: a time zone"),
        ({"proofs": ["x" * 5_000]}, "proofs: tokens of"),
        ({"proofs": [1]}, "proofs: texts"),
        ({"admin": True}, "there may be do, request"),
    ],
)
def test_what_is_not_asked_as_it_has_to_be_is_refused_entered_and_not_repeated(
    place: Place, given: dict[str, Any], told: str
) -> None:
    asked = {"request": "r1", "kind": "gdpr-erasure", "subjects": [ANN], "proofs": ["good"], **given}
    with pytest.raises(MalformedError, match=told) as refusal:
        place.ask("receive", **asked)
    assert len(str(refusal.value)) < 400
    assert "OR 1=1" not in str(refusal.value)
    assert (place.entries[-1].act, place.entries[-1].detail) == ("declined", {"fault": "MalformedError"})
    assert [*place.book.open()] == []


def test_what_is_not_there_is_refused_and_entered(place: Place) -> None:
    with pytest.raises(UnknownRequestError):
        place.ask("tell", request="r9")
    assert place.entries[-1].detail == {"fault": "UnknownRequestError"}
    with pytest.raises(MalformedError, match="do: one of audit"):
        place.ask("destroy everything")


def test_somebody_of_whom_nothing_is_kept_is_told_so_and_leaves_nothing(place: Place) -> None:
    place.receive("r1", "ccpa-delete", "nobody")
    place.ask("tell", request="r1")
    place.run()
    assert place.book.request("r1").step("keys").outcome == "0 gone"
    assert place.keys.kept == {ANN, BOB}


def test_a_person_of_two_names_is_forgotten_by_both(place: Place) -> None:
    place.keys.kept |= {"ann-99"}
    place.receive("r1", "gdpr-erasure", ANN, "ann-99")
    place.run()
    assert place.keys.kept == {BOB}
    assert place.book.request("r1").step("keys").outcome == "2 gone"


def test_a_hold_is_respected_and_told_even_one_that_came_after_the_plan(place: Place) -> None:
    place.keys.down = [False]
    place.receive("r1", "gdpr-erasure", ANN)
    place.run()
    assert "keys" in place.ask("tell", request="r1")["left"]
    place.ask("hold", hold="case-7", reason="legal-claims", subject=ANN, stores=["sealed"])
    place.run()
    assert place.keys.kept == {ANN, BOB}, "the key would take what it seals with it"
    steps = {each["store"]: each for each in place.ask("tell", request="r1")["steps"]}
    assert steps["keys"]["note"] == steps["sealed"]["note"]
    assert steps["keys"]["note"].startswith("kept: Art. 17(3)(e)")
    place.ask("release", hold="case-7")
    place.receive("r2", "gdpr-erasure", ANN)
    place.run()
    assert place.keys.kept == {BOB}


def test_a_hold_ends_with_its_last_day_and_holds_nobody_else(place: Place) -> None:
    place.ask("hold", hold="tax", reason="legal-obligation", subject=ANN, until="2026-02-01")
    place.receive("r1", "ccpa-delete", ANN)
    place.receive("r2", "ccpa-delete", BOB)
    place.run()
    assert place.keys.kept == {ANN}
    assert "1798.105(d)(8)" in place.book.request("r1").step("keys").note
    place.clock.pass_(days=2)
    place.receive("r3", "ccpa-delete", ANN)
    place.run()
    assert place.keys.kept == set()


def test_a_catalogue_that_denies_what_a_store_holds_is_told_and_a_person_has_to_see_to_it(place: Place) -> None:
    place.elsewhere.kept = {ANN}
    place.receive("r1", "gdpr-erasure", ANN)
    place.run()
    place.ask("confirm", request="r1", store="paper")
    place.run()
    told = place.ask("tell", request="r1")
    assert (told["status"], told["left"]) == ("open", ["elsewhere"])
    assert place.counted["RequestsDeniedByCatalogue"] == 1
    assert (place.entries[-1].act, place.entries[-1].detail) == ("catalogue denied", {"stores": {"elsewhere": 1}})
    place.ask("confirm", request="r1", store="elsewhere")
    place.run()
    assert place.ask("tell", request="r1")["certificate"]["still_named_in"] == {"elsewhere": 1}


def test_an_erasure_that_only_says_so_is_found_by_the_search_and_done_again(place: Place) -> None:
    place.receive("r1", "gdpr-erasure", ANN)
    place.run()
    place.ask("confirm", request="r1", store="paper")
    place.keys.kept |= {ANN}
    place.run()
    assert [each.act for each in place.entries][-2:] == ["still there", "stopped"]
    assert place.ask("tell", request="r1")["status"] == "open"
    place.run()
    assert place.ask("tell", request="r1")["status"] == "done"
    assert place.keys.kept == {BOB}


def test_an_export_is_handed_out_as_json_and_as_csv_and_is_kept_nowhere(place: Place) -> None:
    place.receive("r1", "gdpr-access", ANN)
    place.run()
    with pytest.raises(OutOfOrderError, match="left to do before"):
        place.ask("hand", request="r1")
    for store in ("paper", "sealed", "logs"):
        if store in place.ask("tell", request="r1")["left"]:
            place.ask("confirm", request="r1", store=store)
    place.run()
    assert place.ask("tell", request="r1")["status"] == "open", "until it is handed out"
    document = json.loads(place.ask("hand", request="r1", format="json")["content"])
    valid("export", document)
    [keys] = document["stores"]
    assert (keys["store"], keys["purposes"], keys["recipients"]) == ("keys", ["Keeping"], ["Processor"])
    assert [each["data"]["name"] for each in keys["pieces"]] == [ANN]
    assert {each["store"]: each["by"] for each in document["elsewhere"]} == {
        "sealed": "with",
        "paper": "person",
        "logs": "told",
    }
    table = place.ask("hand", request="r1", format="csv")["content"]
    rows = [*csv.DictReader(io.StringIO(table))]
    assert {row["field"]: row["value"] for row in rows} == {
        "/name": ANN,
        "/sum": "'=1+1",
        "/list/0": "1",
        "/list/1": "null",
    }
    place.run()
    assert place.ask("tell", request="r1")["status"] == "done"
    assert place.declined("hand", request="r1") == "OutOfOrderError"
    assert "=1+1" not in str(place.tables)


def test_a_restriction_is_set_told_and_taken_back(place: Place) -> None:
    place.receive("r1", "gdpr-restriction", ANN)
    place.run()
    assert place.keys.marked == {ANN}
    place.receive("r2", "gdpr-restriction-lifted", ANN)
    place.run()
    assert place.keys.marked == set()


def test_a_choice_needs_no_proof_is_kept_and_told_to_whoever_data_go_to(place: Place) -> None:
    place.receive("r1", "ccpa-opt-out", ANN, proof="good")
    place.run()
    assert place.ask("tell", request="r1")["status"] == "done"
    assert place.ask("choices", subject=ANN) == {"choices": ["ccpa-opt-out"]}
    assert place.ask("choices", subject=BOB) == {"choices": []}
    assert [each["recipient"] for each in place.notices] == ["Processor"]


def test_time_is_lengthened_once_with_a_reason_and_before_it_has_run_out(place: Place) -> None:
    place.receive("r1", "gdpr-erasure", ANN)
    assert place.declined("extend", request="r1", reason="holidays") == "MalformedError"
    told = place.ask("extend", request="r1", reason="complexity")
    assert (told["due_at"], told["extended"]) == ("2026-04-30T22:00:00+00:00", "Art. 12(3): it is complex")
    assert place.declined("extend", request="r1", reason="number") == "OutOfOrderError"
    place.receive("r2", "ccpa-limit", ANN)
    assert place.declined("extend", request="r2", reason="number") == "OutOfOrderError"
    place.receive("r3", "ccpa-delete", ANN)
    place.clock.pass_(days=46)
    assert place.declined("extend", request="r3", reason="number") == "OutOfOrderError"


def test_a_refusal_says_why_and_where_to_complain_and_comes_before_anything_is_done(place: Place) -> None:
    place.receive("r1", "gdpr-erasure", ANN)
    told = place.ask("refuse", request="r1", reason="unfounded")
    assert (told["status"], told["refused"]) == ("refused", "Art. 12(5)(b): manifestly unfounded")
    assert "supervisory authority" in told["complaint"]
    place.run()
    assert place.keys.kept == {ANN, BOB}
    place.receive("r2", "gdpr-erasure", BOB)
    place.run()
    assert place.declined("refuse", request="r2", reason="unfounded") == "OutOfOrderError"


def test_what_runs_out_of_time_is_counted_proven_or_not(place: Place) -> None:
    place.receive("r1", "gdpr-erasure", ANN, proof="forged")
    place.run()
    assert (place.counted["RequestsOpen"], place.counted["RequestsLate"]) == (1, 0)
    place.clock.pass_(days=22)
    place.run()
    assert (place.counted["RequestsLate"], place.counted["RequestsOverdue"]) == (1, 0)
    place.clock.pass_(days=7)
    place.run()
    assert (place.counted["RequestsLate"], place.counted["RequestsOverdue"]) == (1, 1)
