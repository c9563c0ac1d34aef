"""CloudWatch Logs: log groups, subscriptions, and who may write."""

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
        Aspect(
            {"kmsKeyId"},
            put=Call("associate_kms_key", _GROUP),
            clear=Call("disassociate_kms_key", _GROUP),
            created=True,
        ),
    ),
    tags=tagged_by({"resourceArn": "{arn}"}),
    outputs={"arn": "arn:{partition}:logs:{region}:{account}:log-group:{name}"},
    replaces={"name", "namePrefix", "logGroupClass"},
    defaults={"retentionInDays": 0, "skipDestroy": False, "logGroupClass": "STANDARD"},
    local={"skipDestroy"},
)

_FILTER = {"logGroupName": "{logGroup}", "filterName": "{name}"}

SUBSCRIPTION_FILTER = Type(
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
    service="logs",
    id="{logGroup}|{name}",
    create=Call("put_subscription_filter"),
    update=Call("put_subscription_filter"),
    read=Read(
        "describe_subscription_filters",
        {"logGroupName": "{logGroup}", "filterNamePrefix": "{name}"},
        result="subscriptionFilters",
        where={"filterName": "{name}"},
    ),
    delete=Call("delete_subscription_filter", _FILTER),
    name=Autoname("name", 512),
    rename={"logGroup": "logGroupName", "name": "filterName"},
    replaces={"name", "logGroup", "destinationArn"},
    defaults={"distribution": "ByLogStream"},
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

TYPES = (LOG_GROUP, SUBSCRIPTION_FILTER, RESOURCE_POLICY)
