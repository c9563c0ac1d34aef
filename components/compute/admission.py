"""What a cluster refuses, whoever asks for it: the rules on workloads, held by its API server as by the program.

One ValidatingAdmissionPolicy for each rule, with the rule's words, severity and controls; `make admission` writes what
they are (`admission.yaml`) from the rules (docs/adr/0043-rules-held-by-the-cluster.md). A mandatory rule refuses, an
advisory one warns; both are told to the audit log (Kubernetes, "Validating Admission Policy").

What is judged is what somebody asks for. Kubernetes' controllers make pods of templates that were judged, with what the
mesh adds to them, and aren't asked again; nor is a change that leaves the specification as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pulumi
import yaml
from pulumi_kubernetes.admissionregistration import v1 as admission
from pulumi_kubernetes.meta import v1 as meta
from pulumi_kubernetes.rbac import v1 as rbac

HELD: Final = Path(__file__).with_name("admission.yaml")
GROUP: Final = "admissionregistration.k8s.io"
PLURALS: Final[Mapping[str, str]] = {
    "CronJob": "cronjobs",
    "DaemonSet": "daemonsets",
    "Deployment": "deployments",
    "Job": "jobs",
    "Pod": "pods",
    "ReplicaSet": "replicasets",
    "StatefulSet": "statefulsets",
}
"""Kinds of workloads to what the API calls them."""
SYSTEM_NAMESPACES: Final = (
    "amazon-guardduty",
    "aws-privateca-issuer",
    "cert-manager",
    "istio-system",
    "kube-node-lease",
    "kube-public",
    "kube-system",
)
"""Namespaces of what isn't the program's: EKS's add-ons, GuardDuty's agent and the charts (`components/delivery`). They
reach into nodes or bring images by tag. No rule of the program judges those either."""
CONTROLLERS: Final = tuple(
    f"system:serviceaccount:kube-system:{each}-controller"
    for each in ("cronjob", "daemon-set", "deployment", "job", "replicaset", "statefulset")
)
"""Who makes pods, and what makes pods, of templates (Kubernetes, "Using RBAC Authorization", "Controller roles")."""
TICKET: Final = "groot/break-glass"
"""Annotation of a workload that has to run in spite of a rule: the ticket that says why."""
VERB: Final = "bypass"
"""Right to such an exemption, on the policy that it is from."""
UNDER_TICKET: Final = "broken under"
"""What the audit log has of whoever named a ticket, exempt or not."""
VERDICT: Final = "verdict"
"""Annotation of the audit log, after the policy's name and a stroke."""
BREAK_GLASS: Final = "groot:break-glass"
"""Group whose members have that right; an access entry of the cluster puts somebody into it."""


@dataclass(frozen=True, kw_only=True)
class AdmissionArgs:
    """What the cluster holds workloads to."""

    spared_namespaces: Sequence[str] = SYSTEM_NAMESPACES
    """Namespaces in which nothing is judged."""


class Admission(pulumi.ComponentResource):
    """A policy and its binding for each rule, and the right to break glass. Give the cluster's Kubernetes provider."""

    def __init__(self, name: str, args: AdmissionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Admission", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        held = yaml.load(HELD.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for rule, described in held["rules"].items():
            self._create_policy(rule, described, held["variables"])
        self._create_right([policy_name(rule) for rule in held["rules"]])
        self.register_outputs({})

    def _create_policy(self, rule: str, described: Mapping[str, Any], variables: Mapping[str, str]) -> None:
        called = policy_name(rule)
        metadata = meta.ObjectMetaArgs(
            name=called,
            labels={"groot/rule": rule, "groot/severity": described["severity"]},
            annotations={f"groot/{framework}": found for framework, found in described["controls"].items()},
        )
        every = {**variables, **_exemption(called), "holds": described["holds"]}
        admission.ValidatingAdmissionPolicy(
            f"{self._name}-{called}",
            metadata=metadata,
            spec=admission.ValidatingAdmissionPolicySpecArgs(
                failure_policy="Fail",
                match_constraints=admission.MatchResourcesArgs(resource_rules=_workloads(described["kinds"])),
                match_conditions=[
                    admission.MatchConditionArgs(name=label, expression=found) for label, found in ASKED_FOR.items()
                ],
                variables=[admission.VariableArgs(name=label, expression=found) for label, found in every.items()],
                validations=[
                    admission.ValidationArgs(
                        expression="variables.holds || variables.exempt",
                        message=described["message"],
                        reason="Forbidden",
                    )
                ],
                audit_annotations=[admission.AuditAnnotationArgs(key=VERDICT, value_expression=TOLD)],
            ),
            opts=self._child,
        )
        admission.ValidatingAdmissionPolicyBinding(
            f"{self._name}-{called}-binding",
            metadata=metadata,
            spec=admission.ValidatingAdmissionPolicyBindingSpecArgs(
                policy_name=called,
                validation_actions=["Deny" if described["level"] == "mandatory" else "Warn", "Audit"],
                match_resources=admission.MatchResourcesArgs(namespace_selector=_but(self._args.spared_namespaces)),
            ),
            opts=self._child,
        )

    def _create_right(self, policies: list[str]) -> None:
        """Let a group be exempt from these policies. Nobody is in it until an access entry says so."""
        metadata = meta.ObjectMetaArgs(name="groot-break-glass")
        right = rbac.PolicyRuleArgs(
            api_groups=[GROUP], resources=["validatingadmissionpolicies"], resource_names=policies, verbs=[VERB]
        )
        role = rbac.ClusterRole(f"{self._name}-break-glass", metadata=metadata, rules=[right], opts=self._child)
        rbac.ClusterRoleBinding(
            f"{self._name}-break-glass-binding",
            metadata=metadata,
            role_ref=rbac.RoleRefArgs(
                api_group="rbac.authorization.k8s.io",
                kind="ClusterRole",
                name=role.metadata.apply(lambda one: one["name"]),
            ),
            subjects=[rbac.SubjectArgs(kind="Group", name=BREAK_GLASS, api_group="rbac.authorization.k8s.io")],
            opts=self._child,
        )


ASKED_FOR: Final[Mapping[str, str]] = {
    "asked-by-somebody": f"!(request.userInfo.username in {list(CONTROLLERS)})",
    "new-or-changed": "request.operation == 'CREATE' || object.spec != oldObject.spec",
}
"""What is judged at all."""
TOLD: Final = f"variables.holds ? '' : variables.ticket == '' ? 'broken' : '{UNDER_TICKET} ' + variables.ticket"
"""What the audit log is told by each policy that isn't satisfied, beside who asked for what and if they got it.

Who broke a rule under a ticket and got it was exempt; rights can't be asked for here, though the type checker takes it.
What `Audit` tells by itself is of one policy alone, whichever came first: the second may not overwrite it.
"""


def policy_name(rule: str) -> str:
    """Return what the cluster calls the policy of *rule*."""
    return rule.replace("_", "-")


def _exemption(policy: str) -> dict[str, str]:
    """Return the variables by which somebody who may is exempt from *policy*, if a ticket is named."""
    right = f"authorizer.group('{GROUP}').resource('validatingadmissionpolicies').name('{policy}').check('{VERB}')"
    return {
        "ticket": f"object.metadata.?annotations[?'{TICKET}'].orValue('')",
        "exempt": f"variables.ticket != '' && {right}.allowed()",
    }


def _workloads(kinds: list[str]) -> list[admission.NamedRuleWithOperationsArgs]:
    """Return what the API calls *kinds*, such as `apps/v1:Deployment`, by their group."""
    groups: dict[str, list[str]] = {}
    for each in kinds:
        group, kind = each.split(":")
        groups.setdefault(group, []).append(PLURALS[kind])
    return [
        admission.NamedRuleWithOperationsArgs(
            api_groups=[group.removesuffix("/v1").removeprefix("core")],
            api_versions=["v1"],
            operations=["CREATE", "UPDATE"],
            resources=resources,
        )
        for group, resources in groups.items()
    ]


def _but(namespaces: Sequence[str]) -> meta.LabelSelectorArgs:
    """Return what selects all other namespaces, by the name that Kubernetes labels each with."""
    named = meta.LabelSelectorRequirementArgs(
        key="kubernetes.io/metadata.name", operator="NotIn", values=list(namespaces)
    )
    return meta.LabelSelectorArgs(match_expressions=[named])
