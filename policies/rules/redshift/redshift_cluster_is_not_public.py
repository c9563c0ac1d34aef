"""A warehouse has no address on the internet, and loads over the network rather than the internet."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is reachable from the internet", lambda: props.get("publiclyAccessible") is not False),
        ("it loads and unloads over the internet", lambda: props.get("enhancedVpcRouting") is not True),
    )


RULE = Rule(
    name="redshift_cluster_is_not_public",
    title="Redshift clusters stay in the network.",
    resource_types=frozenset({"aws:redshift/cluster:Cluster"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Set publiclyAccessible to false and enhancedVpcRouting to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-1",
    sources=("SecurityHub Redshift.1", "SecurityHub Redshift.7"),
)
