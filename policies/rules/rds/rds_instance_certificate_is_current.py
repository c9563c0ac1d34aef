"""Instances show certificates of an authority that is valid, not of one that has ended."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ENDED = frozenset({"rds-ca-2015", "rds-ca-2017", "rds-ca-2019"})
"""Amazon RDS User Guide, "Using SSL/TLS to encrypt a connection": all of them ended by 2024."""


def _check(props: Props) -> str | None:
    if props.get("caCertIdentifier") in ENDED:
        return "its certificate authority has ended"
    return None


RULE = Rule(
    name="rds_instance_certificate_is_current",
    title="RDS instances have a current certificate authority.",
    resource_types=frozenset({"aws:rds/clusterInstance:ClusterInstance", "aws:rds/instance:Instance"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT}),
    remediation="Set caCertIdentifier to rds-ca-rsa2048-g1, rds-ca-rsa4096-g1 or rds-ca-ecc384-g1.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
)
