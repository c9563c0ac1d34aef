"""What the API server asks of the values in what runs, scales and guards pods, by definition (`io.k8s.api.…`), 1.34."""

from collections.abc import Mapping, Sequence
from typing import Final

from sandbox.providers.kubernetes.json_schema import COUNT, Schema, choice
from sandbox.providers.kubernetes.values.agreements import (
    at_most_one,
    exactly_one,
    needed,
    only_with,
    ordered,
)
from sandbox.providers.kubernetes.values.keywords import Agreement, values
from sandbox.providers.kubernetes.values.syntaxes import (
    CRON,
    DNS_LABEL,
    NAME,
    PATH_SEGMENT,
    POSITIVE_AMOUNT,
    SHARE,
    SHARE_TO_ALL,
    matching,
    or_empty,
)
from sandbox.providers.kubernetes.values.workload_agreements import (
    daemon_is_replaced_one_way,
    deadline_is_after_readiness,
    deployment_is_replaced,
    mounts_are_declared,
    selector_matches_template,
)

_POSITIVE = {"minimum": 1}
_WITH_GROUP = matching(r"[^/]+/[^/]+", "a version with its group, such as apps/v1")
_NEEDS_SPEC: Schema = {"required": ["spec"]}
_ROLLING = only_with("rollingUpdate", "type", "RollingUpdate", "", default="RollingUpdate")
_UPDATES = or_empty(choice("OnDelete", "RollingUpdate"))
_RETENTION = choice("Delete", "Retain")
_METRICS = {
    "ContainerResource": "containerResource",
    "External": "external",
    "Object": "object",
    "Pods": "pods",
    "Resource": "resource",
}


def _counts(*names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, COUNT)


def _workload(pod: Schema, fields: Mapping[str, Schema], *agreements: Agreement) -> Schema:
    return values({"template": values({"spec": pod}), **fields}, mounts_are_declared, *agreements)


def _replicated(counts: Sequence[str], fields: Mapping[str, Schema], *agreements: Agreement) -> Schema:
    pod = values({"restartPolicy": choice("Always")})
    return _workload(pod, {**_counts("minReadySeconds", *counts), **fields}, selector_matches_template, *agreements)


def _target(*agreements: Agreement) -> Schema:
    return values({"target": values({}, *agreements)})


WORKLOADS: Final[dict[str, Schema]] = {
    **dict.fromkeys(
        (
            "apps.v1.DaemonSet",
            "apps.v1.Deployment",
            "apps.v1.StatefulSet",
            "autoscaling.v2.HorizontalPodAutoscaler",
            "batch.v1.CronJob",
            "batch.v1.Job",
            "batch.v1.JobTemplateSpec",
            "core.v1.PersistentVolumeClaim",
            "core.v1.PodTemplateSpec",
        ),
        _NEEDS_SPEC,
    ),
    "apps.v1.DeploymentSpec": _replicated(
        ["progressDeadlineSeconds", "replicas", "revisionHistoryLimit"], {}, deadline_is_after_readiness
    ),
    "apps.v1.DeploymentStrategy": values({"type": or_empty(choice("Recreate", "RollingUpdate"))}, _ROLLING),
    "apps.v1.RollingUpdateDeployment": values(
        {"maxSurge": SHARE, "maxUnavailable": SHARE_TO_ALL}, deployment_is_replaced
    ),
    "apps.v1.DaemonSetSpec": _replicated(["revisionHistoryLimit"], {}),
    "apps.v1.DaemonSetUpdateStrategy": values({"type": _UPDATES}),
    "apps.v1.RollingUpdateDaemonSet": values(
        {"maxSurge": SHARE_TO_ALL, "maxUnavailable": SHARE_TO_ALL}, daemon_is_replaced_one_way
    ),
    "apps.v1.StatefulSetSpec": _replicated(
        ["replicas"],
        {
            "podManagementPolicy": or_empty(choice("OrderedReady", "Parallel")),
            "serviceName": or_empty(DNS_LABEL),
            "ordinals": values(_counts("start")),
            "persistentVolumeClaimRetentionPolicy": values({"whenDeleted": _RETENTION, "whenScaled": _RETENTION}),
        },
    ),
    "apps.v1.StatefulSetUpdateStrategy": values({"type": _UPDATES}, _ROLLING),
    "batch.v1.JobSpec": _workload(
        values({"restartPolicy": choice("Never", "OnFailure")}, required=["restartPolicy"]),
        {
            **_counts("activeDeadlineSeconds", "backoffLimit", "completions", "parallelism", "ttlSecondsAfterFinished"),
            "completionMode": choice("Indexed", "NonIndexed"),
            "podReplacementPolicy": choice("Failed", "TerminatingOrFailed"),
        },
        only_with("backoffLimitPerIndex", "completionMode", "Indexed"),
        only_with("successPolicy", "completionMode", "Indexed"),
    ),
    "batch.v1.CronJobSpec": values(
        {
            **_counts("failedJobsHistoryLimit", "startingDeadlineSeconds", "successfulJobsHistoryLimit"),
            "concurrencyPolicy": or_empty(choice("Allow", "Forbid", "Replace")),
            "schedule": CRON,
        }
    ),
    "autoscaling.v2.HorizontalPodAutoscalerSpec": values(
        {
            "minReplicas": _POSITIVE,
            "maxReplicas": _POSITIVE,
            "scaleTargetRef": values({"apiVersion": _WITH_GROUP}, required=["apiVersion"]),
        },
        ordered("minReplicas", "maxReplicas"),
    ),
    "autoscaling.v2.CrossVersionObjectReference": values({"kind": PATH_SEGMENT, "name": PATH_SEGMENT}),
    "autoscaling.v2.ResourceMetricSource": values({"name": NAME}),
    "autoscaling.v2.MetricIdentifier": values({"name": PATH_SEGMENT}),
    "autoscaling.v2.MetricSpec": values(
        {
            "type": choice(*_METRICS),
            "resource": _target(exactly_one("averageUtilization", "averageValue")),
            "containerResource": _target(exactly_one("averageUtilization", "averageValue")),
            "pods": _target(exactly_one("averageValue")),
            "external": _target(exactly_one("averageValue", "value")),
        },
        *(needed(field, "type", kind) for kind, field in _METRICS.items()),
        at_most_one(*_METRICS.values()),
    ),
    "autoscaling.v2.MetricTarget": values(
        {
            "type": choice("AverageValue", "Utilization", "Value"),
            "averageUtilization": _POSITIVE,
            "averageValue": POSITIVE_AMOUNT,
            "value": POSITIVE_AMOUNT,
        }
    ),
    "autoscaling.v2.HPAScalingRules": values(
        {
            "selectPolicy": choice("Disabled", "Max", "Min"),
            "stabilizationWindowSeconds": {"minimum": 0, "maximum": 3600},
            "policies": {"minItems": 1},
        }
    ),
    "autoscaling.v2.HPAScalingPolicy": values(
        {
            "type": choice("Percent", "Pods"),
            "value": _POSITIVE,
            "periodSeconds": {"minimum": 1, "maximum": 1800},
        }
    ),
    "policy.v1.PodDisruptionBudgetSpec": values(
        {
            "maxUnavailable": SHARE_TO_ALL,
            "minAvailable": SHARE_TO_ALL,
            "unhealthyPodEvictionPolicy": choice("AlwaysAllow", "IfHealthyBudget"),
        },
        at_most_one("minAvailable", "maxUnavailable"),
    ),
    "scheduling.v1.PriorityClass": values(
        {"value": {"maximum": 10**9}, "preemptionPolicy": choice("Never", "PreemptLowerPriority")}
    ),
}
"""Definition to what is asked beyond its form."""
