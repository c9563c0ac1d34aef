"""A warehouse is encrypted at rest, under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is not encrypted", lambda: props.get("encrypted") not in (True, "true")),
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(props.get("kmsKeyId"))),
    )


RULE = Rule(
    name="redshift_cluster_uses_customer_key",
    title="Redshift clusters are encrypted under a customer key.",
    resource_types=frozenset({"aws:redshift/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encrypted to true and kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-10",
    sources=("SecurityHub Redshift.10",),
)
