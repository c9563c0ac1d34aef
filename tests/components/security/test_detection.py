import json

import pytest

from components.security.detection import DETECTOR_FEATURES, standards
from tests.components.security.room import ABROAD, HOME, Room
from tests.components.site import ACCOUNT, topic

REGIONS = pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)


@REGIONS
def test_every_feature_of_the_detector_is_on_with_its_agents(room: Room, region) -> None:
    guardduty = room.boto("guardduty", region)
    (detector,) = guardduty.list_detectors()["DetectorIds"]
    found = guardduty.get_detector(DetectorId=detector)
    assert (found["Status"], found["FindingPublishingFrequency"]) == ("ENABLED", "FIFTEEN_MINUTES")
    features = {one["Name"]: one for one in found["Features"]}
    assert features.keys() == DETECTOR_FEATURES.keys()
    assert {one["Status"] for one in features.values()} == {"ENABLED"}
    agents = features["RUNTIME_MONITORING"]["AdditionalConfiguration"]
    assert {agent["Name"] for agent in agents} == set(DETECTOR_FEATURES["RUNTIME_MONITORING"])


@REGIONS
def test_hub_inspector_and_macie_are_on(room: Room, region) -> None:
    assert room.boto("securityhub", region).describe_hub()["ControlFindingGenerator"] == "SECURITY_CONTROL"
    status = room.boto("inspector2", region).batch_get_account_status(accountIds=[ACCOUNT])["accounts"][0]
    assert {state["status"] for state in status["resourceState"].values()} == {"ENABLED"}
    assert room.boto("macie2", region).get_macie_session()["status"] == "ENABLED"


@REGIONS
@pytest.mark.parametrize("source", ["guardduty", "security-hub"])
def test_serious_findings_reach_the_regions_alarm_topic(room: Room, region, source: str) -> None:
    events = room.boto("events", region)
    rule = events.describe_rule(Name=f"groot-room-{source}-findings")
    assert rule["State"] == "ENABLED"
    targets = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert [target["Arn"] for target in targets] == [topic(region)]


@REGIONS
def test_only_serious_findings_are_told(room: Room, region) -> None:
    events = room.boto("events", region)
    guardduty = json.loads(events.describe_rule(Name="groot-room-guardduty-findings")["EventPattern"])
    assert guardduty["detail"] == {"severity": [{"numeric": [">=", 7]}]}
    hub = json.loads(events.describe_rule(Name="groot-room-security-hub-findings")["EventPattern"])
    assert hub["detail"]["findings"]["Severity"] == {"Label": ["CRITICAL", "HIGH"]}


def test_findings_copied_from_another_region_are_told_there_only(room: Room) -> None:
    rule = room.boto("events").describe_rule(Name="groot-room-security-hub-findings")
    assert json.loads(rule["EventPattern"])["detail"]["findings"]["Region"] == [HOME.name]


def test_an_untold_finding_rings(room: Room) -> None:
    alarms = room.boto("cloudwatch").describe_alarms()["MetricAlarms"]
    watched = {one["Dimensions"][0]["Value"] for one in alarms if one["MetricName"] == "FailedInvocations"}
    assert watched == {"groot-room-guardduty-findings", "groot-room-security-hub-findings"}


def test_frameworks_bring_their_standards() -> None:
    assert not [one for one in standards(["soc2"]) if one.startswith(("pci-dss", "nist"))]
    assert "pci-dss/v/4.0.1" in standards(["pci-dss"])
    assert "nist-800-53/v/5.0.0" in standards(["fedramp-moderate", "soc2"])
    assert standards([])[0].startswith("aws-foundational-security-best-practices/")
