"""The actions of services, as AWS publishes them (Service Authorization Reference): `actions.txt`.

A line is a service's prefix and its actions. Only services that a rule asks about are there; of any other, a pattern of
actions stands for itself.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from policies.iam.document import Statement
from policies.iam.patterns import pattern

PATH = Path(__file__).with_name("actions.txt")


@cache
def services() -> dict[str, tuple[str, ...]]:
    """Return the full names of actions, in lower case, by the service's prefix."""
    rows = (line.split() for line in PATH.read_text(encoding="ascii").splitlines())
    return {prefix: tuple(f"{prefix}:{name}" for name in names) for prefix, *names in rows}


def named(statements: Iterable[Statement], *prefixes: str) -> Sequence[str]:
    """Return actions that *statements* can be about: those of the services they name and of those with *prefixes*."""
    texts = {text for each in statements for text in each.actions}
    own = {text.partition(":")[0] for text in texts} & services().keys()
    known = [action for prefix in (*prefixes, *sorted(own - {*prefixes})) for action in services().get(prefix, ())]
    more = sorted(text for text in texts - {*known} if not any(map(pattern(text).matches, known)))
    return [*known, *map(_plain, more)]


@cache
def _plain(text: str) -> str:
    """Return an action that the pattern *text* takes in, made of it alone."""
    return text.replace("*", "").replace("?", "x") or "*"
