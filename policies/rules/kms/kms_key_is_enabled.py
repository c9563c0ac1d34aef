"""Keys are enabled."""

from policies.lists import some
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective

SWITCHES = frozenset({"enabled", "isEnabled"})


def _check(props: Props) -> str | None:
    if some(SWITCHES.intersection(props), lambda name: props[name] is False):
        return "what is encrypted under it can't be read"
    return None


RULE = Rule(
    name="kms_key_is_enabled",
    title="Keys are enabled.",
    resource_types=frozenset(
        {
            "aws:kms/externalKey:ExternalKey",
            "aws:kms/key:Key",
            "aws:kms/replicaKey:ReplicaKey",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.KEY_MANAGEMENT}),
    remediation="Take the switch away, or delete the key and all that is under it.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
)
