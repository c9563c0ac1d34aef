"""Property paths, held against the stock engine's own cases (`properties_path_test.go` of pulumi/pulumi)."""

import re
from typing import Any

import pytest

from sandbox.engine.paths import PathError, contains, parse, reset
from sandbox.values import Path, Secret


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("root", ("root",)),
        ("root.nested", ("root", "nested")),
        ('root["nested"]', ("root", "nested")),
        ('root["double"].nest', ("root", "double", "nest")),
        ("root.array[100]", ("root", "array", 100)),
        ("root.array[0][1].nested", ("root", "array", 0, 1, "nested")),
        ("root.nested.array[0].double[1]", ("root", "nested", "array", 0, "double", 1)),
        (r'root["key with \"escaped\" quotes"]', ("root", 'key with "escaped" quotes')),
        ('root["key with a ."]', ("root", "key with a .")),
        ('["root key with a ."][100]', ("root key with a .", 100)),
        ("root.array[*].field", ("root", "array", "*", "field")),
        ('root.array["*"].field', ("root", "array", "*", "field")),
        ("foo-bar", ("foo-bar",)),
        ("*", ("*",)),
        ("root.[1]", ("root", 1)),
    ],
)
def test_a_path_has_the_parts_that_the_stock_engine_sees(text: str, parts: Path) -> None:
    assert parse(text) == parts


@pytest.mark.parametrize("text", ["root[", 'root["nested]', "root.array[abc]", ".root", "root.", 'root["a"'])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(PathError, match=re.escape(repr(text))):
        parse(text)


@pytest.mark.parametrize(
    ("path", "other", "expected"),
    [
        (("root", "nested"), ("root",), False),
        (("root",), ("root", 1), True),
        (("root", "double", "nest1"), ("root", "double", "nest2"), False),
        (("root", 1, "double"), ("root", 1, "double"), True),
        (("foo", "*", "baz"), ("foo", 1, "baz", "bam"), True),
        (("foo", "*", "baz"), ("foo", 1, "bar"), False),
        (("*",), ("a", 1, "b"), True),
        (("root", 1), ("root", 2), False),
    ],
)
def test_a_path_contains_what_is_below_it(path: Path, other: Path, expected: bool) -> None:
    assert contains(path, other) is expected


S = Secret
RESETS: list[tuple[Path, dict[str, Any], dict[str, Any], dict[str, Any] | None]] = [
    (("missing",), {"root": 1}, {"root": 2}, {"root": 2}),
    (("root", "missing"), {"root": 1}, {"root": 2}, {"root": 2}),
    (("root", "nested"), {"root": {"nested": 1}}, {"root": 2}, None),
    (("root", "nested"), {"root": 1}, {"root": {"nested": 2}}, {"root": {}}),
    (("missing", "path"), {"root": 1}, {"root": 2}, {"root": 2}),
    (("array", 1), {"array": [1]}, {"array": [1]}, {"array": [1]}),
    (("root", 0), {"root": 1}, {"root": 2}, {"root": 2}),
    (("root", 0), {"root": [1]}, {"root": 2}, None),
    (("root", 0), {"root": 1}, {"root": [2]}, None),
    (("array", -1), {"array": [1]}, {"array": [1]}, None),
    (("root", 1), {"root": [2]}, {"root": [3, 4]}, None),
    (("root", 1), {"root": [1, 2]}, {"root": [3]}, None),
    (("root", 0, "other"), {"root": {"nested": 1}}, {"root": {"nested": 2}}, {"root": {"nested": 2}}),
    (("root", 1, "n"), {"root": [{"n": 1}]}, {"root": [{"n": 3}, {"n": 4}]}, None),
    (("root",), {"root": 1}, {"root": 2}, {"root": 1}),
    (("root", "nested"), {"root": {"nested": 1}}, {"root": {"nested": 2}}, {"root": {"nested": 1}}),
    (("root", "nested"), {"root": {}}, {"root": {"nested": 2}}, {"root": {}}),
    (("root", "nested"), {"root": {"nested": 1}}, {"root": {}}, {"root": {"nested": 1}}),
    (("root", "nested"), {"root": {"nested": 1}}, {}, None),
    (("root", "nested"), {}, {"root": {"nested": 2}}, {"root": {}}),
    (("array", 0), {"array": [1]}, {"array": [2]}, {"array": [1]}),
    (("array", 0, "item"), {"array": [{"item": 1}]}, {"array": [{"item": 2}]}, {"array": [{"item": 1}]}),
    (("array", 0), {"array": []}, {"array": [2]}, None),
    (("*",), {"root": 1}, {"root": 2}, {"root": 1}),
    (("*",), {"root": 1}, {"root": 1, "added": 2}, {"root": 1}),
    (("*", "nested"), {"root": {"nested": 1}}, {"root": {"nested": 2}}, {"root": {"nested": 1}}),
    (
        ("root", "*", "n"),
        {"root": [{"n": 1}, {"n": 2}]},
        {"root": [{"n": 3}, {"n": 4}]},
        {"root": [{"n": 1}, {"n": 2}]},
    ),
    (("root", "*"), {"root": [1, 2]}, {"root": [3, 4]}, {"root": [1, 2]}),
    (("root", "*"), {"root": {}}, {"root": {"nested": 2}}, {"root": {}}),
    (("root", "*"), {"root": {"nested": 2}}, {"root": {}}, {"root": {"nested": 2}}),
    (("root", "*"), {"root": [1]}, {"root": {"nested": 2}}, {"root": {"nested": 2}}),
    (("root", "*"), {"root": {"nested": 2}}, {"root": [1]}, {"root": [1]}),
    (("root", "*"), {"root": {"nested": 2}}, {"root": 1}, None),
    (("root", "*", "nested"), {"root": 1}, {"root": {"nested": 2}}, None),
    (("root", "*", "nested"), {"root": {"nested": 1}}, {"root": {}}, None),
    (("root", "*", 0), {"root": {"a": 1, "b": [1]}}, {"root": {"a": 2, "b": []}}, None),
    (("root", "array", "*"), {"root": {"array": [1]}}, {"root": {"array": []}}, None),
    (("root", "*", 0), {"root": [1, 2]}, {"root": S([3])}, None),
    (("root", "s"), {"root": S({"s": 1})}, {"root": {"s": 2}}, {"root": {"s": S(1)}}),
    (("root", "s"), {"root": {"s": 1}}, {"root": S({"s": 2})}, {"root": S({"s": 1})}),
    (("root", "s"), {"root": {"s": S(1)}}, {"root": S({"s": 2})}, {"root": S({"s": 1})}),
    (("root", 0), {"root": S([1, 2])}, {"root": [3, 4]}, {"root": [S(1), 4]}),
]


@pytest.mark.parametrize(("path", "olds", "news", "expected"), RESETS)
def test_a_reset_takes_the_old_value_where_there_is_a_place_for_it(
    path: Path, olds: dict[str, Any], news: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    result, unreachable = reset(news, olds, [path])
    assert result == (news if expected is None else expected)
    assert unreachable == ([path] if expected is None else [])


def test_a_shorter_list_is_reset_as_far_as_it_goes() -> None:
    assert reset({"l": [{"n": 3}, {"n": 4}]}, {"l": [{"n": 1}]}, [("l", "*", "n")])[0] == {"l": [{"n": 1}, {"n": 4}]}
