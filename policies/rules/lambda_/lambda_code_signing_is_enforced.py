"""Code that isn't signed as it should be is refused, not just noted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "policies.untrustedArtifactOnDeployment") != "Enforce":
        return "code that is not signed is deployed with a warning"
    return None


RULE = Rule(
    name="lambda_code_signing_is_enforced",
    title="Lambda refuses code that is not signed.",
    resource_types=frozenset({"aws:lambda/codeSigningConfig:CodeSigningConfig"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.SOFTWARE_INTEGRITY}),
    remediation="Set policies.untrustedArtifactOnDeployment to Enforce.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html",
)
