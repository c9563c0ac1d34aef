"""What a preflight finds: one line each, with where it is declared and the mend."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rich.text import Text


class Level(StrEnum):
    """What AWS would do."""

    REFUSED = "refused"
    """It would refuse the call, or the service wouldn't come up."""
    ADVICE = "advice"
    """It would take it; something else is owed."""


_STYLES = {Level.REFUSED: "bold red", Level.ADVICE: "yellow"}


class Kind(StrEnum):
    """What a finding is about, and so what found it."""

    VALUE = "value"
    PERMISSION = "permission"
    KEY = "key"
    QUOTA = "quota"
    SUPPORT = "support"
    ACCOUNT = "account"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that AWS would refuse, or that is owed."""

    level: Level
    kind: Kind
    rule: str
    """What says so: a rule of cfn-lint's, a quota's code, an action."""
    message: str
    """What is wrong, naming the resource."""
    mend: str
    source: str | None = None
    """`file:line` that declared it."""
    urn: str = ""

    def line(self) -> str:
        """Return the finding as a person reads it."""
        where = f" ({self.source})" if self.source else ""
        return f"{self.level.value} {self.kind.value} {self.rule}: {self.message}. {self.mend}{where}"


def text(finding: Finding) -> Text:
    """Return *finding* as one line in color."""
    head, _, rest = finding.line().partition(": ")
    return Text(f"{head}: ", style=_STYLES[finding.level]).append(rest, style="not bold default")


def gathered(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return *findings* with those that one line of the program has many times told once, with how many there are."""
    groups: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for each in findings:
        groups[each.level, each.kind, each.rule, str(each.source), each.mend].append(each)
    return [
        replace(group[0], message=f"{group[0].message} (and {len(group) - 1} more)") if len(group) > 1 else group[0]
        for group in groups.values()
    ]
