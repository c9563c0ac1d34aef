"""The API in one cluster: its pods, spread over zones and nodes, as many as they need, and never all gone at once.

Pods run as `restricted` asks (Kubernetes, "Pod Security Standards"): as an unprivileged user, without capabilities, on
a file system they can't write but for `/tmp`. The mesh's proxy runs beside them and takes their traffic; the kubelet's
probes come through it too.
"""

from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_kubernetes.apps import v1 as apps
from pulumi_kubernetes.autoscaling import v2 as autoscaling
from pulumi_kubernetes.core import v1 as core
from pulumi_kubernetes.meta import v1 as meta
from pulumi_kubernetes.policy import v1 as policy

from components._shared.images import copied
from components._shared.site import Site
from components.compute.drains import API_GRACE_SECONDS, API_LEAVES_SECONDS
from components.compute.mesh_names import API, spread
from components.compute.rollout import ARGO
from components.compute.scaling import POD_CPU, behaviour, target_percent
from settings import Api, Objectives

LABELS: Final = {"app": API}
USER: Final = 65532
"""Any user but root would do; this one is `nonroot` in distroless images."""
REQUESTS: Final = {"cpu": f"{POD_CPU * 1000:.0f}m", "memory": "256Mi"}
LIMITS: Final = {"memory": "512Mi"}
RELEASE: Final = "groot/release"
"""Annotation of pods: the number of the release that they are of (`functions/lockstep/rollout.py`)."""


@dataclass(frozen=True, kw_only=True)
class ApiWorkloadArgs:
    """What runs, and where."""

    site: Site
    """Region it runs in."""
    settings: Api
    """Image, port, paths and how many."""
    objectives: Objectives
    """Promises that tell how busy its pods may be."""
    namespace: pulumi.Input[str]
    """Its namespace."""


class ApiWorkload(pulumi.ComponentResource):
    """Deployment, autoscaler, disruption budget and service account of the API.

    A rollout (`rollout.py`) makes the pods that the Deployment describes.
    """

    def __init__(self, name: str, args: ApiWorkloadArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ApiWorkload", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        account = self._create_account()
        self._create_deployment(account)
        self._create_autoscaler()
        self._create_disruption_budget()
        self.register_outputs({})

    def _metadata(self) -> meta.ObjectMetaArgs:
        return meta.ObjectMetaArgs(name=API, namespace=self._args.namespace, labels=LABELS)

    def _create_account(self) -> core.ServiceAccount:
        return core.ServiceAccount(
            f"{self._name}-account",
            metadata=self._metadata(),
            automount_service_account_token=False,
            opts=self._child,
        )

    def _create_deployment(self, account: core.ServiceAccount) -> None:
        template = core.PodTemplateSpecArgs(
            metadata=meta.ObjectMetaArgs(labels=LABELS, annotations={RELEASE: str(self._args.settings.release)}),
            spec=core.PodSpecArgs(
                service_account_name=account.metadata.apply(lambda metadata: metadata.name or API),
                containers=[self._container()],
                termination_grace_period_seconds=API_GRACE_SECONDS,
                security_context=core.PodSecurityContextArgs(
                    run_as_non_root=True,
                    run_as_user=USER,
                    run_as_group=USER,
                    seccomp_profile=core.SeccompProfileArgs(type="RuntimeDefault"),
                ),
                topology_spread_constraints=spread(LABELS),
                volumes=[core.VolumeArgs(name="tmp", empty_dir=core.EmptyDirVolumeSourceArgs(size_limit="64Mi"))],
            ),
        )
        apps.Deployment(
            f"{self._name}-deployment",
            metadata=self._metadata(),
            spec=apps.DeploymentSpecArgs(
                selector=meta.LabelSelectorArgs(match_labels=LABELS),
                strategy=apps.DeploymentStrategyArgs(
                    type="RollingUpdate",
                    rolling_update=apps.RollingUpdateDeploymentArgs(max_surge=1, max_unavailable=0),
                ),
                template=template,
            ),
            opts=self._child,
        )

    def _container(self) -> core.ContainerArgs:
        wanted = self._args.settings
        return core.ContainerArgs(
            name="api",
            image=copied(wanted.image, self._args.site),
            args=list(wanted.arguments) or None,
            ports=[core.ContainerPortArgs(name="http", container_port=wanted.port)],
            readiness_probe=self._probe(wanted.paths.ready, period_seconds=5),
            liveness_probe=self._probe(wanted.paths.live, period_seconds=10),
            lifecycle=core.LifecycleArgs(
                pre_stop=core.LifecycleHandlerArgs(sleep=core.SleepActionArgs(seconds=API_LEAVES_SECONDS))
            ),
            resources=core.ResourceRequirementsArgs(requests=REQUESTS, limits=LIMITS),
            security_context=core.SecurityContextArgs(
                allow_privilege_escalation=False,
                read_only_root_filesystem=True,
                run_as_non_root=True,
                capabilities=core.CapabilitiesArgs(drop=["ALL"]),
            ),
            volume_mounts=[core.VolumeMountArgs(name="tmp", mount_path="/tmp")],  # noqa: S108 - a volume of the pod alone
        )

    def _probe(self, path: str, period_seconds: int) -> core.ProbeArgs:
        return core.ProbeArgs(
            http_get=core.HTTPGetActionArgs(path=path, port=self._args.settings.port),
            period_seconds=period_seconds,
            timeout_seconds=2,
        )

    def _create_autoscaler(self) -> None:
        replicas = self._args.settings.replicas
        autoscaling.HorizontalPodAutoscaler(
            f"{self._name}-autoscaler",
            metadata=self._metadata(),
            spec=autoscaling.HorizontalPodAutoscalerSpecArgs(
                min_replicas=replicas.min,
                behavior=behaviour(),
                max_replicas=replicas.max,
                scale_target_ref=autoscaling.CrossVersionObjectReferenceArgs(
                    api_version=ARGO, kind="Rollout", name=API
                ),
                metrics=[
                    autoscaling.MetricSpecArgs(
                        type="ContainerResource",
                        container_resource=autoscaling.ContainerResourceMetricSourceArgs(
                            container="api",
                            name="cpu",
                            target=autoscaling.MetricTargetArgs(
                                type="Utilization", average_utilization=target_percent(self._args.objectives)
                            ),
                        ),
                    )
                ],
            ),
            opts=self._child,
        )

    def _create_disruption_budget(self) -> None:
        policy.PodDisruptionBudget(
            f"{self._name}-budget",
            metadata=self._metadata(),
            spec=policy.PodDisruptionBudgetSpecArgs(
                max_unavailable=1, selector=meta.LabelSelectorArgs(match_labels=LABELS)
            ),
            opts=self._child,
        )
