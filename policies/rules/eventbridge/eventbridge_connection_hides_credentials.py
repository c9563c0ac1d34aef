"""Connections keep credentials secret."""

from policies.answers import all_hold
from policies.credentials import shows_credential
from policies.lists import first, labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

PARTS = ("bodies", "headers", "queryStrings")


def _check(props: Props) -> str | None:
    def shown(part: str) -> list[str]:
        parameters = numbered(items(props, f"authParameters.invocationHttpParameters.{part}"), part)
        return labels(parameters, _is_shown)

    found = first(PARTS, shown)
    return f"{', '.join(found)} shows a credential" if found else None


def _is_shown(found: Props) -> bool:
    return all_hold(lambda: value(found, "isValueSecret") is not True, lambda: shows_credential(found, "key"))


RULE = Rule(
    name="eventbridge_connection_hides_credentials",
    title="Connections keep credentials secret.",
    resource_types=frozenset({"aws:cloudwatch/eventConnection:EventConnection"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set isValueSecret to true.",
    link="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html",
)
