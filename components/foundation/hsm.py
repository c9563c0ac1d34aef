"""A region's hardware security modules, and the KMS key that lives in them.

The modules come up in three stages, because AWS wants a person between them (AWS CloudHSM User Guide, "Getting
started", "Activate the cluster"; AWS KMS Developer Guide, "Create an AWS CloudHSM key store"):

1. A cluster with one module, which is all an uninitialized cluster takes. Somebody signs its certificate request,
   initializes and activates it, and creates the `kmsuser`.
2. With the certificate that signed it (the trust anchor): a module in every zone, as KMS wants two at least, and the
   key store.
3. With the key store connected (`aws kms connect-custom-key-store`, minutes of work for which providers have no
   resource): the key.

The keys of the data classes stay in KMS's own modules (FIPS 140-3 level 3 as well), since a custom key store holds
neither multi-region keys nor rotates keys by itself (KMS Developer Guide, "AWS CloudHSM key stores").
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.key_policy import DELETION_WINDOW_DAYS, key_policy
from components._shared.site import Site
from settings import DataClass

HSM_TYPE = "hsm2m.medium"
"""The type that AWS offers for new clusters, in FIPS 140-3 level 3 mode (CloudHSM User Guide, "HSM types")."""


@dataclass(frozen=True, kw_only=True)
class HsmClusterArgs:
    """Where the modules stand and how far their ceremony has come.

    Raises:
        ValueError: there is a trust anchor without a password.
    """

    site: Site
    """Region it stands in."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Isolated subnets, one in each zone."""
    administrators: Sequence[pulumi.Input[str]]
    """ARN patterns of the IAM roles that manage the HSM-backed key."""
    trust_anchor: str = ""
    """PEM certificate that signed the cluster's request; empty until the cluster is active."""
    key_store_password: pulumi.Input[str] | None = None
    """Password of the HSM user `kmsuser`; secret. Needed with `trust_anchor`."""
    key_store_connected: bool = False
    """Whether KMS is connected to the key store, so that it can make keys there."""

    def __post_init__(self) -> None:
        if self.trust_anchor and self.key_store_password is None:
            raise ValueError("an HSM trust anchor needs the kmsuser password: set groot:hsmKeyStorePassword")


class HsmCluster(pulumi.ComponentResource):
    """A CloudHSM cluster and, once activated, the custom key store and key in it."""

    cluster_id: pulumi.Output[str]
    """Id of the cluster."""
    security_group_id: pulumi.Output[str]
    """Security group that clients of the modules join."""
    key_store_id: pulumi.Output[str] | None
    """Id of the custom key store, once there is a trust anchor."""
    key_arn: pulumi.Output[str] | None
    """ARN of the HSM-backed key, once the store is connected."""

    def __init__(self, name: str, args: HsmClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:HsmCluster", name, {}, opts)
        self._name, self._args = name, args
        cluster = self._create_cluster()
        modules = self._create_modules(cluster)
        self._create_alarm(cluster)
        store = self._create_key_store(cluster, modules)
        self.cluster_id = cluster.cluster_id
        self.security_group_id = cluster.security_group_id
        self.key_store_id = store.id if store else None
        self.key_arn = self._create_key(store).arn if store and args.key_store_connected else None
        self.register_outputs(
            {
                "cluster_id": self.cluster_id,
                "security_group_id": self.security_group_id,
                "key_store_id": self.key_store_id,
                "key_arn": self.key_arn,
            }
        )

    def _create_cluster(self) -> aws.cloudhsmv2.Cluster:
        return aws.cloudhsmv2.Cluster(
            f"{self._name}-cluster",
            region=self._args.site.name,
            hsm_type=HSM_TYPE,
            mode="FIPS",
            subnet_ids=list(self._args.subnet_ids),
            tags=self._args.site.context.tagged(f"{self._name}-cluster", DataClass.RESTRICTED),
            opts=self._args.site.context.stateful(self),
        )

    def _create_modules(self, cluster: aws.cloudhsmv2.Cluster) -> list[aws.cloudhsmv2.Hsm]:
        subnet_ids = self._args.subnet_ids if self._args.trust_anchor else self._args.subnet_ids[:1]
        return [
            aws.cloudhsmv2.Hsm(
                f"{self._name}-hsm-{zone}",
                region=self._args.site.name,
                cluster_id=cluster.cluster_id,
                subnet_id=subnet_id,
                opts=self._args.site.context.stateful(self),
            )
            for zone, subnet_id in enumerate(subnet_ids)
        ]

    def _create_alarm(self, cluster: aws.cloudhsmv2.Cluster) -> None:
        declare_alarm(
            f"{self._name}-unhealthy",
            Alarm(
                namespace="AWS/CloudHSM",
                metric="HsmUnhealthy",
                dimensions={"ClusterId": cluster.cluster_id},
                threshold=1,
                description="A security module is unhealthy. AWS replaces it; check that the others carry the load.",
            ),
            site=self._args.site,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_key_store(
        self, cluster: aws.cloudhsmv2.Cluster, modules: list[aws.cloudhsmv2.Hsm]
    ) -> aws.kms.CustomKeyStore | None:
        if not self._args.trust_anchor:
            return None
        return aws.kms.CustomKeyStore(
            f"{self._name}-key-store",
            region=self._args.site.name,
            custom_key_store_name=self._args.site.context.physical_name("hsm", 256),
            custom_key_store_type="AWS_CLOUDHSM",
            cloud_hsm_cluster_id=cluster.cluster_id,
            trust_anchor_certificate=self._args.trust_anchor,
            key_store_password=pulumi.Output.secret(self._args.key_store_password or ""),
            opts=self._args.site.context.stateful(self, pulumi.ResourceOptions(depends_on=modules)),
        )

    def _create_key(self, store: aws.kms.CustomKeyStore) -> aws.kms.Key:
        return aws.kms.Key(
            f"{self._name}-key",
            region=self._args.site.name,
            description=f"{self._args.site.context.prefix}: key held in CloudHSM",
            custom_key_store_id=store.id,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=key_policy(
                account_id=self._args.site.context.account_id,
                region=self._args.site.name,
                administrators=self._args.administrators,
            ),
            tags=self._args.site.context.tagged(f"{self._name}-key", DataClass.RESTRICTED),
            opts=self._args.site.context.stateful(self),
        )
