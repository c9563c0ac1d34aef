"""CloudWatch Logs: log groups, their streams, and who may write."""

from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Read, Type
from sandbox.providers.aws.tags import tagged_by

_GROUP = {"logGroupName": ID}

LOG_GROUP = Type(
    "aws:cloudwatch/logGroup:LogGroup",
    service="logs",
    id="{name}",
    create=Call("create_log_group"),
    read=Read("describe_log_groups", {"logGroupNamePrefix": ID}, result="logGroups", where={"logGroupName": ID}),
    delete=Call("delete_log_group", _GROUP),
    name=Autoname("name", 512),
    rename={"name": "logGroupName"},
    aspects=(
        Aspect(
            {"retentionInDays"},
            put=Call("put_retention_policy", _GROUP),
            clear=Call("delete_retention_policy", _GROUP),
        ),
    ),
    tags=tagged_by({"resourceArn": "{arn}"}),
    outputs={"arn": "arn:{partition}:logs:{region}:{account}:log-group:{name}"},
    replaces={"name", "namePrefix", "kmsKeyId", "logGroupClass"},
    defaults={"retentionInDays": 0, "skipDestroy": False, "logGroupClass": "STANDARD"},
    local={"skipDestroy"},
    not_emulated={"deletionProtectionEnabled": "the emulator has no PutLogGroupDeletionProtection"},
    differs={"kmsKeyId": "the emulator can't associate a key in place, so that another key replaces the log group"},
    forgotten={"logGroupClass": "the emulator has one class of log groups"},
)

LOG_STREAM = Type(
    "aws:cloudwatch/logStream:LogStream",
    service="logs",
    id="{logGroupName}:{name}",
    create=Call("create_log_stream"),
    read=Read(
        "describe_log_streams",
        {"logGroupName": "{logGroupName}", "logStreamNamePrefix": "{name}"},
        result="logStreams",
        where={"logStreamName": "{name}"},
    ),
    delete=Call("delete_log_stream", {"logGroupName": "{logGroupName}", "logStreamName": "{name}"}),
    name=Autoname("name", 512),
    rename={"name": "logStreamName"},
    outputs={"arn": "arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:{name}"},
    replaces={"name", "logGroupName"},
)

RESOURCE_POLICY = Type(
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    service="logs",
    id="{policyName}",
    create=Call("put_resource_policy"),
    update=Call("put_resource_policy"),
    read=Read("describe_resource_policies", result="resourcePolicies", where={"policyName": ID}),
    delete=Call("delete_resource_policy", {"policyName": ID}),
    replaces={"policyName"},
)

TYPES = (LOG_GROUP, LOG_STREAM, RESOURCE_POLICY)
