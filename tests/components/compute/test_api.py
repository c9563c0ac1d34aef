"""The API's workload, in the manifests that are rendered for each cluster."""

from typing import Any

import pytest

from settings import Region
from tests.components.compute.room import API, HOME, REGIONS, Room
from tests.components.site import ACCOUNT

DIGEST = "0" * 64


def deployment(room: Room, region: Region = HOME) -> Any:
    return room.manifests(region)["Deployment/groot-api"]["spec"]


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_image_is_the_region_s_own_copy_by_its_digest(room: Room, region: Region) -> None:
    [container] = deployment(room, region)["template"]["spec"]["containers"]
    registry = f"{ACCOUNT}.dkr.ecr.{region.name}.amazonaws.com"
    assert container["image"] == f"{registry}/groot-room-images/team/api@sha256:{DIGEST}"
    assert container["args"] == ["serve"]


def test_service_leads_to_the_port_that_pods_answer_on(room: Room) -> None:
    [container] = deployment(room)["template"]["spec"]["containers"]
    service = room.manifests()["Service/groot-api-us-east-1"]["spec"]
    assert service["ports"][0]["targetPort"] == container["ports"][0]["containerPort"] == API.port
    assert service["selector"].items() <= deployment(room)["template"]["metadata"]["labels"].items()


def test_pods_are_asked_where_the_settings_say(room: Room) -> None:
    [container] = deployment(room)["template"]["spec"]["containers"]
    asked = {name: container[f"{name}Probe"]["httpGet"] for name in ("readiness", "liveness")}
    assert asked == {
        "readiness": {"path": API.paths.ready, "port": API.port},
        "liveness": {"path": API.paths.live, "port": API.port},
    }


def test_pods_have_the_account_that_the_mesh_lets_in(room: Room) -> None:
    manifests = room.manifests()
    account = manifests["ServiceAccount/groot-api"]["metadata"]
    assert deployment(room)["template"]["spec"]["serviceAccountName"] == account["name"]
    named = f"spiffe://cluster.local/ns/{account['namespace']}/sa/{account['name']}"
    assert manifests["ServiceEntry/groot-api-eu-west-1"]["spec"]["subjectAltNames"] == [named]


def test_pods_fit_the_restricted_profile_and_write_to_tmp_alone(room: Room) -> None:
    pod = deployment(room)["template"]["spec"]
    [container] = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert [mount["mountPath"] for mount in container["volumeMounts"]] == ["/tmp"]


def test_autoscaler_keeps_the_number_of_pods_between_the_settings(room: Room) -> None:
    scaler = room.manifests()["HorizontalPodAutoscaler/groot-api"]["spec"]
    assert (scaler["minReplicas"], scaler["maxReplicas"]) == (API.replicas.min, API.replicas.max)
    assert scaler["scaleTargetRef"] == {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "groot-api"}
    assert "replicas" not in room.manifests()["Rollout/groot-api"]["spec"]
    assert "replicas" not in deployment(room)


def test_autoscaler_aims_where_the_promised_latencies_leave_room(room: Room) -> None:
    scaler = room.manifests()["HorizontalPodAutoscaler/groot-api"]["spec"]
    [metric] = scaler["metrics"]
    assert metric["containerResource"]["target"] == {"type": "Utilization", "averageUtilization": 56}
    assert scaler["behavior"]["scaleDown"]["stabilizationWindowSeconds"] == 180
    assert scaler["behavior"]["scaleUp"]["stabilizationWindowSeconds"] == 0


def test_one_pod_at_a_time_is_taken_away(room: Room) -> None:
    budget = room.manifests()["PodDisruptionBudget/groot-api"]["spec"]
    assert budget["maxUnavailable"] == 1
    assert budget["selector"] == deployment(room)["selector"]
