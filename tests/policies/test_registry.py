"""Rules are found by walking: each file holds the rule it is named after, and no two rules share a name."""

import importlib
import keyword
from pathlib import Path

import pytest

from policies import registry
from policies.model import Level
from policies.registry import RegistryError, discover


def test_rules_are_found_once_each_under_the_folder_of_their_service() -> None:
    every = (*discover().rules, *discover().stack_rules)
    assert len({rule.name for rule in every}) == len(every)
    for rule in every:
        service = rule.name.partition("_")[0]
        folder = f"{service}_" if keyword.iskeyword(service) else service
        assert importlib.import_module(f"policies.rules.{folder}.{rule.name}").RULE is rule


def test_every_type_leads_to_the_rules_that_judge_it() -> None:
    index = discover().by_type()
    for rule in discover().rules:
        for resource_type in rule.resource_types:
            assert rule in index[resource_type]


def test_a_file_without_a_rule_is_refused() -> None:
    with pytest.raises(RegistryError, match="ends in RULE"):
        registry._rule("policies.registry")


@pytest.mark.parametrize(
    ("text", "says"), [("def (\n", "SyntaxError"), ("import no_such_module\n", "ModuleNotFoundError")]
)
def test_a_file_that_cannot_be_imported_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, says: str
) -> None:
    (tmp_path / "broken_rule.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(RegistryError, match=rf"^broken_rule: cannot be imported: {says}: "):
        registry._rule("broken_rule")


def test_a_file_that_a_rule_reads_and_that_was_left_behind_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lonely_rule.py").write_text("open('/nowhere/types.txt')\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(RegistryError, match=r"^lonely_rule: types.txt beside it is missing; install the rules whole"):
        registry._rule("lonely_rule")


def test_a_rule_under_another_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "RULE", discover().rules[0], raising=False)
    with pytest.raises(RegistryError, match="share one name"):
        registry._rule("policies.registry")


def test_most_rules_gate() -> None:
    mandatory = [rule for rule in discover().rules if rule.level is Level.MANDATORY]
    assert len(mandatory) >= 40
