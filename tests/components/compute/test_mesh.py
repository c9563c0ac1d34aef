"""What each cluster's mesh is told, in the manifests that are rendered for it."""

import pytest

from settings import Region
from tests.components.compute.room import ABROAD, HOME, HOSTS, REGIONS, Room


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_every_cluster_routes_alike(room: Room, region: Region) -> None:
    routes = room.manifests(region)["VirtualService/api"]["spec"]
    assert routes["hosts"] == list(HOSTS)
    assert [route["name"] for route in routes["http"]] == ["us-east-1", "eu-west-1", "by-weight"]
    shared = routes["http"][-1]["route"]
    assert [(part["destination"]["host"], part["weight"]) for part in shared] == [
        ("groot-api-us-east-1", 70),
        ("groot-api-eu-west-1", 30),
    ]


def test_routes_hang_on_a_gateway_that_exists_and_takes_tls_1_3_only(room: Room) -> None:
    manifests = room.manifests()
    [named] = manifests["VirtualService/api"]["spec"]["gateways"]
    gateway = manifests["Gateway/public"]
    assert named == f"{gateway['metadata']['namespace']}/{gateway['metadata']['name']}"
    [server] = gateway["spec"]["servers"]
    assert server["tls"] == {"mode": "SIMPLE", "credentialName": "api-tls", "minProtocolVersion": "TLSV1_3"}
    pods = manifests["Deployment/ingress"]["spec"]["template"]["metadata"]["labels"]
    assert gateway["spec"]["selector"].items() <= pods.items()


def test_own_region_is_a_service_and_the_other_an_entry_behind_its_door(room: Room) -> None:
    manifests = room.manifests(HOME)
    assert "Service/groot-api-us-east-1" in manifests
    assert "Service/groot-api-eu-west-1" not in manifests
    entry = manifests["ServiceEntry/groot-api-eu-west-1"]["spec"]
    assert entry["hosts"] == ["groot-api-eu-west-1.groot.svc.cluster.local"]
    assert entry["endpoints"] == [{"address": room.output("doors")[ABROAD.name], "ports": {"http": 15443}}]
    assert entry["subjectAltNames"] == ["spiffe://cluster.local/ns/groot/sa/groot-api"]


def test_every_destination_has_mutual_tls_and_a_circuit_breaker(room: Room) -> None:
    manifests = room.manifests()
    rule = manifests["DestinationRule/api"]["spec"]
    assert rule["host"] == "*.groot.svc.cluster.local"
    assert rule["trafficPolicy"]["tls"] == {"mode": "ISTIO_MUTUAL"}
    assert rule["trafficPolicy"]["outlierDetection"]["consecutive5xxErrors"] == 5
    assert rule["trafficPolicy"]["connectionPool"]["tcp"]["maxConnections"] == 1024


def test_mesh_refuses_plain_text_and_whoever_has_no_rule(room: Room) -> None:
    manifests = room.manifests()
    strict, deny = manifests["PeerAuthentication/default"], manifests["AuthorizationPolicy/default-deny"]
    assert strict["spec"] == {"mtls": {"mode": "STRICT"}}
    assert deny["spec"] == {}
    assert strict["metadata"]["namespace"] == deny["metadata"]["namespace"] == "istio-system"
    allowed = manifests["AuthorizationPolicy/gateway-to-api"]["spec"]
    account = manifests["ServiceAccount/ingress"]["metadata"]
    assert allowed["rules"] == [
        {"from": [{"source": {"principals": [f"cluster.local/ns/{account['namespace']}/sa/{account['name']}"]}}]}
    ]


def test_gateway_may_read_the_secret_with_its_certificate(room: Room) -> None:
    manifests = room.manifests()
    account, role, binding = (manifests[f"{kind}/ingress"] for kind in ("ServiceAccount", "Role", "RoleBinding"))
    assert role["metadata"]["namespace"] == binding["metadata"]["namespace"] == account["metadata"]["namespace"]
    assert role["rules"] == [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list", "watch"]}]
    assert (binding["roleRef"]["kind"], binding["roleRef"]["name"]) == ("Role", "ingress")
    assert binding["subjects"] == [{"kind": "ServiceAccount", "name": "ingress", "namespace": "istio-ingress"}]


def test_every_port_of_the_gateway_says_what_it_speaks(room: Room) -> None:
    ports = room.manifests()["Service/ingress"]["spec"]["ports"]
    assert {port["name"]: port["appProtocol"] for port in ports} == {
        "https": "https",
        "tls-mesh": "tls",
        "status": "http",
    }


def test_gateway_pods_join_every_load_balancer_on_a_port_they_have(room: Room) -> None:
    manifests = room.manifests()
    bindings = [one["spec"] for kind, one in manifests.items() if kind.startswith("TargetGroupBinding/")]
    ports = {port["port"] for port in manifests["Service/ingress"]["spec"]["ports"]}
    assert {binding["serviceRef"]["port"] for binding in bindings} == ports == {8443, 15021, 15443}
    assert all(binding["targetType"] == "ip" for binding in bindings)
    assert len({binding["targetGroupARN"] for binding in bindings}) == 3


def test_namespaces_admit_no_privileged_pod(room: Room) -> None:
    namespaces = {name: one for name, one in room.manifests().items() if name.startswith("Namespace/")}
    enforced = {
        name.removeprefix("Namespace/"): one["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        for name, one in namespaces.items()
    }
    assert enforced == {"groot": "restricted", "istio-ingress": "restricted", "istio-system": "baseline"}


def test_gateway_pods_fit_the_restricted_profile(room: Room) -> None:
    pod = room.manifests()["Deployment/ingress"]["spec"]["template"]["spec"]
    [container] = pod["containers"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert container["securityContext"]["runAsNonRoot"] is True


def test_network_lets_in_the_gateway_and_neighbours_only(room: Room) -> None:
    policy = room.manifests()["NetworkPolicy/gateway-and-neighbours"]
    assert policy["metadata"]["namespace"] == "groot"
    [rule] = policy["spec"]["ingress"]
    named = [peer["namespaceSelector"]["matchLabels"] for peer in rule["from"] if "namespaceSelector" in peer]
    assert named == [{"kubernetes.io/metadata.name": "istio-ingress"}]
    assert len(rule["from"]) == 2
