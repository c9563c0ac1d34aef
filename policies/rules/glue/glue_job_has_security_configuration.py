"""Jobs, crawlers and endpoints name the configuration that encrypts what they write."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("securityConfiguration"):
        return "what it writes is not encrypted"
    return None


RULE = Rule(
    name="glue_job_has_security_configuration",
    title="Glue jobs have a security configuration.",
    resource_types=frozenset({"aws:glue/crawler:Crawler", "aws:glue/devEndpoint:DevEndpoint", "aws:glue/job:Job"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set securityConfiguration.",
    link="https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html",
)
