from tests.sandbox.providers.aws.bench import OTHER_RESOURCE_POLICY, RESOURCE_POLICY, Bench

QUEUE = "aws:sqs/queue:Queue"


def test_queue_lives(bench: Bench) -> None:
    dead = bench.deploy(QUEUE, name="sqs-dead")
    redrive = f'{{"deadLetterTargetArn": "{dead.outputs["arn"]}", "maxReceiveCount": 3}}'
    inputs = {
        "name": "sqs-lives",
        "delaySeconds": 5,
        "maxMessageSize": 2048,
        "messageRetentionSeconds": 1000,
        "receiveWaitTimeSeconds": 3,
        "visibilityTimeoutSeconds": 40,
        "kmsMasterKeyId": "alias/one",
        "policy": RESOURCE_POLICY,
        "redrivePolicy": redrive,
        "tags": {"a": "1"},
    }
    changes = {
        "delaySeconds": None,
        "kmsMasterKeyId": "alias/other",
        "redrivePolicy": None,
        "policy": OTHER_RESOURCE_POLICY,
        "tags": None,
    }
    bench.lives(QUEUE, inputs, changes)


def test_queue_is_as_declared_and_its_drift_shows(bench: Bench) -> None:
    queue = bench.deploy(QUEUE, name="sqs-declared", visibilityTimeoutSeconds=40, sqsManagedSseEnabled=True)
    sqs = bench.boto("sqs")
    found = sqs.get_queue_attributes(QueueUrl=queue.id, AttributeNames=["All"])["Attributes"]
    assert found["VisibilityTimeout"] == "40"
    assert found["QueueArn"] == queue.outputs["arn"]
    sqs.set_queue_attributes(QueueUrl=queue.id, Attributes={"VisibilityTimeout": "5", "DelaySeconds": "9"})
    assert queue.drift() == ["delaySeconds", "visibilityTimeoutSeconds"]


def test_ordered_queue_gets_the_name_it_needs(bench: Bench) -> None:
    queue = bench.deploy(QUEUE, "ordered", fifoQueue=True, contentBasedDeduplication=True)
    assert queue.id.endswith(".fifo")
    assert queue.diff(fifoQueue=False).replaces == ["fifoQueue"]


def test_policies_of_a_queue_live(bench: Bench) -> None:
    queue, dead = bench.deploy(QUEUE, name="sqs-policies"), bench.deploy(QUEUE, name="sqs-policies-dead")
    bench.lives(
        "aws:sqs/queuePolicy:QueuePolicy",
        {"queueUrl": queue.id, "policy": RESOURCE_POLICY},
        {"policy": OTHER_RESOURCE_POLICY},
    )
    redrive = f'{{"deadLetterTargetArn": "{dead.outputs["arn"]}", "maxReceiveCount": 3}}'
    changes = {"redrivePolicy": redrive.replace("3}", "4}")}
    bench.lives("aws:sqs/redrivePolicy:RedrivePolicy", {"queueUrl": queue.id, "redrivePolicy": redrive}, changes)


def test_who_may_send_dead_letters_lives(bench: Bench) -> None:
    queue = bench.deploy(QUEUE, name="sqs-allows")
    inputs = {"queueUrl": queue.id, "redriveAllowPolicy": '{"redrivePermission": "denyAll"}'}
    changes = {"redriveAllowPolicy": '{"redrivePermission": "allowAll"}'}
    bench.lives("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", inputs, changes)
