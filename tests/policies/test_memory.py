"""What a preview judged is not judged again, unless something changed or was open; and nothing secret is kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from policies.configuration import with_threshold
from policies.core import Judge
from policies.memory import Memory, fingerprint
from policies.model import Props
from policies.registry import Registry
from policies.unknown import UNKNOWN
from tests.policies.test_configuration import MEASURED
from tests.policies.test_core import bucket, rule

KEY = b"k"


class Watch:
    """A rule that counts how often it judges, and finds what it is told to."""

    def __init__(self) -> None:
        self.judged = 0
        self.registry = Registry((rule(self._check),), ())

    def _check(self, props: Props) -> str | None:
        self.judged += 1
        if props.get("acl") == "broken":
            raise ValueError
        return props.get("acl")

    def judge(self, memory: Memory) -> Judge:
        return Judge(self.registry, memory=memory)


def judged(watch: Watch, path: Path, key: bytes = KEY, rules: str = "", **props: str | None) -> list[tuple[str, str]]:
    """Judge one resource in a run of its own."""
    memory = Memory(path, rules or fingerprint(watch.registry), key)
    verdicts = watch.judge(memory).evaluate(replace(bucket(), props=props)).verdicts
    memory.save()
    return [(verdict.outcome, verdict.message) for verdict in verdicts]


@pytest.mark.parametrize("acl", [None, "it is bad"])
def test_an_unchanged_resource_is_not_judged_again_and_its_verdict_stands(tmp_path: Path, acl: str | None) -> None:
    watch = Watch()
    first = judged(watch, tmp_path / "verdicts.json", acl=acl)
    assert judged(watch, tmp_path / "verdicts.json", acl=acl) == first
    assert judged(watch, tmp_path / "verdicts.json", acl=acl) == first
    assert watch.judged == 1


def test_changed_properties_other_rules_and_another_key_are_judged_anew(tmp_path: Path) -> None:
    watch, path = Watch(), tmp_path / "verdicts.json"
    judged(watch, path, acl=None)
    assert judged(watch, path, acl="it is bad")[0][0] == "violated"
    judged(watch, path, acl="it is bad", rules="others")
    judged(watch, path, acl="it is bad", key=b"other", rules="others")
    assert watch.judged == 4


@pytest.mark.parametrize("acl", [UNKNOWN, "broken"])
def test_what_could_not_be_judged_is_judged_again(tmp_path: Path, acl: str) -> None:
    watch = Watch()
    for _ in range(2):
        judged(watch, tmp_path / "verdicts.json", acl=acl)
    assert watch.judged == 2


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"rules": 1}', '{"rules": "r", "resources": {"u": 1}}'])
def test_a_damaged_file_holds_nothing(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "verdicts.json"
    path.write_text(damage, encoding="utf-8")
    watch = Watch()
    assert judged(watch, path, rules="r")[0][0] == "passed"
    assert watch.judged == 1


def test_no_property_is_kept_and_nobody_else_may_read(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.json"
    judged(Watch(), path, acl=None, password="hunter2")
    assert "hunter2" not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0


def test_a_rule_with_another_threshold_is_another_rule() -> None:
    assert fingerprint(Registry((MEASURED,), ())) != fingerprint(Registry((with_threshold(MEASURED, 30),), ()))
