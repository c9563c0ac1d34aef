from typing import Any

import pytest

from tests.sandbox.providers.aws.bench import ACCOUNT, REGION, Bench

ZONE = "aws:route53/zone:Zone"
RECORD = "aws:route53/record:Record"
CHECK = "aws:route53/healthCheck:HealthCheck"
QUERY_LOG = "aws:route53/queryLog:QueryLog"
PROBE = {
    "type": "HTTPS",
    "fqdn": "api-us-east-1.example.com",
    "port": 443,
    "resourcePath": "/health",
    "enableSni": True,
    "failureThreshold": 3,
    "requestInterval": 10,
    "measureLatency": True,
}


def zone(bench: Bench, name: str) -> str:
    return bench.deploy(ZONE, name=name, tags={"stack": "dns"}).id


def records(bench: Bench, zone_id: str) -> list[dict[str, Any]]:
    found = bench.boto("route53").list_resource_record_sets(HostedZoneId=zone_id)["ResourceRecordSets"]
    return [record for record in found if record["Type"] not in ("NS", "SOA")]


def alias(zone_id: str, name: str, **more: Any) -> dict[str, Any]:
    target = {"name": "d-1.execute-api.us-east-1.amazonaws.com", "zoneId": "Z1UJRXOUMOOFQ8"}
    return {
        "zoneId": zone_id,
        "name": name,
        "type": "A",
        "aliases": [{**target, "evaluateTargetHealth": True}],
        **more,
    }


def test_zone_lives(bench: Bench) -> None:
    inputs = {"name": "lives.example.com", "comment": "one", "tags": {"stack": "dns", "owner": "edge"}}
    bench.lives(ZONE, inputs, {"comment": None, "tags": {"stack": "other"}})


def test_zone_tells_its_servers_and_a_bare_id(bench: Bench) -> None:
    made = bench.deploy(ZONE, name="servers.example.com")
    found = bench.boto("route53").get_hosted_zone(Id=made.id)
    assert made.outputs["zoneId"] == made.id == found["HostedZone"]["Id"].removeprefix("/hostedzone/")
    assert made.outputs["nameServers"] == found["DelegationSet"]["NameServers"]
    assert made.outputs["primaryNameServer"] == found["DelegationSet"]["NameServers"][0]


def test_plain_record_lives(bench: Bench) -> None:
    inputs = {
        "zoneId": zone(bench, "plain.example.com"),
        "name": "plain.example.com",
        "type": "CAA",
        "ttl": 300,
        "records": ['0 issue "amazon.com"', '0 issue "amazontrust.com"'],
    }
    bench.lives(RECORD, inputs, {"ttl": 60, "records": ['0 issue "amazon.com"']})


def test_record_can_stand_again_where_it_stood_before(bench: Bench) -> None:
    zone_id = zone(bench, "again.example.com")
    bench.deploy(RECORD, **alias(zone_id, "z.again.example.com"))
    record = bench.deploy(RECORD, **alias(zone_id, "a.again.example.com"))
    record.delete()
    bench.deploy(RECORD, **alias(zone_id, "a.again.example.com"))


def test_record_with_a_final_dot_shows_no_drift(bench: Bench) -> None:
    zone_id = zone(bench, "dotted.example.com")
    record = {"zoneId": zone_id, "name": "_x.dotted.example.com.", "type": "CNAME", "ttl": 60, "records": ["y.aws."]}
    assert bench.deploy(RECORD, **record).outputs["fqdn"] == "_x.dotted.example.com"


def test_each_region_has_a_latency_record_of_its_own(bench: Bench) -> None:
    zone_id = zone(bench, "latency.example.com")
    made = {}
    for region in ("us-east-1", "eu-west-1"):
        inputs = alias(
            zone_id,
            "api.latency.example.com",
            setIdentifier=region,
            latencyRoutingPolicies=[{"region": region}],
            healthCheckId=bench.deploy(CHECK, **PROBE).id,
        )
        made[region] = bench.deploy(RECORD, **inputs)
    assert [(one["SetIdentifier"], one["Region"]) for one in records(bench, zone_id)] == [
        ("us-east-1", "us-east-1"),
        ("eu-west-1", "eu-west-1"),
    ]
    made["us-east-1"].update(aliases=[{"name": "d-2.example.net", "zoneId": "Z2", "evaluateTargetHealth": False}])
    assert made["eu-west-1"].drift() == []
    made["us-east-1"].delete()
    assert made["us-east-1"].read() is None
    assert made["eu-west-1"].read() is not None


def test_record_pointed_elsewhere_out_of_band_is_drift(bench: Bench) -> None:
    zone_id = zone(bench, "hijacked.example.com")
    record = bench.deploy(RECORD, **alias(zone_id, "www.hijacked.example.com"))
    found = records(bench, zone_id)[0]
    found["AliasTarget"]["DNSName"] = "elsewhere.example.net"
    changes = [{"Action": "UPSERT", "ResourceRecordSet": found}]
    bench.boto("route53").change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch={"Changes": changes})
    assert record.drift() == ["aliases"]


def test_renaming_a_record_replaces_it(bench: Bench) -> None:
    record = bench.deploy(RECORD, **alias(zone(bench, "renamed.example.com"), "a.renamed.example.com"))
    diff = record.diff(name="b.renamed.example.com", type="AAAA")
    assert list(diff.replaces) == ["name", "type"]


def test_probe_lives(bench: Bench) -> None:
    changes = {"failureThreshold": 2, "resourcePath": "/ready", "tags": {"Name": "other", "stack": "dns"}}
    bench.lives(CHECK, {**PROBE, "tags": {"Name": "probe", "stack": "dns"}}, changes, "probe")


def test_probe_that_nobody_got_to_tag_is_found(bench: Bench) -> None:
    resource = bench.resource(CHECK, "untagged")
    made, _ = bench.provider.create(resource, PROBE)
    assert bench.provider.find(resource, {**PROBE, "tags": {"Name": "later", "stack": "dns"}}) == made


def test_probe_asks_as_declared(bench: Bench) -> None:
    made = bench.deploy(CHECK, **PROBE)
    config = bench.boto("route53").get_health_check(HealthCheckId=made.id)["HealthCheck"]["HealthCheckConfig"]
    assert config["FullyQualifiedDomainName"] == "api-us-east-1.example.com"
    assert (config["Type"], config["Port"], config["ResourcePath"]) == ("HTTPS", 443, "/health")
    assert (config["RequestInterval"], config["FailureThreshold"], config["EnableSNI"]) == (10, 3, True)
    assert made.diff(requestInterval=30).replaces == ["requestInterval"]


def test_check_follows_an_alarm(bench: Bench) -> None:
    inputs = {
        "type": "CLOUDWATCH_METRIC",
        "cloudwatchAlarmName": "ready",
        "cloudwatchAlarmRegion": "eu-west-1",
        "insufficientDataHealthStatus": "Unhealthy",
        "tags": {"Name": "alarm", "stack": "dns"},
    }
    bench.lives(CHECK, inputs, {"cloudwatchAlarmName": "other"}, "alarm")


def test_queries_are_logged_while_the_query_log_stands(bench: Bench) -> None:
    bench.boto("logs").create_log_group(logGroupName="/aws/route53/queries.example.com")
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/route53/queries.example.com"
    inputs = {"zoneId": zone(bench, "queries.example.com"), "cloudwatchLogGroupArn": group}
    bench.lives(QUERY_LOG, inputs, {})


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        (
            "aws:route53/keySigningKey:KeySigningKey",
            {"name": "k", "keyManagementServiceArn": "arn", "hostedZoneId": "Z1"},
        ),
        ("aws:route53/hostedZoneDnsSec:HostedZoneDnsSec", {"hostedZoneId": "Z1"}),
    ],
)
def test_signing_stands_in_the_state_alone(bench: Bench, token: str, inputs: dict[str, Any]) -> None:
    resource = bench.resource(token)
    physical_id, _ = bench.provider.create(resource, bench.provider.check(resource, {}, inputs))
    assert physical_id.startswith("Z1")
    assert bench.provider.fidelity(token) == "recorded"
