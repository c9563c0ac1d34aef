"""The API checks the certificate of the server behind it."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "tlsConfig.insecureSkipVerification"):
        return "it accepts any certificate"
    return None


RULE = Rule(
    name="apigateway_integration_verifies_certificates",
    title="API Gateway verifies certificates of backends.",
    resource_types=frozenset({"aws:apigateway/integration:Integration"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT, Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Remove tlsConfig.insecureSkipVerification or set it to false.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-extensions-integration-tls-config.html",
)
