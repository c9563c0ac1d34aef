"""Simple Notification Service: topics, their policies and subscriptions."""

import json
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Find, Made, Read, Type
from sandbox.providers.aws.tags import tagged_by_arn
from sandbox.providers.aws.templates import OMIT

_TOPIC = {"TopicArn": ID}
_SUBSCRIPTION = {"SubscriptionArn": ID}


def _attribute(name: str) -> str:
    """Return SNS's spelling of the attribute that a property is."""
    for word in ("http", "sqs"):
        if name.startswith(word):
            return word.upper() + name.removeprefix(word)
    return name[0].upper() + name[1:]


def _attributes(names: tuple[str, ...]) -> dict[str, str]:
    """Return the renames of properties that are attributes of the same name."""
    return {name: f"Attributes.{_attribute(name)}" for name in names}


def _one_by_one(operation: str, which: dict[str, str], names: tuple[str, ...]) -> tuple[Aspect, ...]:
    """Return an aspect per attribute: they are changed one a call, and emptied to take them away."""
    return tuple(
        Aspect(
            {name},
            put=Call(
                operation,
                {
                    **which,
                    "AttributeName": _attribute(name),
                    "AttributeValue": Made(lambda value: "" if value is OMIT else value, f"{{{name}?}}"),
                },
                takes=(),
            ),
            created=True,
        )
        for name in names
    )


_PROTOCOLS = ("application", "firehose", "http", "lambda", "sqs")
_FEEDBACK = tuple(
    f"{protocol}{what}"
    for protocol in _PROTOCOLS
    for what in ("FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate")
)
_CHANGEABLE = (
    "archivePolicy",
    "contentBasedDeduplication",
    "deliveryPolicy",
    "displayName",
    "fifoThroughputScope",
    "kmsMasterKeyId",
    "policy",
    "signatureVersion",
    "tracingConfig",
    *_FEEDBACK,
)
_TOPIC_ARN = "arn:{partition}:sns:{region}:{account}:{name}"

TOPIC = Type(
    "aws:sns/topic:Topic",
    service="sns",
    id=_TOPIC_ARN,
    create=Call("create_topic"),
    read=Read("get_topic_attributes", _TOPIC),
    delete=Call("delete_topic", _TOPIC),
    name=Autoname("name", 256, suffix=".fifo", when=lambda inputs: bool(inputs.get("fifoTopic"))),
    rename=_attributes((*_CHANGEABLE, "fifoTopic")),
    aspects=_one_by_one("set_topic_attributes", _TOPIC, _CHANGEABLE),
    tags=tagged_by_arn(),
    outputs={"arn": _TOPIC_ARN, "owner": "{account}"},
    replaces={"name", "namePrefix", "fifoTopic"},
    defaults={"fifoTopic": False, "contentBasedDeduplication": False},
)


def _default_policy(act: Act) -> str:
    """The policy of a topic that nobody gave one (Amazon SNS Developer Guide, "Default policy")."""
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [
            f"SNS:{action}"
            for action in (
                "GetTopicAttributes",
                "SetTopicAttributes",
                "AddPermission",
                "RemovePermission",
                "DeleteTopic",
                "Subscribe",
                "ListSubscriptionsByTopic",
                "Publish",
            )
        ],
        "Resource": act.id,
        "Condition": {"StringEquals": {"AWS:SourceOwner": act.account}},
    }
    return json.dumps({"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]})


_POLICY: dict[str, Any] = {"TopicArn": "{arn}", "AttributeName": "Policy"}

TOPIC_POLICY = Type(
    "aws:sns/topicPolicy:TopicPolicy",
    service="sns",
    id="{arn}",
    create=Call("set_topic_attributes", _POLICY, rename={"policy": "AttributeValue"}),
    update=Call("set_topic_attributes", _POLICY, rename={"policy": "AttributeValue"}),
    read=Read("get_topic_attributes", _TOPIC, rename={"policy": "Attributes.Policy"}),
    delete=Call("set_topic_attributes", {**_POLICY, "TopicArn": ID, "AttributeValue": _default_policy}),
    outputs={"owner": "{account}"},
    replaces={"arn"},
)

_SUBSCRIBED = (
    "deliveryPolicy",
    "filterPolicy",
    "filterPolicyScope",
    "rawMessageDelivery",
    "redrivePolicy",
    "replayPolicy",
    "subscriptionRoleArn",
)

TOPIC_SUBSCRIPTION = Type(
    "aws:sns/topicSubscription:TopicSubscription",
    service="sns",
    id="SubscriptionArn",
    create=Call("subscribe", {"ReturnSubscriptionArn": True}, rename={"topic": "TopicArn"}),
    read=Read(
        "get_subscription_attributes",
        _SUBSCRIPTION,
        rename={
            "topic": "Attributes.TopicArn",
            "protocol": "Attributes.Protocol",
            "endpoint": "Attributes.Endpoint",
        },
    ),
    delete=Call("unsubscribe", _SUBSCRIPTION),
    find=Find(
        Read(
            "list_subscriptions_by_topic",
            {"TopicArn": "{topic}"},
            result="Subscriptions",
            where={"Protocol": "{protocol}", "Endpoint": "{endpoint}"},
        ),
        "SubscriptionArn",
    ),
    rename=_attributes(_SUBSCRIBED),
    aspects=_one_by_one("set_subscription_attributes", _SUBSCRIPTION, _SUBSCRIBED),
    outputs={"arn": ID, "ownerId": "{account}"},
    replaces={"topic", "protocol", "endpoint"},
    defaults={"rawMessageDelivery": False, "confirmationTimeoutInMinutes": 1, "endpointAutoConfirms": False},
    local={"confirmationTimeoutInMinutes", "endpointAutoConfirms"},
)

TYPES = (TOPIC, TOPIC_POLICY, TOPIC_SUBSCRIPTION)
