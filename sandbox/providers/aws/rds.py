"""Amazon Aurora's clusters. In `rds_*` beside this: global databases, instances, groups, proxies."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.rds_global import leave, refuse_protected
from sandbox.providers.aws.spec import ID, As, Aspect, Autoname, Call, From, Read, Run, Type
from sandbox.providers.aws.tags import tagged_by
from sandbox.providers.base import ProviderError

_TAGS = tagged_by({"ResourceName": "{arn}"}, put="add_tags_to_resource", remove="remove_tags_from_resource", read=None)
_ELSEWHERE = "the emulator's clusters are made by CreateDBCluster, not from a copy"


def _delete_cluster(act: Act) -> None:
    """Take the cluster out of its global cluster, then delete it, with a last snapshot unless told to skip it."""
    refuse_protected(act, "DeleteDBCluster")
    if act.inputs.get("globalClusterIdentifier"):
        leave(act, act.inputs["globalClusterIdentifier"], str(act.outputs["arn"]))
    skips = bool(act.inputs.get("skipFinalSnapshot"))
    if not skips and not act.inputs.get("finalSnapshotIdentifier"):
        raise ProviderError(f"rds:DeleteDBCluster: {act.id} needs finalSnapshotIdentifier or skipFinalSnapshot")
    last = {} if skips else {"FinalDBSnapshotIdentifier": act.inputs["finalSnapshotIdentifier"]}
    act.call("delete_db_cluster", DBClusterIdentifier=act.id, SkipFinalSnapshot=skips, **last)
    if act.inputs.get("deleteAutomatedBackups", True):
        _drop_automated_snapshots(act)


def _drop_automated_snapshots(act: Act) -> None:
    """Do what AWS does by itself: the emulator leaves them, and for a minute takes no cluster of the same name."""
    found = act.call("describe_db_cluster_snapshots", DBClusterIdentifier=act.id, SnapshotType="automated")
    for snapshot in found["DBClusterSnapshots"]:
        act.call("delete_db_cluster_snapshot", DBClusterSnapshotIdentifier=snapshot["DBClusterSnapshotIdentifier"])


def _change_log_exports(act: Act) -> None:
    old, new = (set(known.get("enabledCloudwatchLogsExports") or ()) for known in (act.olds, act.inputs))
    change = {"EnableLogTypes": sorted(new - old), "DisableLogTypes": sorted(old - new)}
    act.call("modify_db_cluster", DBClusterIdentifier=act.id, CloudwatchLogsExportConfiguration=change)


def _security_group_ids(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    return [group["VpcSecurityGroupId"] for group in groups]


def _secrets(secret: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"kmsKeyId": secret["KmsKeyId"], "secretArn": secret["SecretArn"], "secretStatus": secret["SecretStatus"]}]


CLUSTER = Type(
    "aws:rds/cluster:Cluster",
    service="rds",
    id="{clusterIdentifier}",
    create=Call("create_db_cluster", result="DBCluster"),
    read=Read(
        "describe_db_clusters",
        {"DBClusterIdentifier": ID},
        result="DBClusters",
        rename={
            "dbClusterParameterGroupName": "DBClusterParameterGroup",
            "dbSubnetGroupName": "DBSubnetGroup",
            "enableGlobalWriteForwarding": "GlobalWriteForwardingRequested",
            "masterUserSecretKmsKeyId": "MasterUserSecret.KmsKeyId",
            "vpcSecurityGroupIds": As("VpcSecurityGroups", list, _security_group_ids),
        },
    ),
    update=Call("modify_db_cluster", {"DBClusterIdentifier": ID, "ApplyImmediately": True}),
    delete=Run(_delete_cluster, takes={"deleteAutomatedBackups", "finalSnapshotIdentifier", "skipFinalSnapshot"}),
    aspects=(
        Aspect({"enabledCloudwatchLogsExports"}, put=Run(_change_log_exports), created=True),
        Aspect({"manageMasterUserPassword"}, put=Call("modify_db_cluster", {"DBClusterIdentifier": ID}), created=True),
    ),
    tags=_TAGS,
    name=Autoname("clusterIdentifier", 63),
    rename={
        "clusterIdentifier": "DBClusterIdentifier",
        "enabledCloudwatchLogsExports": "EnableCloudwatchLogsExports",
        "iamDatabaseAuthenticationEnabled": "EnableIAMDatabaseAuthentication",
        "masterPassword": "MasterUserPassword",
    },
    outputs={
        "arn": "DBClusterArn",
        "clusterResourceId": "DbClusterResourceId",
        "endpoint": "Endpoint",
        "readerEndpoint": "ReaderEndpoint",
        "hostedZoneId": "HostedZoneId",
        "port": "Port",
        "masterUsername": "MasterUsername",
        "databaseName": "DatabaseName",
        "engineVersionActual": "EngineVersion",
        "masterUserSecrets": From("MasterUserSecret", _secrets),
    },
    replaces={
        "availabilityZones",
        "clusterIdentifier",
        "clusterIdentifierPrefix",
        "databaseName",
        "dbSubnetGroupName",
        "engine",
        "engineMode",
        "globalClusterIdentifier",
        "kmsKeyId",
        "masterUsername",
        "replicationSourceIdentifier",
        "storageEncrypted",
    },
    defaults={
        "backupRetentionPeriod": 1,
        "copyTagsToSnapshot": False,
        "deletionProtection": False,
        "engineMode": "provisioned",
        "storageEncrypted": False,
    },
    forgotten={
        "enabledCloudwatchLogsExports": "the emulator can't change the log exports a cluster was made with",
        "iamDatabaseAuthenticationEnabled": "the emulator can't change the authentication a cluster was made with",
        "manageMasterUserPassword": "the secret shows in masterUserSecrets alone",
        "masterUserSecretKmsKeyId": "the emulator tells the secret's own key",
    },
    write_only={"masterPassword"},
    local={"applyImmediately"},
    not_emulated=dict.fromkeys(
        (
            "autoMinorVersionUpgrade",
            "caCertificateIdentifier",
            "clusterScalabilityType",
            "databaseInsightsMode",
            "dbClusterInstanceClass",
            "dbInstanceParameterGroupName",
            "dbSystemId",
            "domain",
            "domainIamRoleName",
            "enableLocalWriteForwarding",
            "engineLifecycleSupport",
            "monitoringInterval",
            "monitoringRoleArn",
            "performanceInsightsEnabled",
            "performanceInsightsKmsKeyId",
            "performanceInsightsRetentionPeriod",
        ),
        "the emulator keeps nothing of it on Aurora clusters",
    )
    | dict.fromkeys(("restoreToPointInTime", "s3Import", "snapshotIdentifier", "sourceRegion"), _ELSEWHERE)
    | dict.fromkeys(("allocatedStorage", "iops", "storageType"), "the emulator knows no storage of Aurora's")
    | dict.fromkeys(("backtrackWindow", "enableHttpEndpoint"), "the emulator has it for other engines only")
    | {
        "allowMajorVersionUpgrade": "the emulator takes every version",
        "clusterMembers": "the instances say which cluster they belong to",
        "iamRoles": "the emulator can't take a role away from a cluster",
        "masterPasswordWo": "the sandbox has no write-only arguments; give masterPassword",
        "masterPasswordWoVersion": "the sandbox has no write-only arguments; give masterPassword",
        "publiclyAccessible": "Aurora decides it instance by instance",
        "scalingConfiguration": "Aurora Serverless v1 has reached its end",
        "warningEventCategories": "it is the provider's, not AWS's",
    },
)

TYPES = (CLUSTER,)
