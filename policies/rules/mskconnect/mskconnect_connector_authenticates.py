"""A connector shows its cluster who it is."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "kafkaClusterClientAuthentication.authenticationType") != "IAM":
        return "it does not say who it is"
    return None


RULE = Rule(
    name="mskconnect_connector_authenticates",
    title="MSK connectors authenticate.",
    resource_types=frozenset({"aws:mskconnect/connector:Connector"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set kafkaClusterClientAuthentication.authenticationType to IAM.",
    link="https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-security.html",
)
