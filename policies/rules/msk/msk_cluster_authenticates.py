"""Clients show who they are, by IAM, by a password or by a certificate."""

from policies.answers import any_holds, fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    clients = value(props, "clientAuthentication", {})

    def asks() -> bool:
        return any_holds(
            lambda: value(clients, "sasl.iam") is True,
            lambda: value(clients, "sasl.scram") is True,
            lambda: items(clients, "tls.certificateAuthorityArns"),
        )

    return fault_among(
        ("it answers clients that do not say who they are", lambda: value(clients, "unauthenticated") is True),
        ("it asks nobody who they are", lambda: not asks()),
    )


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
