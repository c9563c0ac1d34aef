"""How the API's releases replace each other, in the manifests that are rendered for each cluster."""

from typing import Any

import pytest

from components.compute.rollout import WORKLOAD
from functions.lockstep.rollout import NUMBER
from settings import Region
from tests.components.compute.room import API, OBJECTIVES, REGIONS, Room

BY_REGION = pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)


def spec(room: Room, named: str, region: Region = REGIONS[0]) -> Any:
    return room.manifests(region)[named]["spec"]


@BY_REGION
def test_it_makes_the_pods_that_the_deployment_describes(room: Room, region: Region) -> None:
    manifests = room.manifests(region)
    described = spec(room, "Rollout/groot-api", region)["workloadRef"]
    deployment = manifests[f"{described['kind']}/{described['name']}"]
    assert deployment["metadata"]["namespace"] == manifests["Rollout/groot-api"]["metadata"]["namespace"]
    assert deployment["spec"]["template"]["metadata"]["annotations"] == {NUMBER: str(API.release)}


def test_it_stands_before_the_first_pod_and_after_each_share_that_kept_its_promises(room: Room) -> None:
    canary = spec(room, "Rollout/groot-api")["strategy"]["canary"]
    assert canary["maxUnavailable"] == 0
    steps = [(name, value) for step in canary["steps"] for name, value in step.items()]
    asked = ("analysis", {"templates": [{"templateName": "groot-api"}]})
    gate = ("pause", {})
    assert steps == [("setWeight", 0), gate, ("setWeight", 10), asked, gate, ("setWeight", 50), asked, gate]


def test_what_is_asked_are_the_promises_of_the_settings_where_requests_enter(room: Room) -> None:
    metrics = {one["name"]: one for one in spec(room, "AnalysisTemplate/groot-api")["metrics"]}
    limits = {
        "error-rate-percent": OBJECTIVES.error_rate_percent,
        "latency-p95-seconds": OBJECTIVES.latency_p95_ms / 1000,
        "latency-p99-seconds": OBJECTIVES.latency_p99_ms / 1000,
    }
    assert {name: one["successCondition"] for name, one in metrics.items()} == {
        name: f"all(result[0].Values, {{# <= {limit}}})" for name, limit in limits.items()
    }
    balancers = {
        dimension["value"]
        for metric in metrics.values()
        for query in metric["provider"]["cloudWatch"]["metricDataQueries"]
        for dimension in query.get("metricStat", {}).get("metric", {}).get("dimensions", ())
    }
    [balancer] = room.boto("elbv2").describe_load_balancers(Names=["groot-room-ingress-us-east-1"])["LoadBalancers"]
    assert balancers == {balancer["LoadBalancerArn"].partition(":loadbalancer/")[2]}


def test_one_query_of_each_is_judged(room: Room) -> None:
    for metric in spec(room, "AnalysisTemplate/groot-api")["metrics"]:
        queries = metric["provider"]["cloudWatch"]["metricDataQueries"]
        assert sum(query.get("returnData", True) for query in queries) == 1


def test_who_takes_releases_on_may_write_this_status_and_no_more(room: Room) -> None:
    manifests = room.manifests()
    assert manifests["RoleBinding/groot-lockstep"]["subjects"] == [
        {"kind": "Group", "name": WORKLOAD.operators, "apiGroup": "rbac.authorization.k8s.io"}
    ]
    assert manifests["Role/groot-lockstep"]["rules"] == [
        {"apiGroups": ["argoproj.io"], "resources": ["rollouts"], "resourceNames": ["groot-api"], "verbs": ["get"]},
        {
            "apiGroups": ["argoproj.io"],
            "resources": ["rollouts/status"],
            "resourceNames": ["groot-api"],
            "verbs": ["patch"],
        },
        {"apiGroups": ["apps"], "resources": ["replicasets"], "verbs": ["get"]},
    ]


@BY_REGION
def test_its_controller_reads_metrics_of_its_region_and_nothing_else(room: Room, region: Region) -> None:
    called = f"groot-room-rollouts-{region.name}"
    found = room.boto("iam").get_role_policy(RoleName=called, PolicyName="read-metrics")["PolicyDocument"]
    [statement] = found["Statement"]
    assert statement["Action"] == ["cloudwatch:GetMetricData"]
    assert statement["Condition"] == {"StringEquals": {"aws:RequestedRegion": region.name}}
    [trust] = room.boto("iam").get_role(RoleName=called)["Role"]["AssumeRolePolicyDocument"]["Statement"]
    asked = trust["Condition"]["StringEquals"]
    assert asked["aws:RequestTag/kubernetes-service-account"] == "argo-rollouts"
