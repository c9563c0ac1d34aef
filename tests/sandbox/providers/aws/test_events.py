from tests.sandbox.providers.aws.bench import Bench

RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
GUARDDUTY = '{"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 7]}]}}'


def test_rule_lives(bench: Bench) -> None:
    inputs = {"name": "rule-lives", "eventPattern": GUARDDUTY, "description": "one", "tags": {"stack": "one"}}
    changes = {
        "eventPattern": '{"source": ["aws.securityhub"]}',
        "description": None,
        "state": "DISABLED",
        "tags": {"stack": "other"},
    }
    bench.lives(RULE, inputs, changes)


def test_rule_is_made_as_declared(bench: Bench) -> None:
    made = bench.deploy(RULE, name="rule-made", eventPattern=GUARDDUTY, state="ENABLED", tags={"stack": "one"})
    client = bench.boto("events")
    found = client.describe_rule(Name="rule-made")
    assert (found["EventPattern"], found["State"]) == (GUARDDUTY, "ENABLED")
    assert client.list_tags_for_resource(ResourceARN=made.outputs["arn"])["Tags"] == [{"Key": "stack", "Value": "one"}]


def test_rule_of_another_bus_lives_there(bench: Bench) -> None:
    bench.boto("events").create_event_bus(Name="side")
    inputs = {"name": "rule-aside", "eventBusName": "side", "eventPattern": GUARDDUTY}
    bench.lives(RULE, inputs, {"description": "told"})
    made = bench.deploy(RULE, **inputs)
    assert made.id == "side/rule-aside"
    assert made.diff(eventBusName=None).replaces == ["eventBusName"]


def test_rule_switched_off_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(RULE, name="rule-off", eventPattern=GUARDDUTY, state="ENABLED")
    bench.boto("events").disable_rule(Name="rule-off")
    assert made.drift() == ["state"]


def test_target_lives(bench: Bench) -> None:
    bench.deploy(RULE, name="rule-target", eventPattern=GUARDDUTY)
    inputs = {
        "rule": "rule-target",
        "targetId": "topic",
        "arn": TOPIC,
        "retryPolicy": {"maximumRetryAttempts": 3, "maximumEventAgeInSeconds": 60},
        "deadLetterConfig": {"arn": "arn:aws:sqs:us-east-1:123456789012:dead"},
        "inputTransformer": {"inputPaths": {"id": "$.id"}, "inputTemplate": '"<id>"'},
    }
    changes = {
        "arn": f"{TOPIC}-2",
        "inputTransformer": {"inputPaths": {"what": "$.source"}, "inputTemplate": '"<what>"'},
    }
    bench.lives(TARGET, inputs, changes)


def test_target_is_made_as_declared(bench: Bench) -> None:
    bench.deploy(RULE, name="rule-queue", eventPattern=GUARDDUTY)
    queue = "arn:aws:sqs:us-east-1:123456789012:queue.fifo"
    made = bench.deploy(TARGET, rule="rule-queue", targetId="queue", arn=queue, sqsTarget={"messageGroupId": "g"})
    assert made.id == "rule-queue-queue"
    assert bench.boto("events").list_targets_by_rule(Rule="rule-queue")["Targets"] == [
        {"Id": "queue", "Arn": queue, "SqsParameters": {"MessageGroupId": "g"}}
    ]


def test_target_pointed_elsewhere_out_of_band_is_drift(bench: Bench) -> None:
    bench.deploy(RULE, name="rule-moved", eventPattern=GUARDDUTY)
    made = bench.deploy(TARGET, rule="rule-moved", targetId="topic", arn=TOPIC)
    bench.boto("events").put_targets(Rule="rule-moved", Targets=[{"Id": "topic", "Arn": f"{TOPIC}-2"}])
    assert made.drift() == ["arn"]
