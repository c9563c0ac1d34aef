"""What a preflight finds: one line each, with where it is declared and the mend."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What AWS would do."""

    REFUSED = "refused"
    """It would refuse the call, or the service wouldn't come up."""
    ADVICE = "advice"
    """It would take it; something else is owed."""


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
