"""Volumes of pods are encrypted under a customer key."""

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if props.get("provisioner") != "ebs.csi.aws.com":
        raise NotApplicable("it makes no EBS volumes")
    return fault_among(
        ("its volumes are not encrypted", lambda: value(props, "parameters.encrypted") != "true"),
        ("its volumes are under a key of AWS", lambda: not customer_key(value(props, "parameters.kmsKeyId"))),
    )


RULE = Rule(
    name="kubernetes_storage_class_uses_customer_key",
    title="Volumes of pods are encrypted under a customer key.",
    resource_types=frozenset({"kubernetes:storage.k8s.io/v1:StorageClass"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation='Set parameters encrypted to "true" and kmsKeyId.',
    link="https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md",
)
