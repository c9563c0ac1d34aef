"""Instances show certificates of an authority that is valid, not of one that has ended."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ENDED = frozenset({"rds-ca-2015", "rds-ca-2017", "rds-ca-2019"})
"""Amazon DocumentDB Developer Guide, "Updating your Amazon DocumentDB TLS certificates"."""


def _check(props: Props) -> str | None:
    if props.get("caCertIdentifier") in ENDED:
        return "its certificate authority has ended"
    return None


RULE = Rule(
    name="docdb_instance_certificate_is_current",
    title="DocumentDB instances have a current certificate authority.",
    resource_types=frozenset({"aws:docdb/clusterInstance:ClusterInstance"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT}),
    remediation="Set caCertIdentifier to rds-ca-rsa2048-g1.",
    link="https://docs.aws.amazon.com/documentdb/latest/developerguide/ca_cert_rotation.html",
)
