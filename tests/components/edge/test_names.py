from typing import Any

from settings import CONTROL_REGION
from tests.components.edge.room import ABROAD, HOME, OPEN, Room
from tests.components.site import topic


def records(room: Room, stack: str = "open") -> list[dict[str, Any]]:
    zone = room.output(f"{stack}Zone")
    return room.boto("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]


def check(room: Room, stack: str, region: str) -> dict[str, Any]:
    identifier = room.output(f"{stack}Checks")[region]
    return room.boto("route53").get_health_check(HealthCheckId=identifier)["HealthCheck"]["HealthCheckConfig"]


def test_shared_name_leads_to_the_nearest_healthy_region(room: Room) -> None:
    shared = [one for one in records(room) if one["Name"] == "api.open.example.com."]
    assert {one["Region"] for one in shared} == {HOME.name, ABROAD.name}
    for one in shared:
        assert one["SetIdentifier"] == one["Region"]
        assert one["HealthCheckId"] == room.output("openChecks")[one["Region"]]
        assert one["AliasTarget"]["DNSName"].rstrip(".") == room.output(f"open-{one['Region']}Target")


def test_a_dead_region_leaves_the_answers_within_half_a_minute(room: Room) -> None:
    for region in (HOME.name, ABROAD.name):
        found = check(room, "open", region)
        assert found["FailureThreshold"] * found["RequestInterval"] <= 30
        assert (found["Type"], found["ResourcePath"]) == ("HTTPS", "/ready")
        assert found["FullyQualifiedDomainName"] == f"api-{region}.open.example.com"


def test_each_probe_reaches_one_region(room: Room) -> None:
    for region in (HOME, ABROAD):
        name = f"api-{region.name}.open.example.com."
        assert [one["Type"] for one in records(room) if one["Name"] == name] == ["A"]


def test_behind_client_certificates_health_follows_the_regions_alarm(room: Room) -> None:
    assert check(room, "closed", ABROAD.name)["Type"] == "CLOUDWATCH_METRIC"
    declared = room.inputs("closed-api-eu-west-1-health")
    assert declared["cloudwatchAlarmName"] == "closed-eu-west-1-unhealthy"
    assert declared["cloudwatchAlarmRegion"] == ABROAD.name
    assert declared["insufficientDataHealthStatus"] == "Unhealthy"
    assert not any(one["Name"].startswith("api-eu-west-1") for one in records(room, "closed"))


def test_somebody_hears_when_a_region_is_taken_out(room: Room) -> None:
    alarms = room.boto("cloudwatch", CONTROL_REGION).describe_alarms()["MetricAlarms"]
    watched = {one["Dimensions"][0]["Value"]: one for one in alarms if one["MetricName"] == "HealthCheckStatus"}
    for identifier in room.output("openChecks").values():
        assert watched[identifier]["AlarmActions"] == [topic(CONTROL_REGION)]
        assert watched[identifier]["TreatMissingData"] == "breaching"


def test_site_answers_over_both_families_of_addresses(room: Room) -> None:
    for host in (OPEN.domain, f"www.{OPEN.domain}"):
        found = {one["Type"]: one for one in records(room) if one["Name"] == f"{host}."}
        assert {"A", "AAAA"} <= found.keys()
        assert found["A"]["AliasTarget"]["HostedZoneId"] == "Z2FDTNDATAQYW2"
