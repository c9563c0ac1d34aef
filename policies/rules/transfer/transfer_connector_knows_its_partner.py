"""A connector talks to servers whose host keys it knows."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if value(props, "sftpConfig") is None:
        raise NotApplicable("it does not speak SFTP")
    if not items(props, "sftpConfig.trustedHostKeys"):
        return "it trusts no key, or any"
    return None


RULE = Rule(
    name="transfer_connector_knows_its_partner",
    title="Transfer connectors know their partner's key.",
    resource_types=frozenset({"aws:transfer/connector:Connector"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set sftpConfig.trustedHostKeys.",
    link="https://docs.aws.amazon.com/transfer/latest/userguide/configure-sftp-connector.html",
)
