"""A pack's configuration: levels and thresholds, in the sandbox as in Pulumi's analyzer; faults are named."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime import proto

from policies.configuration import PolicyConfigError, configured, load
from policies.core import Judge
from policies.model import Check, Level, Props, Threshold
from policies.registry import Registry
from tests.policies.analyzer import Held
from tests.policies.test_core import BUCKET, bad, bucket, rule, stack_rule


def _longer_than(days: int) -> Check:
    def check(props: Props) -> str | None:
        return None if props["days"] >= days else "it is kept too short"

    return check


MEASURED = replace(
    rule(_longer_than(7), name="s3_bucket_is_kept"),
    threshold=Threshold(name="shortestDays", default=7, least=1, most=35, check=_longer_than),
)
RULES = Registry((MEASURED, rule(bad)), (stack_rule(lambda _graph: []),))


def level(registry: Registry, name: str) -> Level | None:
    return next((each.level for each in (*registry.rules, *registry.stack_rules) if each.name == name), None)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, Level.MANDATORY),
        ({"s3_bucket_is_good": "advisory"}, Level.ADVISORY),
        ({"s3_bucket_is_good": {"enforcementLevel": "advisory"}}, Level.ADVISORY),
        ({"all": "advisory"}, Level.ADVISORY),
        ({"all": "advisory", "s3_bucket_is_good": "mandatory"}, Level.MANDATORY),
        ({"s3_bucket_is_good": "remediate"}, Level.REMEDIATE),
        ({"s3_bucket_is_good": "disabled"}, None),
        ({"all": "disabled", "stack_is_good": "advisory"}, None),
    ],
)
def test_a_level_is_the_rules_own_else_that_of_all_else_the_default(
    config: Mapping[str, Any], expected: Level | None
) -> None:
    assert level(configured(RULES, config), "s3_bucket_is_good") == expected


def test_a_stack_rule_is_configured_too() -> None:
    assert level(configured(RULES, {"stack_is_good": "advisory"}), "stack_is_good") is Level.ADVISORY


@pytest.mark.parametrize(("days", "violated"), [(6, False), (5, True)])
def test_a_threshold_is_what_both_engines_measure_by(days: int, violated: bool) -> None:
    config = {"s3_bucket_is_kept": {"shortestDays": 6}}
    ours = Judge(configured(Registry((MEASURED,), ()), config)).evaluate(bucket(days=days))
    assert bool(ours.violations) is violated
    analyzer = Held(Registry((MEASURED,), ()))
    analyzer.configure(config)
    assert bool(analyzer.analyze(BUCKET, {"days": days}).violations) is violated


def test_the_stock_engine_is_told_the_threshold_and_its_bounds() -> None:
    (policy,) = Held(Registry((MEASURED,), ())).info().policies
    assert policy.enforcementLevel == proto.MANDATORY
    (schema,) = policy.configSchema.properties.values()
    assert (schema["type"], schema["minimum"], schema["maximum"], schema["default"]) == ("integer", 1, 35, 7)


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"s3_bucket_is_goood": "advisory"}, "there is no rule s3_bucket_is_goood in the packs that judge"),
        ({"s3_bucket_is_good": "advisroy"}, "s3_bucket_is_good: there is no level 'advisroy'; levels are disabled,"),
        ({"all": None}, "all: there is no level None"),
        ({"s3_bucket_is_good": 3}, "there is no level 3"),
        ({"s3_bucket_is_good": {"days": 3}}, "there is no threshold days; it has none"),
        ({"stack_is_good": {"days": 3}}, "there is no threshold days; it has none"),
        ({"s3_bucket_is_kept": {"days": 3}}, "there is no threshold days; it has shortestDays"),
        ({"s3_bucket_is_kept": {"shortestDays": 36}}, "shortestDays is a whole number from 1 to 35"),
        ({"s3_bucket_is_kept": {"shortestDays": "7"}}, "shortestDays is a whole number from 1 to 35"),
        ({"s3_bucket_is_kept": {"shortestDays": True}}, "shortestDays is a whole number from 1 to 35"),
    ],
)
def test_what_cannot_be_configured_is_refused_with_a_line_that_says_what_can(
    config: Mapping[str, Any], says: str
) -> None:
    with pytest.raises(PolicyConfigError, match="policy configuration: ") as refused:
        configured(RULES, config)
    assert says in str(refused.value)


def test_every_fault_has_its_line() -> None:
    with pytest.raises(PolicyConfigError) as refused:
        configured(RULES, {"a": "advisory", "b": "advisory"})
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (lambda path: path.write_text("{"), "not JSON"),
        (lambda path: path.write_text("[" * 100_000), "not JSON"),
        (lambda path: path.write_text("[]"), "expected an object"),
        (lambda path: None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_will_not_do_is_named(tmp_path: Path, write: Callable[[Path], Any], says: str) -> None:
    path = tmp_path / "config.json"
    write(path)
    with pytest.raises(PolicyConfigError, match=says) as refused:
        load(path)
    assert str(path) in str(refused.value)


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"all": "advisory"}), encoding="utf-8")
    assert load(path) == {"all": "advisory"}
