"""No input yields an allow that the policies don't: whatever comes is held against a second, plain implementation.

The model reads no Cedar and none of the function's code. It knows what scopes open from the contract, and the points of
risk from the table; claims are drawn as values, so that it needs no parser of its own.
"""

import json
from fnmatch import fnmatchcase
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from components._shared.contract import contract, operations
from functions.authorizer.errors import RefusedError
from functions.authorizer.request import read
from tests.functions.authorizer.making import (
    HOLDER_KEY,
    HOST,
    KEY,
    NOW,
    OTHER_KEY,
    POLICIES,
    STAGE,
    authorizer,
    event,
    proof,
    sign,
    thumbprint,
)

OPERATIONS = [each for each in operations(contract()) if each.scopes]
HELD = {"records", "event_store"}
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=3,
)
TIMES = st.sampled_from([NOW - 4_000, NOW - 61, NOW, NOW + 60, NOW + 61, NOW + 600, NOW + 3_600]) | JUNK
DEVICES = st.fixed_dictionaries(
    {}, optional={"attested": st.booleans() | JUNK, "score": st.integers(0, 100) | JUNK, "checked_at": TIMES}
)
CLAIMS = st.fixed_dictionaries(
    {
        "iss": st.sampled_from([HOST] * 9 + ["else"]),
        "aud": st.sampled_from([HOST] * 8 + ["else", [HOST, "else"]]),
        "iat": st.sampled_from([NOW] * 4 + [NOW - 2_000]) | TIMES,
        "exp": st.sampled_from([NOW + 600] * 4) | TIMES,
        "sub": st.just("ann") | JUNK,
        "tenant": st.just("acme") | JUNK,
        "scope": st.lists(st.sampled_from([*sorted(POLICIES.scopes), "*", "x"]), max_size=4).map(" ".join) | JUNK,
    },
    optional={
        "device": DEVICES | JUNK,
        "acr": st.sampled_from(["phr", "phrh", "pwd"]) | JUNK,
        "auth_time": TIMES,
        "nbf": TIMES,
        "countries": st.lists(st.sampled_from(["NL", "BE"])) | JUNK,
        "cnf": st.just({"jkt": thumbprint(HOLDER_KEY)}) | JUNK,
    },
)
ASKED = st.sampled_from([*[(each.verb, each.path, each.pattern) for each in OPERATIONS], ("GET", "/{proxy+}", "*/*")])
ADDRESSES = st.sampled_from(["8.8.8.8", "203.0.113.9", "", "2001:db8::1"])


def number(found: Any) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 2**53


def model(claims: dict[str, Any], verb: str, pattern: str, address: str, country: str | None) -> bool:
    """Return whether a caller whose good token makes *claims*, and who proves what it asks for, may do it."""
    times = [claims[name] for name in ("iat", "exp")]
    if not all(map(number, times)) or claims["iss"] != HOST or HOST not in [claims["aud"], *claims["aud"]]:
        return False
    issued, expires = times
    begins = claims.get("nbf")
    if begins is not None and not (number(begins) and begins <= NOW + 60):
        return False
    if issued > NOW + 60 or expires < NOW - 60 or expires - issued > 3_600:
        return False
    if not all(isinstance(claims[name], str) for name in ("sub", "tenant", "scope")):
        return False
    if not claims["sub"] or not claims["tenant"]:
        return False
    points = against(claims, verb, address, country)
    strong = claims.get("acr") in ("phr", "phrh")
    at = claims.get("auth_time")
    if at is not None and not number(at):
        return False
    strong = strong and at is not None and NOW - at <= 900
    scopes = claims["scope"].split()
    if pattern == "*/*":
        opened, held = "workload" in scopes, False
    else:
        [found] = [each for each in OPERATIONS if each.pattern == pattern]
        opened, held = bool({*found.scopes} & {*scopes}), found.answered_by in HELD
    freely = points < 40 or (strong and points < 60)
    return opened and points < 80 and (held or freely)


def against(claims: dict[str, Any], verb: str, address: str, country: str | None) -> int:
    points = {"8.8.8.8": 0, "": 20}.get(address, 40)
    points += {"GET": 0, "DELETE": 10}.get(verb, 5)
    points += 5 if NOW - claims["iat"] > 1_800 else 0
    countries = claims.get("countries")
    if countries is not None:
        points += 10 if country is None else 0 if isinstance(countries, list) and country in countries else 30
    device = claims.get("device")
    if device is None:
        return points + 10
    plain = isinstance(device, dict) and all(
        isinstance(device.get(name), int | float) and not isinstance(device.get(name), bool)
        for name in ("score", "checked_at")
    )
    if not plain:
        return points + 40
    points += 0 if device.get("attested") is True else 25
    points += 25 if device["score"] < 50 else 0
    return points + (15 if NOW - device["checked_at"] > 86_400 else 0)


@settings(max_examples=400, deadline=None)
@given(CLAIMS, ASKED, ADDRESSES, st.sampled_from([None, "NL", "FR"]), st.integers(0, 9), st.integers(0, 4))
def test_what_is_let_in_is_what_the_model_lets_in(
    claims: dict[str, Any], asked: tuple[str, str, str], address: str, country: str | None, key: int, shows: int
) -> None:
    verb, resource, pattern = asked
    path = resource.replace("{", "").replace("}", "")
    given = sign(KEY if key else OTHER_KEY, {"alg": "ES256", "kid": "now"}, claims)
    headers = {"DPoP": proof(given, htm=verb, htu=HOST + path)} if shows else {}
    headers |= {} if country is None else {"CloudFront-Viewer-Country": country}
    bound = claims.get("cnf") == {"jkt": thumbprint(HOLDER_KEY)}
    scheme = "DPoP" if bound else "Bearer"
    own = authorizer()
    try:
        request = read(
            event(f"{scheme} {given}", method=verb, resource=resource, path=path, address=address, headers=headers),
            POLICIES.operations,
        )
        decided = own.decide(request, NOW)
        answer, allowed = own.answer(decided), decided.allowed
    except (RefusedError, OverflowError):
        answer, allowed = None, False
    proven = bool(key) and (bool(shows) if bound else "cnf" not in claims)
    assert allowed == (proven and model(claims, verb, pattern, address, country))
    assert allowed == lets(answer, f"{verb}{path}")


def lets(answer: dict[str, Any] | None, asked: str) -> bool:
    """Return whether a gateway that is answered so lets a request in."""
    if answer is None:
        return False
    json.dumps(answer)
    effects = {
        statement["Effect"]
        for statement in answer["policyDocument"]["Statement"]
        for resource in statement["Resource"]
        if fnmatchcase(f"{STAGE}/{asked}", resource)
    }
    return effects == {"Allow"}


@settings(max_examples=300, deadline=None)
@given(JUNK, st.text(max_size=60), st.dictionaries(st.text(max_size=6), JUNK, max_size=3))
def test_what_nobody_signed_lets_nobody_in(header: Any, text: str, claims: dict[str, Any]) -> None:
    good = sign(KEY, {"alg": "ES256", "kid": "now"}, claims)
    parts = good.split(".")
    for one in (text, f"{parts[0]}.{parts[1]}.{text}", f"{text}.{parts[1]}.{parts[2]}", good):
        try:
            decided = authorizer().decide(read(event(f"Bearer {one}"), POLICIES.operations), NOW)
        except (RefusedError, OverflowError):
            continue
        raise AssertionError(decided.decision)
