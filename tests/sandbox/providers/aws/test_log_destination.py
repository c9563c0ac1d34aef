from tests.sandbox.providers.aws.bench import OTHER_POLICY, POLICY, Bench

DESTINATION = "aws:cloudwatch/logDestination:LogDestination"
DESTINATION_POLICY = "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy"
STREAM = "arn:aws:firehose:us-east-1:123456789012:deliverystream/siem"
ROLE = "arn:aws:iam::123456789012:role/ship"


def test_destination_lives(bench: Bench) -> None:
    inputs = {"name": "lives", "targetArn": STREAM, "roleArn": ROLE, "tags": {"stack": "one"}}
    bench.lives(DESTINATION, inputs, {"targetArn": f"{STREAM}-2", "tags": {"stack": "other"}})


def test_destination_is_made_as_declared(bench: Bench) -> None:
    made = bench.deploy(DESTINATION, name="made", targetArn=STREAM, roleArn=ROLE)
    found = bench.boto("logs").describe_destinations(DestinationNamePrefix="made")["destinations"][0]
    assert (found["targetArn"], found["roleArn"], found["arn"]) == (STREAM, ROLE, made.outputs["arn"])


def test_destination_policy_is_read_back(bench: Bench) -> None:
    bench.deploy(DESTINATION, name="guarded", targetArn=STREAM, roleArn=ROLE)
    policy = bench.deploy(DESTINATION_POLICY, destinationName="guarded", accessPolicy=POLICY)
    policy.update(accessPolicy=OTHER_POLICY)
    assert policy.drift() == []
    bench.boto("logs").put_destination_policy(destinationName="guarded", accessPolicy=POLICY)
    assert policy.drift() == ["accessPolicy"]


def test_destination_without_a_policy_has_none_to_read(bench: Bench) -> None:
    destination = bench.deploy(DESTINATION, name="open", targetArn=STREAM, roleArn=ROLE)
    policy = bench.deploy(DESTINATION_POLICY, destinationName="open", accessPolicy=POLICY)
    destination.delete()
    assert policy.read() is None
