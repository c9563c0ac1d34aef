"""Deployments survive the loss of a pod."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value


def _check(props: Props) -> str | None:
    if value(props, "spec.replicas") is None:
        raise NotApplicable("an autoscaler says how many")
    return None if at_least(value(props, "spec.replicas"), 2) else "it is one pod"


RULE = Rule(
    name="kubernetes_deployment_has_replicas",
    title="Deployments survive the loss of a pod.",
    resource_types=frozenset(
        {
            "kubernetes:apps/v1:Deployment",
            "kubernetes:apps/v1:StatefulSet",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set replicas to two or more, or leave it to an autoscaler.",
    link="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/",
)
