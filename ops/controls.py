"""Which controls a rule bears on, by the frameworks' short names. Read when first asked."""

from collections.abc import Mapping, Sequence
from functools import cache

from policies import frameworks
from policies.registry import discover


def of(rule: str) -> Mapping[str, Sequence[str]]:
    """Return, by framework's pack, the ids of the controls that rest on *rule*; nothing for what is no rule.

    Raises:
        FrameworkError: a framework's file is malformed.
    """
    return _by_rule().get(rule, {})


@cache
def _by_rule() -> Mapping[str, Mapping[str, Sequence[str]]]:
    catalogue = frameworks.load(discover())
    packs = {framework.id: framework.pack for framework in catalogue.frameworks.values()}
    return {
        rule: {packs[framework]: controls for framework, controls in by_framework.items()}
        for rule, by_framework in catalogue.controls_by_rule.items()
    }
