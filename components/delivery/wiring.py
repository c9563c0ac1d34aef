"""In every region a registry, a key that manifests are signed by, and functions: one feeds the cluster, one takes what
was fed through all regions in step, and one takes functions' bad versions back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from components._shared.context import Context
from components._shared.images import copied
from components._shared.kubernetes_api import KubernetesApi, Workload
from components._shared.logs import LogGroupNames
from components._shared.network import Network
from components._shared.site import ActiveSite, Sites
from components.delivery.charts import IMAGES, charts
from components.delivery.feeder import Feeder, FeederArgs, HandedSecret
from components.delivery.gitops import NAMESPACE, ArgoCd, ArgoCdArgs
from components.delivery.issuer_secret import InternalIssuer, IssuerSecret, IssuerSecretArgs
from components.delivery.lockstep import Lockstep, LockstepArgs
from components.delivery.lockstep_record import LockstepRecord, LockstepRecordArgs
from components.delivery.publisher import Leave, Publisher, PublisherArgs
from components.delivery.registry import Registry, RegistryArgs
from components.delivery.releaser import Releaser, ReleaserArgs
from components.delivery.signing_key import SigningKey, SigningKeyArgs
from settings import Settings

ISSUER_NAMESPACE, ISSUER_NAME = "cert-manager", "internal-issuer"
"""Where cert-manager looks for the keys of issuers that serve a whole cluster, and what the platform's is called; those
of roots after the first have its number too, as the mesh's issuer (`components/compute/mesh_certificates.py`)."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What other rooms need of this one."""

    publish_role_arn: pulumi.Output[str]
    feeds: Mapping[str, Mapping[str, Any]]
    """By region, all that `groot feed` needs to publish a release and have it taken in."""
    log_group_names: LogGroupNames


def declare_delivery(
    settings: Settings,
    context: Context,
    sites: Sites,
    *,
    networks: Mapping[str, Network],
    apis: Mapping[str, KubernetesApi],
    workload: Workload,
    key_administrator_arns: list[pulumi.Input[str]],
    issuer_chain_pem: pulumi.Input[str] | None,
    issuer_key_pem: pulumi.Input[str] | None,
    root_pems: Sequence[pulumi.Input[str]],
) -> Delivery:
    """Declare how each cluster is fed; one that no private authority issues for is handed *issuer_key_pem*. Meshes
    trust *root_pems*."""
    publisher = Publisher(
        "publisher",
        PublisherArgs(context=context, repository=settings.repository, environment=pulumi.get_stack()),
    )
    issuer = None
    if issuer_chain_pem is not None and issuer_key_pem is not None:
        issuer = InternalIssuer(generation=settings.trust_roots[0], chain_pem=issuer_chain_pem, key_pem=issuer_key_pem)
    load = settings.load_test
    images = [*IMAGES, settings.api.image, *([load.image, load.starter_image] if load.enabled else [])]
    record = LockstepRecord("releases", LockstepRecordArgs(sites=list(sites.active.values())))
    leaves, feeds, logs, registries = [], {}, {}, {}
    for name, site in sites.active.items():
        registry = registries[name] = Registry(f"registry-{name}", RegistryArgs(site=site, images=images))
        key = SigningKey(
            f"signing-{name}",
            SigningKeyArgs(site=site, administrator_arns=key_administrator_arns, publisher_role_arn=publisher.role_arn),
        )
        feeder = _declare_feeder(site, networks[name], apis[name], registry, key, issuer)
        leaves.append(
            Leave(
                repository_arns=[registry.manifests_arn, *registry.image_arns],
                signing_key_arn=key.arn,
                function_arn=feeder.function_arn,
            )
        )
        feeds[name] = {
            "cluster": apis[name].cluster_name,
            "kubernetes": settings.cluster.version,
            "repository": registry.manifests_name,
            "signingKey": key.arn,
            "function": feeder.function_arn,
            "images": [{"from": image, "to": copied(image, site)} for image in images],
            "charts": [
                vars(chart)
                for chart in charts(
                    site,
                    cluster_name=apis[name].cluster_name,
                    vpc_id=networks[name].vpc_id,
                    root_pems=root_pems,
                )
            ],
        }
        releaser = Releaser(f"releaser-{name}", ReleaserArgs(site=site))
        lockstep = Lockstep(
            f"lockstep-{name}",
            LockstepArgs(
                site=site,
                home=sites.home.name,
                regions=list(sites.active),
                network=networks[name],
                api=apis[name],
                workload=workload,
                table_name=record.table_name,
                table_arn=record.table_arn,
            ),
        )
        logs[name] = {
            "feeder": feeder.log_group_name,
            "lockstep": lockstep.log_group_name,
            "releaser": releaser.log_group_name,
        }
    if settings.gitops.enabled:
        hub = sites.home.name
        feeds[hub]["gitops"] = _declare_argo_cd(settings, sites.active[hub], networks[hub], apis, workload, registries)
    publisher.let(leaves)
    return Delivery(publish_role_arn=publisher.role_arn, feeds=feeds, log_group_names=logs)


def _declare_argo_cd(
    settings: Settings,
    site: ActiveSite,
    network: Network,
    apis: Mapping[str, KubernetesApi],
    workload: Workload,
    registries: Mapping[str, Registry],
) -> Mapping[str, Any]:
    """Declare Argo CD at *site*; return what `groot feed` tells it, and what it tells the clusters of it."""
    argo_cd = ArgoCd(
        "argo-cd",
        ArgoCdArgs(
            site=site,
            settings=settings.gitops,
            network=network,
            apis=apis,
            repository_arns=[registry.manifests_arn for registry in registries.values()],
        ),
    )
    return {
        "namespace": NAMESPACE,
        "role": argo_cd.role_arn,
        "team": settings.gitops.team,
        "members": list(settings.gitops.members),
        "workloads": workload.namespace,
        "clusters": {
            region: {"arn": api.cluster_arn, "repository": registries[region].manifests_url}
            for region, api in apis.items()
        },
    }


def _declare_feeder(
    site: ActiveSite,
    network: Network,
    api: KubernetesApi,
    registry: Registry,
    key: SigningKey,
    issuer: InternalIssuer | None,
) -> Feeder:
    handed = []
    if issuer is not None:
        secret = IssuerSecret(f"issuer-{site.name}", IssuerSecretArgs(site=site, issuer=issuer))
        name = ISSUER_NAME if issuer.generation == 1 else f"{ISSUER_NAME}-{issuer.generation}"
        handed.append(HandedSecret(arn=secret.arn, namespace=ISSUER_NAMESPACE, name=name))
    return Feeder(
        f"feeder-{site.name}",
        FeederArgs(
            site=site,
            network=network,
            api=api,
            repository_name=registry.manifests_name,
            repository_arn=registry.manifests_arn,
            signing_key_arn=key.arn,
            secrets=handed,
        ),
    )
