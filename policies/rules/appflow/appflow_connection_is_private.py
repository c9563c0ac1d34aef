"""Data comes over PrivateLink where the other system offers it."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

PRIVATE = frozenset({"Salesforce", "SAPOData", "Snowflake"})
"""Amazon AppFlow User Guide, "Private Amazon AppFlow flows"."""


def _check(props: Props) -> str | None:
    if props.get("connectorType") not in PRIVATE:
        raise NotApplicable("the other system offers no PrivateLink")
    if props.get("connectionMode") != "Private":
        return "data crosses the internet"
    return None


RULE = Rule(
    name="appflow_connection_is_private",
    title="AppFlow connections are private.",
    resource_types=frozenset({"aws:appflow/connectorProfile:ConnectorProfile"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Set connectionMode to Private.",
    link="https://docs.aws.amazon.com/appflow/latest/userguide/private-flows.html",
)
