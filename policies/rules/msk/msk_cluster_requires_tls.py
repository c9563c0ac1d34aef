"""Clients and brokers, and brokers among themselves, talk over TLS only, as they do unless told otherwise."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "brokers answer clients without TLS",
            lambda: value(props, "encryptionInfo.encryptionInTransit.clientBroker", "TLS") != "TLS",
        ),
        (
            "brokers talk to each other without TLS",
            lambda: value(props, "encryptionInfo.encryptionInTransit.inCluster") is False,
        ),
    )


RULE = Rule(
    name="msk_cluster_requires_tls",
    title="MSK clusters require TLS.",
    resource_types=frozenset({"aws:msk/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set clientBroker to TLS and inCluster to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-1",
    sources=("SecurityHub MSK.1",),
)
