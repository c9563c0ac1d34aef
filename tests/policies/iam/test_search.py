"""The search against every request of a small universe: where it finds nothing, nothing there gets through.

And what it finds gets through, and comes from a stranger.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.iam.document import Statement, statements
from policies.iam.evaluate import Answer, Kind, Principal, Request, decide
from policies.iam.patterns import Pattern, TooInvolved, find, pattern
from policies.iam.questions import public

OWN, OTHERS = "111122223333", "999999999999"
ROLE = f"arn:aws:iam::{OTHERS}:role/x"
ORGANIZATION = "o-9999999999"
PATH = f"{ORGANIZATION}/r-9999/"
VPCE = "vpce-99999999999999999"
BUCKETS = ("arn:aws:s3:::b/a", "arn:aws:s3:::b/z")
Keys = Mapping[str, Sequence[str]]

CALLERS: Sequence[tuple[Principal, Keys]] = [
    (
        Principal(Kind.AWS, ROLE),
        {"aws:principalarn": (ROLE,), "aws:principalaccount": (OTHERS,), "aws:principalisawsservice": ("false",)},
    ),
    (
        Principal(Kind.AWS, ROLE),
        {
            "aws:principalarn": (ROLE,),
            "aws:principalaccount": (OTHERS,),
            "aws:principalorgid": (ORGANIZATION,),
            "aws:principalorgpaths": (PATH,),
            "aws:principalisawsservice": ("false",),
        },
    ),
    (Principal(Kind.NOBODY), {"aws:principalisawsservice": ("false",)}),
    (
        Principal(Kind.SERVICE, "any-service.amazonaws.com"),
        {
            "aws:principalisawsservice": ("true",),
            "aws:sourcearn": (f"arn:aws:sns:us-east-1:{OTHERS}:t",),
            "aws:sourceaccount": (OTHERS,),
        },
    ),
    (
        Principal(Kind.SERVICE, "any-service.amazonaws.com"),
        {"aws:principalisawsservice": ("true",), "aws:sourcearn": ("arn:aws:s3:::theirs",)},
    ),
]
FREE: Mapping[str, Sequence[Sequence[str] | None]] = {
    "aws:sourcevpce": [None, (VPCE,)],
    "aws:sourceip": [None, ("198.51.100.7",), ("8.8.8.8",)],
    "aws:securetransport": [None, ("true",), ("false",)],
    "aws:useragent": [None, ("a",), ("b",)],
    "s3:max-keys": [None, ("9",), ("11",)],
    "aws:tagkeys": [None, ("a",), ("b",), ("a", "b")],
}


def universe(asked: Sequence[Statement]) -> Iterator[Request]:
    """Yield every request of strangers that differ in what *asked* can tell."""
    used = {each.key for statement in asked for each in statement.conditions}
    keys = [key for key in FREE if key in used]
    for (principal, known), chosen in product(CALLERS, product(*(FREE[key] for key in keys))):
        context = {**known, **{key: values for key, values in zip(keys, chosen, strict=True) if values}}
        for action, resource in product(("s3:getobject", "s3:putobject"), BUCKETS):
            yield Request(action=action, resource=resource, principal=principal, context=context)


def _condition(key: str, operators: Sequence[str], values: Sequence[Any]) -> st.SearchStrategy[tuple[str, str, Any]]:
    listed = st.lists(st.sampled_from(values), min_size=1, max_size=2)
    return st.tuples(st.sampled_from(operators), st.just(key), listed)


STRINGS = ["StringEquals", "StringLike", "StringNotEquals", "StringNotLike", "StringEqualsIfExists",
           "StringLikeIfExists", "StringNotLikeIfExists"]  # fmt: skip
CONDITION = st.one_of(
    _condition("aws:PrincipalAccount", STRINGS, [OWN, "9*", "1*", "*"]),
    _condition("aws:PrincipalArn", ["ArnLike", "ArnNotLike", "ArnEqualsIfExists"],
               [f"arn:aws:iam::{OWN}:role/*", "arn:aws:iam::*:role/x", "arn:aws:iam::*:user/*", "*"]),
    _condition("aws:PrincipalOrgID", STRINGS, ["o-ours", "o-9*", "*"]),
    _condition("aws:PrincipalOrgPaths", ["ForAnyValue:StringLike", "ForAllValues:StringLike",
                                          "ForAnyValue:StringNotLike"], ["o-ours/*", "o-*/r-9999/*"]),
    _condition("aws:SourceArn", ["ArnLike", "ArnNotLike", "ArnLikeIfExists"],
               ["arn:aws:s3:::ours", "arn:aws:s3:::*", f"arn:aws:sns:*:{OWN}:*", "arn:aws:sns:*:*:t"]),
    _condition("aws:SourceAccount", STRINGS, [OWN, "9*"]),
    _condition("aws:SourceVpce", STRINGS, ["vpce-1", "vpce-*", "vpce-9*"]),
    _condition("aws:SourceIp", ["IpAddress", "NotIpAddress", "IpAddressIfExists"],
               ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "192.0.2.0/24", "10.0.0.0/8"]),
    _condition("aws:SecureTransport", ["Bool", "BoolIfExists"], ["true", False]),
    _condition("aws:UserAgent", STRINGS, ["a", "b", "?", "c*"]),
    _condition("s3:max-keys", ["NumericLessThan", "NumericGreaterThanEquals", "NumericEquals"], [10, "9", "11"]),
    _condition("aws:TagKeys", ["ForAllValues:StringEquals", "ForAnyValue:StringEquals", "ForAnyValue:StringNotLike",
                               "ForAllValues:StringNotEquals"], ["a", "b"]),
    st.tuples(st.just("Null"),
              st.sampled_from(["aws:SourceVpce", "aws:PrincipalArn", "aws:SourceArn", "aws:UserAgent"]),
              st.sampled_from(["true", "false"])),
)  # fmt: skip


@st.composite
def _statement(draw: st.DrawFn) -> Mapping[str, Any]:
    said: dict[str, Any] = {
        "Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"])),
        draw(st.sampled_from(["Principal", "Principal", "Principal", "NotPrincipal"])): draw(
            st.sampled_from(["*", {"AWS": "*"}, {"AWS": OWN}, {"Service": "sns.amazonaws.com"}])
        ),
        draw(st.sampled_from(["Action", "Action", "NotAction"])): draw(
            st.sampled_from([["s3:GetObject"], ["s3:*"], ["s3:Put*", "s3:Get*"]])
        ),
        draw(st.sampled_from(["Resource", "Resource", "NotResource"])): draw(
            st.sampled_from([["arn:aws:s3:::b/*"], ["arn:aws:s3:::b/a", "arn:aws:s3:::b/b"], ["*"]])
        ),
    }
    for operator, key, asked in draw(st.lists(CONDITION, max_size=3)):
        said.setdefault("Condition", {}).setdefault(operator, {})[key] = asked
    return said


@settings(max_examples=400, deadline=None)
@given(st.lists(_statement(), min_size=1, max_size=5))
def test_where_nothing_is_found_no_request_of_the_universe_gets_through(said: Any) -> None:
    asked = statements({"Version": "2012-10-17", "Statement": said})
    try:
        witness = public("s3")(asked)
    except TooInvolved:
        return
    if witness is None:
        through = [each for each in universe(asked) if decide(asked, each) is Answer.ALLOWED]
        assert not [each for each in through if _can_be_of(each, asked)]
    else:
        assert decide(asked, witness.request) is Answer.ALLOWED
        assert OWN not in str(witness.request)


def _can_be_of(request: Request, asked: Sequence[Statement]) -> bool:
    """Return whether *request* is on what the document's own resource can be, as its statements name it."""
    named = {text for each in asked if not each.excepts_resources for text in each.resources} - {"*"}
    return not named or any(pattern(each).matches(request.resource) for each in named)


TEXTS = st.text("ab:*?", min_size=1, max_size=5)


@settings(max_examples=400)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=2), min_size=1, max_size=3), st.lists(TEXTS, max_size=3))
def test_strings_that_patterns_agree_on_are_found_if_there_are_any(inside: Any, outside: Any) -> None:
    def has(text: str) -> bool:
        taken = all(any(pattern(each).matches(text) for each in group) for group in inside)
        return taken and not any(pattern(each).matches(text) for each in outside)

    found = find([[pattern(each) for each in group] for group in inside], map(pattern, outside))
    if found is None:
        letters = "ab:x"
        assert not any(has("".join(each)) for length in range(5) for each in product(letters, repeat=length))
    else:
        assert has(found)


def test_a_pattern_is_the_row_of_its_parts() -> None:
    assert (pattern("a*") + pattern("b")).matches("axb")
    assert not (pattern("a*") + pattern("b")).matches("axbc")
    assert Pattern(()).fixed == ""


@settings(max_examples=400)
@given(TEXTS, TEXTS)
def test_what_covers_a_pattern_takes_in_all_that_it_does(one: str, other: str) -> None:
    if pattern(one).covers(pattern(other)):
        texts = ("".join(each) for length in range(6) for each in product("ab:x", repeat=length))
        assert not [each for each in texts if pattern(other).matches(each) and not pattern(one).matches(each)]


def test_a_wider_pattern_covers_a_narrower_one() -> None:
    assert pattern("a*").covers(pattern("ab?*"))
    assert not pattern("ab?*").covers(pattern("a*"))
