"""What each cluster's mesh is told, in the manifests that are rendered for it."""

import json
import socket
from typing import Any

import pytest

from components.compute.mesh_gateway import CIPHERS
from settings import Region
from tests.components.compute.room import (
    ABROAD,
    API,
    HOME,
    HOST,
    KEY_SET,
    REGIONS,
    STORE_CIDRS,
    TABLE_CIDR,
    Room,
    issuer_arn,
)


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_every_cluster_routes_alike(room: Room, region: Region) -> None:
    routes = room.manifests(region)["VirtualService/api"]["spec"]
    assert routes["hosts"] == [HOST]
    assert [route["name"] for route in routes["http"]] == [
        "health",
        "us-east-1",
        "eu-west-1",
        "region-unknown",
        "reads-by-weight",
        "by-weight",
    ]
    shared = routes["http"][-1]["route"]
    assert [(part["destination"]["host"], part["weight"]) for part in shared] == [
        ("groot-api-us-east-1-first", 70),
        ("groot-api-eu-west-1-first", 30),
    ]


def test_routes_hang_on_a_gateway_that_exists_and_takes_tls_without_a_server_name(room: Room) -> None:
    """Load balancers send no server name to their targets: a listener that waits for one answers none of them."""
    manifests = room.manifests()
    [named] = manifests["VirtualService/api"]["spec"]["gateways"]
    gateway = manifests["Gateway/public"]
    assert named == f"{gateway['metadata']['namespace']}/{gateway['metadata']['name']}"
    [server] = gateway["spec"]["servers"]
    assert server["hosts"] == [f"{manifests['VirtualService/api']['metadata']['namespace']}/*"]
    assert server["tls"] == {
        "mode": "SIMPLE",
        "credentialName": "api-tls",
        "minProtocolVersion": "TLSV1_2",
        "cipherSuites": CIPHERS,
    }
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
    account = manifests["ServiceAccount/ingress"]["metadata"]
    gateway = f"cluster.local/ns/{account['namespace']}/sa/{account['name']}"
    for rule in manifests["AuthorizationPolicy/gateway-to-api"]["spec"]["rules"]:
        assert [one["source"]["principals"] for one in rule["from"]] == [[gateway]]


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_the_question_after_health_leads_to_the_region_s_own_pods_under_any_host(room: Room, region: Region) -> None:
    manifests = room.manifests(region)
    for name in ("api", "health"):
        asked = manifests[f"VirtualService/{name}"]["spec"]["http"][0]
        assert asked["match"] == [{"uri": {"exact": API.paths.ready}}]
        assert [part["destination"]["host"] for part in asked["route"]] == [f"groot-api-{region.name}"]
    health = manifests["VirtualService/health"]["spec"]
    assert (health["hosts"], len(health["http"])) == (["*"], 1)
    assert health["gateways"] == manifests["VirtualService/api"]["spec"]["gateways"]


def test_gateway_answers_foreign_hosts_about_its_health_and_nothing_else(room: Room) -> None:
    of_https = [
        rule["to"][0]["operation"]
        for rule in room.manifests()["AuthorizationPolicy/to-gateway"]["spec"]["rules"]
        if "8443" in rule["to"][0]["operation"]["ports"]
    ]
    assert of_https == [
        {"hosts": [HOST, f"{HOST}:*"], "ports": ["8443"]},
        {"paths": [API.paths.ready], "methods": ["GET"], "ports": ["8443"]},
    ]


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_gateway_s_certificate_and_the_mesh_s_authority_are_asked_of_the_region_s_issuer(
    room: Room, region: Region
) -> None:
    manifests = room.manifests(region)
    listener, own, mesh = (manifests[name] for name in ("Gateway/public", "Certificate/api-tls", "Certificate/cacerts"))
    assert own["spec"]["secretName"] == listener["spec"]["servers"][0]["tls"]["credentialName"]
    assert own["metadata"]["namespace"] == listener["metadata"]["namespace"]
    assert own["spec"]["dnsNames"] == [HOST]
    assert (mesh["metadata"]["namespace"], mesh["spec"]["secretName"]) == ("istio-system", "cacerts")
    assert mesh["spec"]["isCA"] is True
    assert {"cert sign"} <= set(mesh["spec"]["usages"])
    for certificate in (own, mesh):
        named = certificate["spec"]["issuerRef"]
        issuer = manifests[f"{named['kind']}/{named['name']}"]
        assert issuer["apiVersion"].startswith(f"{named['group']}/")
        assert "namespace" not in issuer["metadata"]


def test_issuer_is_the_private_authority_or_a_key_that_the_cluster_is_handed(room: Room) -> None:
    private = room.manifests(HOME)["AWSPCAClusterIssuer/platform"]["spec"]
    assert private == {"arn": issuer_arn(HOME), "region": HOME.name}
    assert room.manifests(ABROAD)["ClusterIssuer/platform-2"]["spec"] == {"ca": {"secretName": "internal-issuer-2"}}


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
    }


def test_gateway_pods_join_every_load_balancer_on_a_port_they_have(room: Room) -> None:
    manifests = room.manifests()
    bindings = [one["spec"] for kind, one in manifests.items() if kind.startswith("TargetGroupBinding/")]
    ports = {port["port"] for port in manifests["Service/ingress"]["spec"]["ports"]}
    assert {binding["serviceRef"]["port"] for binding in bindings} == ports == {8443, 15443}
    assert all(binding["targetType"] == "ip" for binding in bindings)
    assert len({binding["targetGroupARN"] for binding in bindings}) == 2


def test_namespaces_admit_no_privileged_pod(room: Room) -> None:
    namespaces = {name: one for name, one in room.manifests().items() if name.startswith("Namespace/")}
    enforced = {
        name.removeprefix("Namespace/"): one["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        for name, one in namespaces.items()
    }
    assert enforced == {"groot": "restricted", "istio-ingress": "restricted", "istio-system": "baseline"}
    for one in namespaces.values():
        labels = one["metadata"]["labels"]
        levels = {labels[f"pod-security.kubernetes.io/{mode}"] for mode in ("enforce", "warn", "audit")}
        assert len(levels) == 1


def test_pods_behind_load_balancers_are_ready_when_those_find_them_healthy(room: Room) -> None:
    manifests = room.manifests()
    gate = "elbv2.k8s.aws/pod-readiness-gate-inject"
    assert {
        name.removeprefix("Namespace/")
        for name, one in manifests.items()
        if name.startswith("Namespace/") and one["metadata"]["labels"].get(gate) == "enabled"
    } == {one["metadata"]["namespace"] for name, one in manifests.items() if name.startswith("TargetGroupBinding/")}


@pytest.mark.parametrize("name", ["ingress", "groot-api"])
def test_pods_share_no_node_and_no_zone_where_there_are_others(room: Room, name: str) -> None:
    pod = room.manifests()[f"Deployment/{name}"]["spec"]["template"]
    constraints = pod["spec"]["topologySpreadConstraints"]
    assert {one["topologyKey"]: one["whenUnsatisfiable"] for one in constraints} == {
        "topology.kubernetes.io/zone": "ScheduleAnyway",
        "kubernetes.io/hostname": "DoNotSchedule",
    }
    for one in constraints:
        assert (one["nodeTaintsPolicy"], one["matchLabelKeys"]) == ("Honor", ["pod-template-hash"])
        assert "minDomains" not in one
        assert one["labelSelector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_other_regions_reach_the_api_and_no_other_service(room: Room, region: Region) -> None:
    manifests = room.manifests(region)
    [server] = manifests["Gateway/east-west"]["spec"]["servers"]
    assert server["tls"] == {"mode": "AUTO_PASSTHROUGH"}
    published = {
        f"{one['metadata']['name']}.{one['metadata']['namespace']}.svc.cluster.local"
        for one in manifests.values()
        if one["kind"] == "Service" and one["spec"]["selector"] == {"app": "groot-api"}
    }
    assert set(server["hosts"]) == published


def test_gateway_believes_what_its_load_balancer_says_of_callers_addresses_and_no_more(room: Room) -> None:
    pod = room.manifests()["Deployment/ingress"]["spec"]["template"]
    told = json.loads(pod["metadata"]["annotations"]["proxy.istio.io/config"])
    assert told["gatewayTopology"] == {"numTrustedProxies": 1}


def test_gateway_pods_fit_the_restricted_profile(room: Room) -> None:
    pod = room.manifests()["Deployment/ingress"]["spec"]["template"]["spec"]
    [container] = pod["containers"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert container["securityContext"]["runAsNonRoot"] is True


def test_gateway_pods_come_and_go_no_faster_than_the_balancers_notice(room: Room) -> None:
    deployment = room.manifests()["Deployment/ingress"]["spec"]
    check = room.boto("elbv2").describe_target_groups(Names=["groot-room-gateway-us-east-1"])["TargetGroups"][0]
    until_healthy = check["HealthCheckIntervalSeconds"] * check["HealthyThresholdCount"]
    assert deployment["minReadySeconds"] > until_healthy
    pod = deployment["template"]
    told = json.loads(pod["metadata"]["annotations"]["proxy.istio.io/config"])
    assert told["drainDuration"] == told["terminationDrainDuration"]
    [proxy] = pod["spec"]["containers"]
    leaves, drains = proxy["lifecycle"]["preStop"]["sleep"]["seconds"], int(told["drainDuration"].removesuffix("s"))
    assert pod["spec"]["terminationGracePeriodSeconds"] > leaves + drains


def test_a_pod_that_goes_outlives_what_it_was_sent(room: Room) -> None:
    manifests = room.manifests()
    routes = manifests["VirtualService/api"]["spec"]["http"]
    [longest] = {int(route["timeout"].removesuffix("s")) for route in routes if "timeout" in route}
    pods = {name: manifests[f"Deployment/{name}"]["spec"]["template"] for name in ("groot-api", "ingress")}
    leaves = {
        name: pod["spec"]["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"] for name, pod in pods.items()
    }
    assert leaves["groot-api"] >= 10 + longest
    assert pods["groot-api"]["spec"]["terminationGracePeriodSeconds"] >= leaves["groot-api"] + 10
    pool = manifests["DestinationRule/api"]["spec"]["trafficPolicy"]["connectionPool"]["tcp"]
    connection = int(pool["maxConnectionDuration"].removesuffix("s"))
    for name, port, least in (("gateway", "https", longest), ("mesh", "tls-mesh", connection + longest)):
        groups = room.boto("elbv2").describe_target_groups(Names=[f"groot-room-{name}-us-east-1"])["TargetGroups"]
        arn = groups[0]["TargetGroupArn"]
        assert manifests[f"TargetGroupBinding/ingress-{port}"]["spec"]["targetGroupARN"] == arn
        attributes = room.boto("elbv2").describe_target_group_attributes(TargetGroupArn=arn)["Attributes"]
        [delay] = [one["Value"] for one in attributes if one["Key"] == "deregistration_delay.timeout_seconds"]
        assert least <= int(delay) <= leaves["ingress"]


def test_network_lets_in_the_gateway_and_neighbours_only(room: Room) -> None:
    policy = room.manifests()["NetworkPolicy/gateway-and-neighbours"]
    assert policy["metadata"]["namespace"] == "groot"
    [rule] = policy["spec"]["ingress"]
    named = [peer["namespaceSelector"]["matchLabels"] for peer in rule["from"] if "namespaceSelector" in peer]
    assert named == [{"kubernetes.io/metadata.name": "istio-ingress"}]
    assert len(rule["from"]) == 2


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_network_lets_the_gateway_be_reached_from_its_region_on_what_balancers_call(room: Room, region: Region) -> None:
    manifests = room.manifests(region)
    policy = manifests["NetworkPolicy/load-balancers"]
    assert policy["metadata"]["namespace"] == manifests["Deployment/ingress"]["metadata"]["namespace"]
    assert policy["spec"]["podSelector"] == {}
    [rule] = policy["spec"]["ingress"]
    assert rule["from"] == [{"ipBlock": {"cidr": region.cidr}}]
    bound = {one["spec"]["serviceRef"]["port"] for name, one in manifests.items() if name.startswith("TargetGroupB")}
    assert {port["port"] for port in rule["ports"]} == bound


def test_proxies_log_what_fails(room: Room) -> None:
    telemetry = room.manifests()["Telemetry/mesh-default"]
    assert telemetry["metadata"]["namespace"] == "istio-system"
    assert telemetry["spec"]["accessLogging"] == [
        {"providers": [{"name": "envoy"}], "filter": {"expression": "response.code >= 400"}}
    ]


def test_pods_hold_callers_tokens_against_keys_that_they_ask_nobody_for(room: Room) -> None:
    manifests = room.manifests()
    [rule] = manifests["RequestAuthentication/callers"]["spec"]["jwtRules"]
    assert (rule["issuer"], rule["audiences"], rule["jwks"]) == (f"https://{HOST}", [f"https://{HOST}"], KEY_SET)
    assert "jwksUri" not in rule
    assert {one["name"] for one in rule["fromHeaders"]} == {"Authorization"}
    with_token, without = manifests["AuthorizationPolicy/gateway-to-api"]["spec"]["rules"]
    assert with_token["from"][0]["source"]["requestPrincipals"] == [f"https://{HOST}/*"]
    assert with_token["when"] == [{"key": "request.auth.claims[scope]", "values": ["workload"]}]
    assert without["to"] == [{"operation": {"paths": [API.paths.ready], "methods": ["GET"]}}]


def reached(manifests: dict[str, Any], policy: str) -> set[tuple[str, int]]:
    """Return what a network policy lets out to: a namespace or a block, and a port."""
    return {
        (
            peer["ipBlock"]["cidr"]
            if "ipBlock" in peer
            else peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"],
            port["port"],
        )
        for rule in manifests[policy]["spec"]["egress"]
        for peer in rule["to"]
        for port in rule["ports"]
    }


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_network_lets_out_what_the_mesh_needs_and_nothing_to_the_internet(room: Room, region: Region) -> None:
    manifests = room.manifests(region)
    needed = {("kube-system", 53), ("istio-system", 15012)}
    other = next(one for one in REGIONS if one != region)
    assert reached(manifests, "NetworkPolicy/application-egress") - needed == {
        (region.cidr, 443),
        (TABLE_CIDR, 443),
        *((cidr, 5432) for cidr in STORE_CIDRS.values()),
    }
    assert reached(manifests, "NetworkPolicy/gateway-egress") - needed == {
        ("groot", 80),
        ("groot", API.port),
        (other.cidr, 15443),
    }
    for name, namespace in (("application", "groot"), ("gateway", "istio-ingress")):
        policy = manifests[f"NetworkPolicy/{name}-egress"]
        assert (policy["metadata"]["namespace"], policy["spec"]["podSelector"]) == (namespace, {})
        assert all(rule["to"] and rule["ports"] for rule in policy["spec"]["egress"])


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_proxies_learn_of_the_outside_what_is_listed_and_no_more(room: Room, region: Region) -> None:
    manifests = room.manifests(region)
    [egress] = manifests["Sidecar/default"]["spec"]["egress"]
    assert manifests["Sidecar/default"]["metadata"]["namespace"] == "istio-system"
    external = [
        one["spec"]
        for name, one in manifests.items()
        if name.startswith("ServiceEntry/") and one["spec"]["location"] == "MESH_EXTERNAL"
    ]
    assert set(egress["hosts"]) == {f"./{host}" for one in external for host in one["hosts"]}
    assert {one["exportTo"][0] for one in external} == {"."}
    names = [host for one in external if one["resolution"] == "DNS" for host in one["hosts"]]
    assert names
    assert all(name.endswith(f".{region.name}.amazonaws.com") for name in names)
    blocks = [one["addresses"] for one in external if one["resolution"] == "NONE"]
    assert sorted(blocks) == sorted([each] for each in STORE_CIDRS.values())
    assert len({host for one in external for host in one["hosts"]}) == len(names) + len(STORE_CIDRS)


def test_a_gateway_gives_up_on_a_silent_connection_in_time_for_another_try(room: Room) -> None:
    """By Linux's own limit, whose numbers Python has as well."""
    manifests = room.manifests()
    spec = manifests["EnvoyFilter/silence"]["spec"]
    assert spec["workloadSelector"]["labels"].items() <= manifests["Deployment/ingress"]["metadata"]["labels"].items()
    [patch] = spec["configPatches"]
    assert (patch["applyTo"], patch["patch"]["operation"]) == ("CLUSTER", "MERGE")
    [option] = patch["patch"]["value"]["upstream_bind_config"]["socket_options"]
    assert (option["level"], option["name"]) == (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    [longest] = {
        int(route["timeout"].removesuffix("s"))
        for route in manifests["VirtualService/api"]["spec"]["http"]
        if "timeout" in route
    }
    assert 1000 <= option["int_value"] <= longest * 1000 / 2
