"""Clients show who they are, by IAM, by a password or by a certificate."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if value(props, "clientAuthentication.unauthenticated") is True:
        return "it answers clients that do not say who they are"
    if value(props, "clientAuthentication.sasl.iam") is True or value(props, "clientAuthentication.sasl.scram") is True:
        return None
    if items(props, "clientAuthentication.tls.certificateAuthorityArns"):
        return None
    return "it asks nobody who they are"


RULE = Rule(
    name="msk_cluster_authenticates",
    title="MSK clusters ask who their clients are.",
    resource_types=frozenset({"aws:msk/cluster:Cluster"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set clientAuthentication.sasl.iam to true and remove unauthenticated.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-6",
    sources=("SecurityHub MSK.6",),
)
