"""Simple Queue Service: queues and their policies."""

from sandbox.providers.aws.spec import ID, As, Autoname, Call, Find, Read, Type
from sandbox.providers.aws.tags import tagged_by

_URL = {"QueueUrl": ID}
_ALL = {**_URL, "AttributeNames": ["All"]}
_ATTRIBUTES = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deduplicationScope": "DeduplicationScope",
    "delaySeconds": "DelaySeconds",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}

QUEUE = Type(
    "aws:sqs/queue:Queue",
    service="sqs",
    id="QueueUrl",
    create=Call("create_queue"),
    read=Read(
        "get_queue_attributes",
        _ALL,
        rename={"name": As("Attributes.QueueArn", str, lambda arn: arn.rpartition(":")[2])},
    ),
    update=Call("set_queue_attributes", _URL, takes=_ATTRIBUTES.keys()),
    delete=Call("delete_queue", _URL),
    find=Find(Read("get_queue_url", {"QueueName": "{name}"}), "QueueUrl"),
    name=Autoname("name", 80, suffix=".fifo", when=lambda inputs: bool(inputs.get("fifoQueue"))),
    rename={
        "name": "QueueName",
        "fifoQueue": "Attributes.FifoQueue",
        **{name: f"Attributes.{attribute}" for name, attribute in _ATTRIBUTES.items()},
    },
    tags=tagged_by(_URL, put="tag_queue", remove="untag_queue", read="list_queue_tags"),
    outputs={"arn": "arn:{partition}:sqs:{region}:{account}:{name}", "url": ID},
    replaces={"name", "namePrefix", "fifoQueue"},
    defaults={
        "contentBasedDeduplication": False,
        "delaySeconds": 0,
        "fifoQueue": False,
        "kmsMasterKeyId": "",
        "maxMessageSize": 1048576,
        "messageRetentionSeconds": 345600,
        "policy": "",
        "receiveWaitTimeSeconds": 0,
        "redriveAllowPolicy": "",
        "redrivePolicy": "",
        "visibilityTimeoutSeconds": 30,
    },
)


def _attribute(name: str, kind: str) -> Type:
    """Return the row of a type that is one attribute, *kind*, of a queue."""
    member = f"Attributes.{kind}"
    put = Call("set_queue_attributes", rename={name: member})
    return Type(
        f"aws:sqs/{'queuePolicy' if kind == 'Policy' else name}:{'Queue' if kind == 'Policy' else ''}{kind}",
        service="sqs",
        id="{queueUrl}",
        create=put,
        update=put,
        read=Read("get_queue_attributes", _ALL, rename={name: member}, exists=member),
        delete=Call("set_queue_attributes", {**_URL, member: ""}),
        replaces={"queueUrl"},
    )


TYPES = (
    QUEUE,
    _attribute("policy", "Policy"),
    _attribute("redrivePolicy", "RedrivePolicy"),
    _attribute("redriveAllowPolicy", "RedriveAllowPolicy"),
)
