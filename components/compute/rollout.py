"""How a release of the API replaces the one before in a cluster: by shares of its pods, in step with other regions.

An Argo `Rollout` takes over the pods of the API's Deployment, which stays what says how they are made (Argo Rollouts,
"Migrating to Rollouts"). It stands at a gate before the first new pod, and at one after each share until all regions
have come to it (`components/delivery/lockstep.py`): at the last, half of the pods are still of the release before. A
share is one of pods and not of weights in a VirtualService, because requests reach a region in three ways, of which
that would lead one alone (docs/adr/0060).

Before each gate the promises are asked of what the region's load balancer has measured. One that isn't kept takes the
release back here, and then in every region.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi
from pulumi_kubernetes.meta import v1 as meta
from pulumi_kubernetes.rbac import v1 as rbac

from components._shared.kubernetes_api import Workload
from components.compute.mesh_names import API, APPLICATION_NAMESPACE, declare
from components.compute.rollout_analysis import metrics
from settings import Objectives

ARGO: Final = "argoproj.io/v1alpha1"
ROLES: Final = "rbac.authorization.k8s.io"
WORKLOAD: Final = Workload(namespace=APPLICATION_NAMESPACE, name=API, operators="groot:lockstep")
SHARES: Final = (10, 50)
"""Percent of the pods that are new, one gate after each; at least one pod. The last share leaves as many pods of the
release before as the API can go back to while it has the load, until no region goes back any more."""
DEADLINE_SECONDS: Final = 600
"""For pods to come up: Argo Rollouts' own default. Then the release has failed here."""


@dataclass(frozen=True, kw_only=True)
class ApiRolloutArgs:
    """What is promised, and where it is measured."""

    namespace: pulumi.Input[str]
    """The API's, once it is there."""
    objectives: Objectives
    balancer_arn: pulumi.Input[str]
    """Load balancer by which requests enter the region."""


class ApiRollout(pulumi.ComponentResource):
    """A rollout, its analysis, and the right to take it on. Give the cluster's Kubernetes provider."""

    def __init__(self, name: str, args: ApiRolloutArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ApiRollout", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._declare("analysis", "AnalysisTemplate", {"metrics": metrics(args.objectives, args.balancer_arn)})
        self._declare("rollout", "Rollout", rollout())
        self._create_right()
        self.register_outputs({})

    def _declare(self, role: str, kind: str, spec: Mapping[str, Any]) -> None:
        declare(
            f"{self._name}-{role}",
            kind,
            api=ARGO,
            called=WORKLOAD.name,
            namespace=self._args.namespace,
            spec=spec,
            opts=self._child,
        )

    def _create_right(self) -> None:
        """Let a group read the rollout and its pods' templates, and write the rollout's status."""
        metadata = meta.ObjectMetaArgs(name="groot-lockstep", namespace=self._args.namespace)
        of_one = {"api_groups": ["argoproj.io"], "resource_names": [WORKLOAD.name]}
        rules = [
            rbac.PolicyRuleArgs(resources=["rollouts"], verbs=["get"], **of_one),
            rbac.PolicyRuleArgs(resources=["rollouts/status"], verbs=["patch"], **of_one),
            rbac.PolicyRuleArgs(api_groups=["apps"], resources=["replicasets"], verbs=["get"]),
        ]
        role = rbac.Role(f"{self._name}-right", metadata=metadata, rules=rules, opts=self._child)
        rbac.RoleBinding(
            f"{self._name}-right-binding",
            metadata=metadata,
            role_ref=rbac.RoleRefArgs(api_group=ROLES, kind="Role", name=role.metadata.apply(lambda one: one["name"])),
            subjects=[rbac.SubjectArgs(kind="Group", name=WORKLOAD.operators, api_group=ROLES)],
            opts=self._child,
        )


def rollout() -> dict[str, Any]:
    """Return the spec of the Rollout."""
    gate, analysis = {"pause": {}}, {"analysis": {"templates": [{"templateName": WORKLOAD.name}]}}
    shares = [step for share in SHARES for step in ({"setWeight": share}, analysis, gate)]
    return {
        "workloadRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": API, "scaleDown": "progressively"},
        "progressDeadlineSeconds": DEADLINE_SECONDS,
        "progressDeadlineAbort": True,
        "revisionHistoryLimit": 2,
        "strategy": {
            "canary": {"maxSurge": "25%", "maxUnavailable": 0, "steps": [{"setWeight": 0}, gate, *shares]},
        },
    }
