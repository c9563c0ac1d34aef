"""Data sets in memory are encrypted under a key of the customer's own."""

from policies.answers import all_hold
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, value


def _check(props: Props) -> str | None:
    own = some(items(props, "keyRegistrations"), _is_own_default)
    return None if own else "new data sets are encrypted under a key that AWS chose"


def _is_own_default(key: Props) -> bool:
    return all_hold(lambda: value(key, "defaultKey") is True, lambda: customer_key(value(key, "keyArn")))


RULE = Rule(
    name="quicksight_uses_customer_key",
    title="QuickSight has a customer key.",
    resource_types=frozenset({"aws:quicksight/keyRegistration:KeyRegistration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Register the region's key with defaultKey true.",
    link="https://docs.aws.amazon.com/quicksight/latest/APIReference/API_UpdateKeyRegistration.html",
)
