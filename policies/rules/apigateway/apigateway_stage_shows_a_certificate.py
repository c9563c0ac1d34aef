"""A stage of a REST API shows its backend a certificate, so that the backend can refuse everybody else."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("clientCertificateId"):
        return "it shows its backend no certificate"
    return None


RULE = Rule(
    name="apigateway_stage_shows_a_certificate",
    title="API Gateway stages authenticate to backends.",
    resource_types=frozenset({"aws:apigateway/stage:Stage"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set clientCertificateId.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-2",
    sources=("SecurityHub APIGateway.2",),
)
