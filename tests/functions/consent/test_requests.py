"""What is asked of the register and what comes of it, in two regions that share tables."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.consent import handler, wiring
from functions.consent.core import Consents
from functions.consent.errors import RefusedError, UnknownError
from functions.consent.purposes import asked_for, read
from functions.consent.register import Register
from governance.for_purposes import purposes
from governance.loading import load
from tests.functions.calls import context
from tests.functions.data_subject_requests.memory import Items, MemoryTable

WORDS = {"purpose": "offers", "language": "en", "words": "May we tell you of offers?", "valid_days": 30}
GIVEN = {"decision": "given", "surface": "shop", "method": "box", "text": "t", "version": 1}
WITHDRAWN = {"decision": "withdrawn", "surface": "shop", "method": "box"}
PURPOSES = read(purposes(load()))


class Place:
    """The register in two regions."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.tables = datetime(2026, 3, 1, tzinfo=UTC), dict[str, Items]()
        standing, proofs = (MemoryTable(None, name, self.tables) for name in ("standing", "proofs"))
        self.consents = {
            region: Consents(Register(standing, proofs, region, lambda: self.now), PURPOSES)
            for region in ("eu-west-1", "us-east-1")
        }
        self.monkeypatch = monkeypatch

    def ask(self, method: str, path: str, body: Any = None, *, region: str = "eu-west-1", **more: str) -> Any:
        self.monkeypatch.setattr(wiring, "consents", lambda: self.consents[region])
        first, *rest = path.split("/")
        names = ("text", "version") if first == "consent-texts" else ("subject", "purpose")
        event = {
            "httpMethod": method,
            "pathParameters": dict(zip(names, rest, strict=False)),
            "headers": {"Sec-GPC": more.pop("signal", "0")},
            "requestContext": {
                "authorizer": {"tenant": "acme", "scope": "consents.write", "principalId": "shop", **more}
            },
            "body": json.dumps(body),
        }
        answer = handler.handle(event, context())
        return answer["statusCode"], json.loads(answer["body"])

    def state(self, subject: str, purpose: str = "offers") -> str:
        return self.ask("GET", f"consents/{subject}")[1]["purposes"].get(purpose, "none")

    def open(self, purpose: str, *people: str, signal: bool = False) -> bool:
        try:
            self.consents["us-east-1"].permit(people, PURPOSES[purpose], signal=signal)
        except RefusedError:
            return False
        return True


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Place:
    found = Place(monkeypatch)
    assert found.ask("PUT", "consent-texts/t/1", WORDS)[0] == 200
    assert found.ask("PUT", "consent-texts/s/1", {**WORDS, "purpose": "sharing"})[0] == 200
    return found


def problem(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["type"].removeprefix("urn:groot:problem:consents:")


def test_a_consent_is_given_and_taken_back_by_one_call_of_one_form_and_bears_at_once(place: Place) -> None:
    assert not place.open("offers", "ann")
    status, told = place.ask("PUT", "consents/ann/offers", GIVEN)
    assert (status, told["state"], told["until"]) == (200, "given", "2026-03-31T00:00:00.000+00:00")
    assert place.open("offers", "ann")
    assert not place.open("offers", "ann", "bob"), "each of them is asked"
    assert GIVEN.keys() >= WITHDRAWN.keys()
    assert place.ask("PUT", "consents/ann/offers", WITHDRAWN, region="us-east-1")[1]["state"] == "withdrawn"
    assert (place.open("offers", "ann"), place.state("ann")) == (False, "withdrawn")
    assert place.ask("PUT", "consents/ann/offers", GIVEN)[1]["state"] == "given"
    place.now += timedelta(days=30)
    assert (place.open("offers", "ann"), place.state("ann")) == (False, "expired")


def test_what_proves_it_says_who_when_how_and_by_which_words_and_is_chained(place: Place) -> None:
    place.ask("PUT", "consents/ann/offers", GIVEN)
    place.ask("PUT", "consents/ann/offers", WITHDRAWN, region="us-east-1")
    place.ask("PUT", "consents/ann/offers", GIVEN)
    history = place.ask("GET", "consents/ann")[1]["history"]
    assert [(each["region"], each["number"], each["act"]) for each in history] == [
        *(("eu-west-1", number, "given") for number in (1, 2)),
        ("us-east-1", 1, "withdrawn"),
    ]
    words = hashlib.sha256(b"May we tell you of offers?").hexdigest()
    assert place.ask("GET", "consent-texts/t/1")[1]["digest"] == words
    assert history[0] | {"digest": ""} == {
        "region": "eu-west-1", "number": 1, "at": "2026-03-01T00:00:00.000+00:00", "purpose": "offers", "act": "given",
        "surface": "shop", "method": "box", "by": "acme", "text": "t", "version": 1, "words": words, "digest": "",
    }  # fmt: skip
    assert place.consents["us-east-1"].faults("ann") == []
    [first, *_] = [item for (pk, _), item in place.tables["proofs"].items() if pk.startswith("proof#eu")]
    first["body"]["S"] = first["body"]["S"].replace("shop", "fair")
    assert place.consents["us-east-1"].faults("ann") == ["eu-west-1: entry 1 was changed"]


def test_a_text_does_not_change(place: Place) -> None:
    assert place.ask("PUT", "consent-texts/t/1", WORDS)[0] == 200
    assert problem(place.ask("PUT", "consent-texts/t/1", {**WORDS, "words": "other"})) == (409, "text-changed")
    assert place.ask("GET", "consent-texts/t/1")[1]["words"] == WORDS["words"]
    assert problem(place.ask("GET", "consent-texts/t/2")) == (404, "unknown")
    assert problem(place.ask("PUT", "consents/ann/offers", {**GIVEN, "version": 2})) == (404, "unknown")
    assert problem(place.ask("PUT", "consents/ann/offers", {**GIVEN, "text": "s"})) == (404, "unknown")
    assert problem(place.ask("PUT", "consents/ann/nothing", GIVEN)) == (404, "unknown")
    assert place.state("ann") == "none"


def test_a_person_s_own_token_decides_for_them_alone(place: Place) -> None:
    own = {"scope": "consents.own records.read", "principalId": "ann"}
    assert place.ask("PUT", "consents/ann/offers", GIVEN, **own)[0] == 200
    assert problem(place.ask("PUT", "consents/bob/offers", GIVEN, **own)) == (403, "of-another")
    assert problem(place.ask("GET", "consents/bob", **own)) == (403, "of-another")
    assert place.ask("GET", "consents/ann", **own)[0] == 200
    reading = {"scope": "consents.read"}
    assert place.ask("GET", "consents/ann", **reading)[0] == 200
    assert problem(place.ask("PUT", "consents/ann/offers", WITHDRAWN, **reading)) == (403, "of-another")


def test_a_signal_takes_every_sale_back_and_keeps_it_from_the_session(place: Place) -> None:
    shared = {**GIVEN, "text": "s"}
    place.ask("PUT", "consents/ann/sharing", shared)
    assert place.open("sharing", "ann")
    assert not place.open("sharing", "ann", signal=True)
    assert problem(place.ask("PUT", "consents/ann/sharing", shared, signal="1")) == (409, "opted-out")
    assert place.open("sharing", "ann")
    assert place.ask("PUT", "consents/ann/offers", GIVEN, signal="1")[1]["state"] == "given"
    assert (place.open("sharing", "ann"), place.open("offers", "ann")) == (False, True)
    assert place.ask("PUT", "consents/ann/sharing", shared, signal="yes")[1]["state"] == "given", (
        "1 alone is the signal"
    )


def test_requests_of_people_are_decisions_and_claims_are_open_whatever_they_say(place: Place) -> None:
    place.ask("PUT", "consents/ann/sharing", {**GIVEN, "text": "s"})
    assert place.open("security", "ann")
    for kind in ("ccpa-opt-out", "gdpr-objection", "gdpr-access"):
        place.consents["eu-west-1"].choose("ann", kind)
    assert (place.open("sharing", "ann"), place.open("security", "ann")) == (False, False)
    assert place.open("legal-claims", "ann"), "GDPR Art. 21(1) leaves that open"
    assert place.open("records-of-clients", "ann"), "nobody's consent is asked for what a contract asks for"
    assert place.open("security", "bob")


def test_who_is_erased_is_nowhere_by_name_and_what_proves_it_is_found_by_who_knows_the_name(place: Place) -> None:
    for who in ("ann-7f", "bob-7f"):
        for region in ("eu-west-1", "us-east-1"):
            place.ask("PUT", f"consents/{who}/offers", GIVEN, region=region)
    assert "ann-7f" not in str(place.tables["proofs"])
    before = place.ask("GET", "consents/bob-7f")
    register = place.consents["us-east-1"].register
    assert (register.forget("ann-7f"), register.forget("ann-7f")) == (2, 0)
    assert "ann-7f" not in str(place.tables)
    assert not place.open("offers", "ann-7f")
    told = place.ask("GET", "consents/ann-7f")[1]
    assert (told["purposes"], [each["act"] for each in told["history"]]) == ({}, ["given", "given", "erased"])
    assert place.consents["us-east-1"].faults("ann-7f") == []
    assert place.ask("GET", "consents/bob-7f") == before


@pytest.mark.parametrize(
    "body",
    [
        *(None, [], {}, {**GIVEN, "decision": "yes"}, {**GIVEN, "more": 1}, {**GIVEN, "version": 0}),
        *({**GIVEN, "version": True}, {**GIVEN, "surface": "a b"}, {**WITHDRAWN, "method": ""}),
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_is_kept(body: Any, place: Place) -> None:
    assert problem(place.ask("PUT", "consents/ann/offers", body)) == (400, "malformed")
    assert place.ask("GET", "consents/ann")[1] == {"purposes": {}, "history": []}


@pytest.mark.parametrize("who", ["", "' --", "a" * 201, " pseudonyms", "ann#x", "é"])
def test_hostile_names_reach_no_table(who: str, place: Place) -> None:
    assert problem(place.ask("GET", f"consents/{who}")) == (400, "malformed")


def test_a_purpose_is_what_the_token_has(place: Place) -> None:
    def of(scope: str, **headers: str) -> str:
        authorizer = {"scope": scope}
        return asked_for({"headers": headers, "requestContext": {"authorizer": authorizer}}, PURPOSES).name

    assert of("records.read") == of("", **{"GROOT-purpose": "records-of-clients"}) == "records-of-clients"
    assert of("records.read purpose:offers", **{"Groot-Purpose": "offers"}) == "offers"
    with pytest.raises(RefusedError):
        of("purpose:sharing", **{"Groot-Purpose": "offers"})
    with pytest.raises(UnknownError):
        of("purpose:never", **{"Groot-Purpose": "never"})
