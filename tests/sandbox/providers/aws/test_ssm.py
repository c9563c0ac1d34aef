from tests.sandbox.providers.aws.bench import ACCOUNT, Bench

PARAMETER = "aws:ssm/parameter:Parameter"


def test_parameter_lives(bench: Bench) -> None:
    inputs = {
        "name": "/param/lives",
        "type": "SecureString",
        "value": "one",
        "description": "d",
        "keyId": "alias/aws/ssm",
        "tier": "Advanced",
        "allowedPattern": ".*",
        "tags": {"a": "1"},
    }
    bench.lives(PARAMETER, inputs, {"value": "other", "description": "e", "tags": {"b": "2"}})


def test_parameter_is_as_declared_and_its_drift_shows(bench: Bench) -> None:
    parameter = bench.deploy(PARAMETER, name="/param/declared", type="String", insecureValue="one")
    assert parameter.outputs["arn"] == f"arn:aws:ssm:us-east-1:{ACCOUNT}:parameter/param/declared"
    ssm = bench.boto("ssm")
    assert ssm.get_parameter(Name=parameter.id)["Parameter"]["Value"] == "one"
    ssm.put_parameter(Name=parameter.id, Value="other", Type="String", Overwrite=True)
    assert parameter.drift() == ["insecureValue"]
    assert parameter.diff(type="StringList").replaces == ["type"]
