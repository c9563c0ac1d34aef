from tests.sandbox.providers.aws.bench import Bench

ACCOUNT = "aws:macie2/account:Account"


def test_macie_lives(bench: Bench) -> None:
    inputs = {"region": "eu-north-1", "findingPublishingFrequency": "FIFTEEN_MINUTES", "status": "ENABLED"}
    bench.lives(ACCOUNT, inputs, {"status": "PAUSED"})


def test_macie_is_enabled_as_declared(bench: Bench) -> None:
    made = bench.deploy(ACCOUNT, region="eu-west-2", findingPublishingFrequency="FIFTEEN_MINUTES")
    found = bench.boto("macie2", "eu-west-2").get_macie_session()
    assert found["findingPublishingFrequency"] == "FIFTEEN_MINUTES"
    assert made.outputs["serviceRole"] == found["serviceRole"]
