"""A root signs its subordinates and is switched off until it is needed again."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("type") != "ROOT":
        raise NotApplicable("it signs for others every day")
    return None if props.get("enabled") is False else "the root signs without being asked for"


RULE = Rule(
    name="acmpca_root_rests",
    title="Root authorities rest.",
    resource_types=frozenset({"aws:acmpca/certificateAuthority:CertificateAuthority"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT, Objective.LEAST_PRIVILEGE}),
    remediation="Set enabled to false once the subordinate authority is signed.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/pca-controls.html#pca-1",
    sources=("SecurityHub PCA.1",),
)
