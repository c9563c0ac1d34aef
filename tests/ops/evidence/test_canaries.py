"""No value of a property stands in any file of a bundle, secret or not, whatever the rules say of it.

But one: of a policy document, the request that it lets through, where its resource holds no secret.
"""

import contextlib
import json
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ops.evidence import bundle
from ops.evidence.signing import LocalSigner
from policies.core import Outcome
from policies.model import Resource
from policies.registry import discover
from tests.conftest import ROOT
from tests.ops.evidence.conftest import material_at
from tests.policies import fixtures
from tests.policies.case import changed

CANARY = "canary-8d1e"
NUMBER = 80_918_273
"""A canary where a number is wanted."""
RULES = {rule.name: rule for rule in discover().rules}
CASES = [
    (sorted(case.types or RULES[name].resource_types)[0], case) for name, of in fixtures.load().items() for case in of
]
SAMPLE = 100
"""Cases that one bundle takes."""
REQUEST = re.compile(r" lets .+ do .+ on |no statement keeps .+ from .+ on ")
"""What a document lets through (`policies.iam.findings`)."""


class Aviary:
    """Puts canaries into properties: beside some values, in place of others, and into every mapping."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._secrets: list[tuple[str | int, ...]] = []

    def resources(self, cases: int, *, secret: bool = False) -> Iterator[Resource]:
        """Yield resources for so many of the rules' cases, each as it complies and as one change breaks it.

        Each holds a secret where *secret* is asked for.
        """
        for number, (token, case) in enumerate(self._chance.sample(CASES, cases)):
            broken = changed(case.compliant, *self._chance.choice(case.broken))
            for variant, props in (("compliant", case.compliant), ("broken", broken)):
                name = f"{variant}-{number}"
                self._secrets = []
                held = {key: self._filled(each, (key,)) for key, each in props.items()}
                if secret:
                    self._secrets.append((CANARY,))
                yield Resource(
                    type=token,
                    urn=f"urn:pulumi:staging::groot::{token}::{name}",
                    name=name,
                    props=held,
                    secrets=self._secrets,
                    source="__main__.py:1",
                )

    def _filled(self, value: Any, path: tuple[str | int, ...]) -> Any:
        if isinstance(value, Mapping):
            return {key: self._filled(each, (*path, str(key))) for key, each in value.items()} | {CANARY: CANARY}
        if isinstance(value, list):
            return [self._filled(each, (*path, place)) for place, each in enumerate(value)]
        how = self._chance.choice(("kept", "beside", "replaced"))
        if how == "kept" or value is None or isinstance(value, bool):
            return value
        if self._chance.random() < 0.5:
            self._secrets.append(path)
        if isinstance(value, str):
            return self._text(value, path) if how == "beside" else CANARY
        return NUMBER if isinstance(value, int | float) else value

    def _text(self, text: str, path: tuple[str | int, ...]) -> str:
        with contextlib.suppress(ValueError):
            document = json.loads(text)
            if isinstance(document, dict | list):
                return json.dumps(self._filled(document, path))
        return f"{text}{CANARY}"


@settings(max_examples=3)
@given(st.integers(min_value=0))
def test_no_value_of_a_property_stands_in_any_message(seed: int) -> None:
    run = material_at(0, list(Aviary(random.Random(seed)).resources(len(CASES)))).run
    assert len(run.of(Outcome.VIOLATED)) > len(CASES)
    secretive = {each.urn for each in run.resources if each.secrets}
    for verdict in run.verdicts:
        if verdict.urn not in secretive and REQUEST.search(verdict.message):
            continue
        assert CANARY not in verdict.message, verdict.rule
        assert str(NUMBER) not in verdict.message, verdict.rule


@settings(max_examples=3)
@given(st.integers(min_value=0))
def test_no_value_of_a_property_stands_in_any_file(seed: int) -> None:
    material = material_at(0, list(Aviary(random.Random(seed)).resources(SAMPLE, secret=True)))
    assert len(material.run.of(Outcome.VIOLATED)) > SAMPLE
    with TemporaryDirectory() as folder:
        place = Path(folder)
        written = bundle.write(material, ROOT, place / "staging", LocalSigner(place / "key.pem", "p"))
        for path in written.rglob("*"):
            if path.is_file():
                text = path.read_text(encoding="utf-8")
                assert CANARY not in text, path.name
                assert str(NUMBER) not in text, path.name
