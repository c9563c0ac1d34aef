import json
from typing import Any

import pytest

from ops import diff
from sandbox.engine.events import Op, PropertyChange, Step


def step(op: Op, *changes: PropertyChange) -> Step:
    return Step(
        op=op, urn="urn:pulumi:s::p::aws:s3/bucket:Bucket::b", type="aws:s3/bucket:Bucket", name="b", changes=changes
    )


def shown(*changes: PropertyChange) -> list[str]:
    return [line.plain for line in diff.lines([step(Op.UPDATE, *changes)])][1:]


@pytest.mark.parametrize(
    ("token", "short"),
    [
        ("aws:s3/bucket:Bucket", "aws:s3:Bucket"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:iam:RolePolicyAttachment"),
        ("kubernetes:core/v1:Namespace", "kubernetes:core/v1:Namespace"),
        ("groot:index:Network", "groot:index:Network"),
        ("pulumi:providers:aws", "pulumi:providers:aws"),
    ],
)
def test_types_read_as_the_stock_engine_shows_them(token: str, short: str) -> None:
    assert diff.short_type(token) == short


@pytest.mark.parametrize(
    ("op", "mark"),
    [(Op.CREATE, " +  "), (Op.UPDATE, " ~  "), (Op.REPLACE, " +- "), (Op.DELETE, " -  "), (Op.DELETE_REPLACED, " -- ")],
)
def test_each_kind_of_step_has_its_mark(op: Op, mark: str) -> None:
    assert [line.plain for line in diff.lines([step(op)])] == [f"{mark}aws:s3:Bucket b"]


def test_every_op_can_be_shown() -> None:
    assert set(diff.MARKS) == set(Op)


def test_parts_stand_under_their_component() -> None:
    def named(name: str, qualified: str) -> Step:
        return Step(op=Op.CREATE, urn=f"urn:pulumi:s::p::{qualified}::{name}", type=qualified.split("$")[-1], name=name)

    network = "groot:index:Network"
    steps = [
        named("network-b", network),
        named("network-a-vpc", f"{network}$aws:ec2/vpc:Vpc"),
        named("network-b-vpc", f"{network}$aws:ec2/vpc:Vpc"),
        named("network-a", network),
    ]
    assert [line.plain for line in diff.lines(steps)] == [
        " +  groot:index:Network network-a",
        " +    aws:ec2:Vpc network-a-vpc",
        " +  groot:index:Network network-b",
        " +    aws:ec2:Vpc network-b-vpc",
    ]


def test_what_stays_the_same_is_not_listed() -> None:
    assert list(diff.lines([step(Op.SAME)])) == []


def test_changes_read_old_to_new_and_say_what_forces_a_replacement() -> None:
    assert shown(
        PropertyChange(path="a", old=1, new="1"),
        PropertyChange(path="b", new=True),
        PropertyChange(path="c[0].d", old={"x": []}),
        PropertyChange(path="e", old="[secret]", new="[secret]", forces_replacement=True),
        PropertyChange(path="f", old="é", new="[unknown]"),
    ) == [
        '      ~ a: 1 => "1"',
        "      + b: true",
        '      - c[0].d: {"x": []}',
        "      ~ e: [secret] => [secret]  (forces replacement)",
        '      ~ f: "é" => [unknown]',
    ]


def policy(*actions: str, **extra: Any) -> str:
    return json.dumps({"Statement": [{"Action": list(actions), "Effect": "Allow"}], **extra})


def test_inside_a_json_text_only_what_differs_is_shown() -> None:
    assert shown(PropertyChange(path="policy", old=policy("a", "b"), new=policy("a", "c", Version="2012-10-17"))) == [
        '      ~ policy.Statement[0].Action[1]: "b" => "c"',
        '      + policy.Version: "2012-10-17"',
    ]


def test_a_text_that_only_looks_like_json_is_shown_as_text() -> None:
    assert shown(PropertyChange(path="p", old="{not", new="[json")) == ['      ~ p: "{not" => "[json"']


def test_long_values_are_cut() -> None:
    (line,) = shown(PropertyChange(path="p", new="x" * 500))
    assert line.endswith("x…")
    assert len(line) < 100
