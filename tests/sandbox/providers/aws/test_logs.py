from tests.sandbox.providers.aws.bench import OTHER_POLICY, POLICY, Bench

GROUP = "aws:cloudwatch/logGroup:LogGroup"
KEY = "arn:aws:kms:us-east-1:123456789012:key/one"


def test_log_group_lives(bench: Bench) -> None:
    inputs = {"name": "/logs/lives", "kmsKeyId": KEY, "retentionInDays": 30, "tags": {"a": "1"}}
    bench.lives(GROUP, inputs, {"retentionInDays": None, "tags": {"b": "2"}})


def test_log_group_is_as_declared(bench: Bench) -> None:
    group = bench.deploy(GROUP, name="/logs/declared", region="eu-west-1", kmsKeyId=KEY, retentionInDays=7)
    (found,) = bench.boto("logs", "eu-west-1").describe_log_groups(logGroupNamePrefix=group.id)["logGroups"]
    assert found["retentionInDays"] == 7
    assert found["kmsKeyId"] == KEY
    assert found["arn"] == group.outputs["arn"] + ":*"


def test_group_is_told_from_those_whose_names_start_alike(bench: Bench) -> None:
    longer = bench.deploy(GROUP, name="/logs/alike-and-more")
    shorter = bench.deploy(GROUP, name="/logs/alike")
    shorter.delete()
    assert shorter.read() is None
    assert longer.read() is not None


def test_retention_shortened_out_of_band_is_drift(bench: Bench) -> None:
    group = bench.deploy(GROUP, name="/logs/drift", retentionInDays=365)
    bench.boto("logs").put_retention_policy(logGroupName=group.id, retentionInDays=1)
    assert group.drift() == ["retentionInDays"]


def test_group_that_is_to_stay_stays(bench: Bench) -> None:
    group = bench.deploy(GROUP, name="/logs/stays", skipDestroy=True)
    group.delete()
    assert group.read() is not None


def test_stream_and_resource_policy_live(bench: Bench) -> None:
    bench.deploy(GROUP, name="/logs/streams")
    bench.lives("aws:cloudwatch/logStream:LogStream", {"name": "s", "logGroupName": "/logs/streams"}, {})
    inputs = {"policyName": "logs-policy", "policyDocument": POLICY}
    bench.lives("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", inputs, {"policyDocument": OTHER_POLICY})
