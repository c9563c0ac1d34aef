import json

from tests.sandbox.providers.aws.bench import OTHER_RESOURCE_POLICY, RESOURCE_POLICY, Bench

TOPIC = "aws:sns/topic:Topic"


def test_topic_lives(bench: Bench) -> None:
    inputs = {
        "name": "sns-lives",
        "displayName": "d",
        "kmsMasterKeyId": "alias/one",
        "policy": RESOURCE_POLICY,
        "deliveryPolicy": '{"http": {}}',
        "tracingConfig": "Active",
        "tags": {"a": "1"},
    }
    bench.lives(
        TOPIC,
        inputs,
        {"displayName": None, "kmsMasterKeyId": None, "policy": OTHER_RESOURCE_POLICY, "tags": {"b": "2"}},
    )


def test_what_is_taken_away_is_emptied_in_sns(bench: Bench) -> None:
    topic = bench.deploy(TOPIC, name="sns-emptied", displayName="d", kmsMasterKeyId="alias/one")
    topic.update(displayName=None, kmsMasterKeyId=None)
    found = bench.boto("sns").get_topic_attributes(TopicArn=topic.id)["Attributes"]
    assert not found["DisplayName"]
    assert not found.get("KmsMasterKeyId")


def test_ordered_topic_gets_the_name_it_needs(bench: Bench) -> None:
    topic = bench.deploy(TOPIC, "ordered", fifoTopic=True, contentBasedDeduplication=True)
    assert topic.id.endswith(".fifo")
    topic.update(contentBasedDeduplication=False)
    assert topic.drift() == []


def test_topic_policy_is_read_back_and_taken_away(bench: Bench) -> None:
    topic = bench.deploy(TOPIC, name="sns-policy")
    policy = bench.deploy("aws:sns/topicPolicy:TopicPolicy", arn=topic.id, policy=RESOURCE_POLICY)
    policy.update(policy=OTHER_RESOURCE_POLICY)
    assert policy.drift() == []
    sns = bench.boto("sns")
    sns.set_topic_attributes(TopicArn=topic.id, AttributeName="Policy", AttributeValue=RESOURCE_POLICY)
    assert policy.drift() == ["policy"]
    policy.delete()
    left = json.loads(sns.get_topic_attributes(TopicArn=topic.id)["Attributes"]["Policy"])
    assert left["Id"] == "__default_policy_ID"


def test_subscription_lives(bench: Bench) -> None:
    topic = bench.deploy(TOPIC, name="sns-subscribed")
    queue = bench.deploy("aws:sqs/queue:Queue", name="sns-subscriber")
    inputs = {
        "topic": topic.id,
        "protocol": "sqs",
        "endpoint": queue.outputs["arn"],
        "rawMessageDelivery": True,
        "filterPolicy": '{"a": ["b"]}',
    }
    changes = {"rawMessageDelivery": None, "filterPolicy": '{"a": ["c"]}', "filterPolicyScope": "MessageBody"}
    bench.lives("aws:sns/topicSubscription:TopicSubscription", inputs, changes)
