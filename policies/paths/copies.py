"""Copies from a store to where else it must rest: another bucket, region, key, cluster or vault.

Sources: Amazon S3 User Guide, "Setting up permissions for live replication", "Requirements and considerations for
replication"; AWS KMS Developer Guide, "Multi-Region keys"; Amazon Aurora User Guide, "Aurora global databases"; Amazon
DynamoDB Developer Guide, "Global tables"; AWS Backup Developer Guide, "Creating backup copies across AWS Regions".
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from policies.graph import Graph, known
from policies.lists import some
from policies.model import Resource
from policies.paths.declared import Path
from policies.paths.grants import Grants, Need
from policies.paths.leg import Leg, contained
from policies.paths.log_sources import BUCKET, BUCKET_POLICY
from policies.paths.lookups import Referring
from policies.read import items, value

KEY, KEYS = "aws:kms/key:Key", frozenset({"aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"})
CLUSTER, GLOBAL = "aws:rds/cluster:Cluster", frozenset({"aws:rds/globalCluster:GlobalCluster"})
TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
VAULT, LOCK = frozenset({"aws:backup/vault:Vault"}), "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
PLAN, SELECTION = "aws:backup/plan:Plan", "aws:backup/selection:Selection"
_RULES, _VERSIONING = (
    f"aws:s3/{kind}"
    for kind in ("bucketReplicationConfig:BucketReplicationConfig", "bucketVersioning:BucketVersioning")
)
_FROM = ("s3:getobjectversionforreplication", "s3:getobjectversiontagging")
_OF = ("s3:getreplicationconfiguration", "s3:listbucket")
_TO = ("s3:replicateobject", "s3:replicatetags")
_BACKUP_POLICY = "AWSBackupServiceRolePolicyForBackup"


class Copies:
    """Follows paths of `copies`."""

    def __init__(self, graph: Graph, grants: Grants) -> None:
        self._graph, self._grants = graph, grants
        self._rules = Referring(graph, "bucket", by=(_RULES,), to=BUCKET, single=True)
        self._versioning = Referring(graph, "bucket", by=(_VERSIONING,), to=BUCKET, single=True)
        self._selections = Referring(graph, "planId", by=(SELECTION,), to=frozenset({PLAN}))
        self._locks = Referring(graph, "backupVaultName", by=(LOCK,), to=VAULT)
        self._ways: Mapping[str, Callable[[Resource, Resource, str, Leg], None]] = {
            "aws:s3/bucket:Bucket": self._replicate,
            "aws:backup/vault:Vault": self._back_up,
            KEY: self._key,
            CLUSTER: self._member,
        }

    def follow(self, path: Path, leg: Leg) -> None:
        """Follow *path* from each store to each place that must hold a copy."""
        for source in (each for end in path.source for each in self._store(end, path, leg)):
            leg.rests_on(source)
            for end in path.destination:
                if source.type == TABLE:
                    self._table(source, end, leg)
                    continue
                for target in self._store(end, path, leg):
                    leg.rests_on(target)
                    self._ways[source.type](source, target, f"{source.name} -> {target.name}", leg)

    def _store(self, end: str, path: Path, leg: Leg) -> Sequence[Resource]:
        """Return the store at *end*; a policy or a lock stands for what it is of."""
        found = self._graph.by_urn.get(end)
        if found is None:
            leg.lacks(
                path.owner, path.name, f"the stack has no {end.rpartition('::')[2]}: declare it, or correct the path"
            )
            return ()
        if found.type in {*self._ways, *KEYS, TABLE}:
            return [found]
        leg.rests_on(found)
        stood_for = [
            *(self._graph.targets(found, "bucket", BUCKET) if found.type in BUCKET_POLICY else ()),
            *(self._graph.targets(found, "backupVaultName", VAULT) if found.type == LOCK else ()),
        ]
        if not stood_for:
            leg.lacks(found, path.name, "it is of no store of the stack: declare that, or correct the path")
        return stood_for

    @contained
    def _replicate(self, source: Resource, target: Resource, hop: str, leg: Leg) -> None:
        for bucket in (source, target):
            self._keep_versions(bucket, hop, leg)
        configured = [
            each
            for each in self._rules.of(source)
            if target.urn
            in [one.urn for one in map(self._bucket, self._graph.targets(each, "rules", BUCKET | BUCKET_POLICY))]
        ]
        leg.rests_on_all(configured)
        if not configured:
            leg.lacks(source, hop, "nothing copies it there: declare a BucketReplicationConfig with that destination")
        for each in configured:
            self._switched_on(each, hop, leg)
            role = self._grants.assumed(each, "role", "s3.amazonaws.com", hop, leg)
            if role:
                for need in self._needs(each, source, target):
                    self._grants.allows(role, need, hop, leg)

    @contained
    def _keep_versions(self, bucket: Resource, hop: str, leg: Leg) -> None:
        versioning = self._versioning.of(bucket)
        leg.rests_on_all(versioning)
        if not any(value(each.props, "versioningConfiguration.status") == "Enabled" for each in versioning):
            leg.lacks(bucket, hop, "its versions aren't kept: declare a BucketVersioning that is Enabled")

    @contained
    def _switched_on(self, configured: Resource, hop: str, leg: Leg) -> None:
        if not some(items(configured.props, "rules"), lambda rule: value(rule, "status") == "Enabled"):
            leg.lacks(configured, hop, "its rule is switched off: enable it")

    def _bucket(self, given: Resource) -> Resource:
        return next(iter(self._graph.targets(given, "bucket", BUCKET)), given) if given.type in BUCKET_POLICY else given

    def _needs(self, configured: Resource, source: Resource, target: Resource) -> Sequence[Need]:
        keys = self._graph.targets(configured, "rules", KEYS)
        return [
            Need(actions=_OF, on=source, what="read its replication"),
            Need(actions=_FROM, on=source, what="read its versions"),
            Need(actions=_TO, on=target, what="write copies"),
            *(Need(actions=("kms:encrypt",), on=key, what="encrypt copies") for key in keys),
        ]

    @contained
    def _key(self, source: Resource, target: Resource, hop: str, leg: Leg) -> None:
        if value(source.props, "multiRegion") is not True:
            leg.lacks(source, hop, "it is a key of one region: set multi_region")
        if source.urn not in [each.urn for each in self._graph.targets(target, "primaryKeyArn", KEYS)]:
            leg.lacks(target, hop, "it is no replica of that key: give it that primary_key_arn")

    @contained
    def _member(self, source: Resource, target: Resource, hop: str, leg: Leg) -> None:
        own, other = (self._graph.targets(each, "globalClusterIdentifier", GLOBAL) for each in (source, target))
        leg.rests_on_all([*own, *other])
        if not {each.urn for each in own} & {each.urn for each in other}:
            leg.lacks(target, hop, "they are of no global cluster together: give both one global_cluster_identifier")

    @contained
    def _table(self, table: Resource, region: str, leg: Leg) -> None:
        hop = f"{table.name} -> {region}"
        replicas = [
            each
            for each in self._graph.of((REPLICA,))
            if value(each.props, "region") == region
            and table.urn in [one.urn for one in self._graph.targets(each, "globalTableArn", frozenset({TABLE}))]
        ]
        leg.rests_on_all(replicas)
        listed = [value(each, "regionName") for each in items(table.props, "replicas")]
        if not replicas and region not in (*listed, value(table.props, "region")):
            leg.lacks(table, hop, "the table has no replica there: add the region to its replicas")
        if value(table.props, "streamEnabled") is not True and region != value(table.props, "region"):
            leg.lacks(table, hop, "its changes make no stream, which replicas take: set stream_enabled")

    @contained
    def _back_up(self, source: Resource, target: Resource, hop: str, leg: Leg) -> None:
        plans = [each for each in self._graph.of((PLAN,)) if self._copies(each, source, target)]
        leg.rests_on_all(plans)
        if not plans:
            leg.lacks(source, hop, "no plan copies its recovery points there: give a rule's copy_actions that vault")
        for plan in plans:
            selections = self._selections.of(plan)
            if not selections:
                leg.lacks(plan, hop, "it backs nothing up: declare a Selection of it")
            for selection in selections:
                leg.rests_on(selection)
                role = self._grants.assumed(selection, "iamRoleArn", "backup.amazonaws.com", hop, leg)
                if role:
                    self._grants.attached(role, _BACKUP_POLICY, hop, leg)

    def _copies(self, plan: Resource, source: Resource, target: Resource) -> bool:
        """Return whether a rule of *plan* fills *source* and copies to *target*."""
        named = {each.urn for each in self._vaults(plan)}
        if not {source.urn, target.urn} <= named:
            return False
        locks = self._locks.of(target)
        arns = {known(target.props, "arn"), *(known(each.props, "backupVaultArn") for each in locks)} - {None}
        return any(
            known(rule, "targetVaultName") in (None, known(source.props, "name"))
            and any(not arns or copied in (None, *arns) for copied in _copied(rule))
            for rule in items(plan.props, "rules")
        )

    def _vaults(self, plan: Resource) -> Sequence[Resource]:
        found = self._graph.targets(plan, "rules", frozenset({*VAULT, LOCK}))
        locked = (vault for each in found for vault in self._graph.targets(each, "backupVaultName", VAULT))
        return [*(each for each in found if each.type in VAULT), *locked]


def _copied(rule: Any) -> Sequence[object]:
    return [known(each, "destinationVaultArn") for each in items(rule, "copyActions")]
