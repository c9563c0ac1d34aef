from sandbox.providers.base import Fidelity
from tests.sandbox.providers.aws.bench import Bench

ACCOUNT = "aws:securityhub/account:Account"
STANDARD = "aws:securityhub/standardsSubscription:StandardsSubscription"
AGGREGATOR = "aws:securityhub/findingAggregator:FindingAggregator"


def test_hub_lives(bench: Bench) -> None:
    inputs = {
        "region": "eu-north-1",
        "enableDefaultStandards": False,
        "autoEnableControls": True,
        "controlFindingGenerator": "SECURITY_CONTROL",
    }
    bench.lives(ACCOUNT, inputs, {"autoEnableControls": False, "controlFindingGenerator": "STANDARD_CONTROL"})


def test_hub_is_made_as_declared(bench: Bench) -> None:
    made = bench.deploy(ACCOUNT, region="eu-west-2", controlFindingGenerator="SECURITY_CONTROL")
    found = bench.boto("securityhub", "eu-west-2").describe_hub()
    assert found["ControlFindingGenerator"] == "SECURITY_CONTROL"
    assert made.outputs["arn"] == found["HubArn"]


def test_hub_disabled_out_of_band_is_gone(bench: Bench) -> None:
    made = bench.deploy(ACCOUNT, region="eu-west-3")
    bench.boto("securityhub", "eu-west-3").disable_security_hub()
    assert made.read() is None


def test_subscription_has_the_id_that_aws_gives_it(bench: Bench) -> None:
    standard = "arn:aws:securityhub:us-east-1::standards/pci-dss/v/4.0.1"
    made = bench.deploy(STANDARD, standardsArn=standard)
    assert made.id == "arn:aws:securityhub:us-east-1:123456789012:subscription/pci-dss/v/4.0.1"
    assert made.diff(standardsArn=standard.replace("pci-dss", "other")).replaces == ["standardsArn"]


def test_standards_and_aggregators_are_only_recorded(bench: Bench) -> None:
    assert bench.provider.fidelity(STANDARD) is Fidelity.RECORDED
    aggregator = bench.deploy(AGGREGATOR, linkingMode="SPECIFIED_REGIONS", specifiedRegions=["eu-west-1"])
    assert aggregator.read() is not None
