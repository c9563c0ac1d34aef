"""Instances of Amazon Aurora's clusters."""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Read, Run, Type
from sandbox.providers.aws.tags import tagged_by


def _writes(act: Act) -> bool:
    """Whether the instance is its cluster's writer, which only the cluster tells."""
    clusters = act.call("describe_db_clusters", DBClusterIdentifier=act["clusterIdentifier"])["DBClusters"]
    members = clusters[0]["DBClusterMembers"]
    return any(one["IsClusterWriter"] for one in members if one["DBInstanceIdentifier"] == act["identifier"])


CLUSTER_INSTANCE = Type(
    "aws:rds/clusterInstance:ClusterInstance",
    service="rds",
    id="{identifier}",
    create=Call("create_db_instance", result="DBInstance"),
    read=Read(
        "describe_db_instances",
        {"DBInstanceIdentifier": ID},
        result="DBInstances",
        rename={"dbParameterGroupName": "DBParameterGroups.DBParameterGroupName"},
    ),
    update=Call(
        "modify_db_instance",
        {"DBInstanceIdentifier": ID, "ApplyImmediately": True},
        rename={"engineVersion": None},
    ),
    delete=Call("delete_db_instance", {"DBInstanceIdentifier": ID, "SkipFinalSnapshot": True}),
    aspects=(Aspect({"engineVersion"}, put=Run(lambda _act: {}), created=True),),
    tags=tagged_by(
        {"ResourceName": "{arn}"}, put="add_tags_to_resource", remove="remove_tags_from_resource", read=None
    ),
    name=Autoname("identifier", 63),
    rename={
        "caCertIdentifier": "CACertificateIdentifier",
        "clusterIdentifier": "DBClusterIdentifier",
        "identifier": "DBInstanceIdentifier",
        "instanceClass": "DBInstanceClass",
    },
    outputs={
        "arn": "DBInstanceArn",
        "availabilityZone": "AvailabilityZone",
        "dbiResourceId": "DbiResourceId",
        "endpoint": "Endpoint.Address",
        "engineVersionActual": "EngineVersion",
        "kmsKeyId": "KmsKeyId",
        "port": "Endpoint.Port",
        "storageEncrypted": "StorageEncrypted",
        "writer": _writes,
    },
    replaces={"availabilityZone", "clusterIdentifier", "engine", "identifier", "identifierPrefix"},
    defaults={
        "autoMinorVersionUpgrade": True,
        "copyTagsToSnapshot": False,
        "monitoringInterval": 0,
        "publiclyAccessible": False,
    },
    local={"applyImmediately", "forceDestroy"},
    not_emulated={
        "customIamInstanceProfile": "it is for Amazon RDS Custom, which Aurora has not",
        "dbSubnetGroupName": "an instance stands in its cluster's subnets",
        "performanceInsightsEnabled": "the emulator has no Performance Insights",
        "performanceInsightsKmsKeyId": "the emulator has no Performance Insights",
        "performanceInsightsRetentionPeriod": "the emulator has no Performance Insights",
        "preferredBackupWindow": "Aurora backs up clusters, not instances",
        "warningEventCategories": "it is the provider's, not AWS's",
    },
)

TYPES = (CLUSTER_INSTANCE,)
