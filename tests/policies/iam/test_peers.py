"""Generated documents and requests: others' evaluators give the same answer, but where they differ from IAM."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.iam.document import statements
from policies.iam.evaluate import Answer, Kind, Principal, Request, decide
from tests.policies.iam.peers import ministack, moto

USER = "arn:aws:iam::111122223333:user/reader"
OBJECT = "arn:aws:s3:::b/k"

ACTIONS = st.lists(st.sampled_from(["s3:GetObject", "s3:Get*", "s3:*", "*", "S3:PUTOBJECT", "s3:?etObject", "iam:*"]))
RESOURCES = st.lists(
    st.sampled_from([OBJECT, "*", "arn:aws:s3:::b/*", "arn:aws:s3:::c/*", "arn:aws:s3:::?/k", "arn:aws:s3:::B/k"])
)
PRINCIPALS = st.sampled_from(
    ["*", {"AWS": "*"}, {"AWS": USER}, {"AWS": ["444455556666", "111122223333"]}, {"AWS": "444455556666"},
     {"AWS": "arn:aws:iam::111122223333:root"}, {"AWS": f"{USER}s"}]
)  # fmt: skip
SETS = st.sampled_from(["", "ForAnyValue:", "ForAllValues:"])
IF_EXISTS = st.sampled_from(["", "IfExists"])


def condition(key: str, names: Sequence[str], values: Sequence[Any]) -> st.SearchStrategy[tuple[str, str, Any]]:
    operator = st.builds("{}{}{}".format, SETS, st.sampled_from(names), IF_EXISTS)
    return st.tuples(operator, st.just(key), st.lists(st.sampled_from(values), min_size=1, max_size=2))


def both(*names: str) -> Sequence[str]:
    return [name.format(no) for name in names for no in ("", "Not")]


CONDITIONS = st.lists(
    st.one_of(
        condition("s3:prefix", both("String{}Equals", "String{}Like", "String{}EqualsIgnoreCase"),
                  ["a", "a*", "A?", "*"]),
        condition("aws:PrincipalArn", both("Arn{}Equals", "Arn{}Like"), [USER, "arn:aws:iam::111122223333:user/*"]),
        condition("s3:max-keys", [*both("Numeric{}Equals"), "NumericLessThan", "NumericLessThanEquals",
                                  "NumericGreaterThan", "NumericGreaterThanEquals"], ["9", "10", "10.5"]),
        condition("s3:object-lock-retain-until", [*both("Date{}Equals"), "DateLessThan", "DateGreaterThanEquals"],
                  ["2026-01-01T00:00:00Z", "2027-06-01T12:00:00Z"]),
        condition("s3:flag", ["Bool"], ["true", "false"]),
        condition("aws:VpcSourceIp", ["IpAddress", "NotIpAddress"], ["10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32"]),
        st.tuples(
            st.builds("{}{}".format, st.sampled_from(["ForAnyValue:", "ForAllValues:"]),
                      st.sampled_from(both("String{}Equals", "String{}Like"))),
            st.just("aws:TagKeys"), st.lists(st.sampled_from(["a", "b", "a*"]), min_size=1, max_size=2),
        ),
        st.tuples(st.just("Null"), st.sampled_from(["s3:prefix", "s3:flag"]), st.sampled_from(["true", "false"])),
    ),
    max_size=3,
)  # fmt: skip


def values(*found: str, several: bool = False) -> st.SearchStrategy[tuple[str, ...] | None]:
    return st.none() | st.lists(st.sampled_from(found), min_size=1, max_size=3 if several else 1, unique=True).map(
        tuple
    )


CONTEXTS = st.fixed_dictionaries(
    {
        "s3:prefix": values("a", "A", "ab", "b", "Ab"),
        "aws:principalarn": st.just((USER,)),
        "s3:max-keys": values("9", "10", "10.0", "11"),
        "s3:object-lock-retain-until": values("2026-01-01T00:00:00Z", "2026-05-05T00:00:00Z"),
        "aws:tagkeys": values("a", "b", "ab", several=True),
        "s3:flag": values("true", "false"),
        "aws:vpcsourceip": values("10.1.2.3", "192.0.2.7", "198.51.100.1", "2001:db8::1"),
    }
).map(lambda found: {key: each for key, each in found.items() if each})


@st.composite
def statement(draw: st.DrawFn, with_principal: bool) -> Mapping[str, Any]:
    said: dict[str, Any] = {
        "Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"])),
        draw(st.sampled_from(["Action", "NotAction"])): draw(ACTIONS.filter(bool)),
        draw(st.sampled_from(["Resource", "NotResource"])): draw(RESOURCES.filter(bool)),
    }
    if with_principal:
        said["Principal"] = draw(PRINCIPALS)
    for operator, key, asked in draw(CONDITIONS):
        said.setdefault("Condition", {}).setdefault(operator, {})[key] = asked
    return said


def ours(said: Sequence[Mapping[str, Any]], request: Request) -> Answer:
    return decide(statements({"Version": "2012-10-17", "Statement": list(said)}), request)


def request(context: Mapping[str, Sequence[str]], action: str = "s3:getobject") -> Request:
    return Request(action=action, resource=OBJECT, principal=Principal(Kind.AWS, USER), context=context)


@given(st.lists(statement(False), min_size=1, max_size=4), CONTEXTS)
def test_ministack_says_the_same_of_identities_policies(said: Any, context: Any) -> None:
    assert ministack(said, request(context)) is ours(said, request(context))


@given(st.lists(statement(True), min_size=1, max_size=4), CONTEXTS)
def test_ministack_says_the_same_of_resources_policies(said: Any, context: Any) -> None:
    assert ministack(said, request(context)) is ours(said, request(context))


@given(st.lists(statement(False), min_size=1, max_size=4))
def test_moto_says_the_same_of_what_it_looks_at(said: Any) -> None:
    plain = [{key: each[key] for key in each if key not in ("Condition", "NotResource")} for each in said]
    spelled = [{"Resource": "*", **each} for each in plain]
    asked = Request(action="s3:GetObject", resource=OBJECT)
    cased = [
        {key: [one for one in each if one != "S3:PUTOBJECT" and "?" not in one] or ["iam:*"] if isinstance(each, list)
         else each for key, each in one.items()} for one in spelled
    ]  # fmt: skip
    assert moto(cased, asked) is ours(cased, request({}))


DIFFERENCES: Sequence[tuple[str, Any, Mapping[str, Any], Mapping[str, Sequence[str]], Answer, Answer]] = [
    ("moto compares actions by case, IAM doesn't", moto, {"Action": "S3:GETOBJECT"}, {}, Answer.SILENT, Answer.ALLOWED),
    ("moto takes a question mark for a letter", moto, {"Action": "s3:Get?bject"}, {}, Answer.SILENT, Answer.ALLOWED),
    ("moto knows no NotResource", moto, {"NotResource": OBJECT}, {}, Answer.ALLOWED, Answer.SILENT),
    (
        "moto denies where a condition isn't met",
        moto,
        {"Condition": {"StringEquals": {"s3:prefix": "a"}}},
        {"s3:prefix": ("b",)},
        Answer.ALLOWED,
        Answer.SILENT,
    ),
    (
        "ministack compares ARNs whole, IAM part by part",
        ministack,
        {"Condition": {"ArnLike": {"aws:SourceArn": "arn:*:reader"}}},
        {"aws:sourcearn": ("arn:aws:sns:us-east-1:111122223333:reader",)},
        Answer.ALLOWED,
        Answer.SILENT,
    ),
    (
        "ministack puts in no variables",
        ministack,
        {"Resource": "arn:aws:s3:::b/${s3:prefix}"},
        {"s3:prefix": ("k",)},
        Answer.SILENT,
        Answer.ALLOWED,
    ),
    (
        "ministack takes a number that can't be read for one that differs from none",
        ministack,
        {"Condition": {"NumericNotEquals": {"s3:max-keys": "10"}}},
        {"s3:max-keys": ("many",)},
        Answer.SILENT,
        Answer.ALLOWED,
    ),
]
"""What others do otherwise than IAM, by the document that shows it: their answer, and ours."""


@pytest.mark.parametrize(
    ("why", "peer", "said", "context", "theirs", "right"), DIFFERENCES, ids=[each[0] for each in DIFFERENCES]
)
def test_where_others_differ_is_known(
    why: str, peer: Any, said: Any, context: Any, theirs: Answer, right: Answer
) -> None:
    spelled = {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        **({} if "NotResource" in said else {"Resource": "*"}),
        **said,
    }
    asked = request(context, "s3:GetObject" if peer is moto else "s3:getobject")
    assert peer([spelled], asked) is theirs, why
    assert ours([spelled], request(context)) is right, why
