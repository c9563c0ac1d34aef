"""Users show a password or an IAM token."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

KINDS = frozenset({"iam", "password"})


def _check(props: Props) -> str | None:
    if value(props, "authenticationMode.type") not in KINDS:
        return "it needs no proof of who it is"
    return None


RULE = Rule(
    name="memorydb_user_is_authenticated",
    title="MemoryDB users are authenticated.",
    resource_types=frozenset({"aws:memorydb/user:User"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set authenticationMode.type to iam or password.",
    link="https://docs.aws.amazon.com/memorydb/latest/devguide/auth-iam.html",
)
