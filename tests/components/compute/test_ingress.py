from typing import Any

from components.compute.ingress import GATEWAY_PORT
from tests.components.compute.room import ABROAD, API, HOME, Room
from tests.components.site import topic


def balancer(room: Room) -> dict[str, Any]:
    found = room.boto("elbv2", HOME).describe_load_balancers(LoadBalancerArns=[room.output("balancers")[HOME.name]])
    return found["LoadBalancers"][0]


def groups(room: Room) -> dict[str, dict[str, Any]]:
    """Return the security groups of the home region's ingress by id."""
    found = room.boto("ec2", HOME).describe_security_groups()["SecurityGroups"]
    return {group["GroupId"]: group for group in found if group["VpcId"] == balancer(room)["VpcId"]}


def _sources(permission: dict[str, Any]) -> set[str]:
    return {pair["GroupId"] for pair in permission["UserIdGroupPairs"]}


def test_nothing_of_it_faces_the_internet(room: Room) -> None:
    assert balancer(room)["Scheme"] == "internal"
    opened = [
        block["CidrIp"]
        for group in groups(room).values()
        if "ingress" in group["GroupName"]
        for permission in (*group["IpPermissions"], *group["IpPermissionsEgress"])
        for block in permission["IpRanges"]
    ]
    assert opened == []


def test_balancer_takes_requests_from_the_link_alone_and_reaches_the_mesh_alone(room: Room) -> None:
    found = groups(room)
    link = next(group for group in found.values() if group["GroupName"].endswith("ingress-link-us-east-1"))
    inner = found[balancer(room)["SecurityGroups"][0]]
    pods = room.output("groups")[HOME.name]
    sources = [(one["FromPort"], one["UserIdGroupPairs"][0]["GroupId"]) for one in inner["IpPermissions"]]
    targets = {(one["FromPort"], one["UserIdGroupPairs"][0]["GroupId"]) for one in inner["IpPermissionsEgress"]}
    assert sources == [(443, link["GroupId"])]
    assert targets == {(GATEWAY_PORT, pods)}
    reached = {one["FromPort"] for one in found[pods]["IpPermissions"] if inner["GroupId"] in _sources(one)}
    assert reached == {GATEWAY_PORT}


def test_traffic_to_the_mesh_is_encrypted_on_both_sides(room: Room) -> None:
    elb = room.boto("elbv2", HOME)
    listener = elb.describe_listeners(LoadBalancerArn=balancer(room)["LoadBalancerArn"])["Listeners"][0]
    assert (listener["Protocol"], listener["SslPolicy"]) == ("HTTPS", "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09")
    default = listener["DefaultActions"][0]["TargetGroupArn"]
    assert elb.describe_target_groups(TargetGroupArns=[default])["TargetGroups"][0]["Protocol"] == "HTTPS"


def test_health_is_asked_of_the_api_itself_on_the_way_that_requests_go(room: Room) -> None:
    elb = room.boto("elbv2", HOME)
    listener = elb.describe_listeners(LoadBalancerArn=balancer(room)["LoadBalancerArn"])["Listeners"][0]
    rules = elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]
    leads_to = {action["TargetGroupArn"] for rule in rules for action in rule["Actions"]}
    [group] = elb.describe_target_groups(TargetGroupArns=list(leads_to))["TargetGroups"]
    assert (group["HealthCheckProtocol"], group["HealthCheckPort"]) == ("HTTPS", "traffic-port")
    assert (group["HealthCheckPath"], group["Matcher"]) == (API.paths.ready, {"HttpCode": "200"})


def test_a_region_without_a_ready_pod_raises_an_alarm_at_once(room: Room) -> None:
    name = room.output("healthAlarms")[ABROAD.name]
    alarm = room.boto("cloudwatch", ABROAD).describe_alarms(AlarmNames=[name])["MetricAlarms"][0]
    assert (alarm["MetricName"], alarm["EvaluationPeriods"], alarm["Period"]) == ("HealthyHostCount", 1, 60)
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["AlarmActions"] == [topic(ABROAD)]
