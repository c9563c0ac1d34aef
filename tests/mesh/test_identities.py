"""Who may speak to the API in the mesh: gateways, known by certificates of the mesh's own root, and nobody else."""

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from components.compute.mesh_names import API as API_NAME
from components.compute.mesh_names import (
    APPLICATION_NAMESPACE,
    EAST_WEST_PORT,
    GATEWAY,
    INGRESS_NAMESPACE,
    principal,
    service_host,
)
from components.compute.routes import SERVICE_PORT
from tests.mesh.authority import key_pem
from tests.mesh.regions.certificates import Signed, root, signed
from tests.mesh.regions.manifests import API
from tests.mesh.regions.mesh import CALLER, Mesh
from tests.mesh.regions.proxies import admin
from tests.mesh.regions.settings import REGIONS
from tests.mesh.regions.traffic import Client

HERE, THERE = (region.name for region in REGIONS[:2])
GATEWAYS = principal(INGRESS_NAMESPACE, GATEWAY)
OTHERS = [
    principal(APPLICATION_NAMESPACE, API_NAME),
    principal(INGRESS_NAMESPACE, "default"),
    principal("default", GATEWAY),
    f"other.example/ns/{INGRESS_NAMESPACE}/sa/{GATEWAY}",
]

Way = Callable[[Mesh, ssl.SSLContext], Client]


def known_as(identity: str, by: Signed, folder: Path) -> ssl.SSLContext:
    """Return TLS of a proxy that *by* signed as *identity*."""
    one = signed("proxy", by, uri=f"spiffe://{identity}")
    file = folder / "proxy.pem"
    file.write_bytes(one.pem + key_pem(one.key))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.load_cert_chain(file)
    context.set_alpn_protocols(["istio-http/1.1", "istio", "http/1.1"])
    return context


def to_pod(mesh: Mesh, tls: ssl.SSLContext) -> Client:
    here = mesh.regions[HERE]
    [pod, *_] = here.apis()
    return Client(here.node.namespace, (pod.address, API.port), tls)


def to_door(mesh: Mesh, tls: ssl.SSLContext, host: str = service_host(API_NAME), port: int = SERVICE_PORT) -> Client:
    """Return a connection from another region, through the door of this one, as for *host*."""
    door = (mesh.regions[HERE].node.door, EAST_WEST_PORT)
    return Client(mesh.regions[THERE].node.namespace, door, tls, f"outbound_.{port}_._.{host}")


@pytest.mark.parametrize("way", [to_pod, to_door])
def test_a_gateway_is_let_in(regions: Mesh, tmp_path: Path, way: Way) -> None:
    answer = way(regions, known_as(GATEWAYS, regions.root, tmp_path)).get(Host=API_NAME, **CALLER)
    assert regions.answering([answer]) == {HERE: 1}


@pytest.mark.parametrize("identity", OTHERS)
@pytest.mark.parametrize("way", [to_pod, to_door])
def test_anybody_else_of_the_mesh_is_refused(regions: Mesh, tmp_path: Path, way: Way, identity: str) -> None:
    client = way(regions, known_as(identity, regions.root, tmp_path))
    try:
        status = client.get(Host=API_NAME, **CALLER).status
    except OSError:
        status = 403  # of another trust domain not even a handshake is made
    assert status == 403


@pytest.mark.parametrize("way", [to_pod, to_door])
def test_a_gateway_of_another_root_is_refused(regions: Mesh, tmp_path: Path, way: Way) -> None:
    with pytest.raises(OSError, match=r"(?i)unknown ca|eof|reset|closed"):
        way(regions, known_as(GATEWAYS, root("another mesh"), tmp_path)).get(Host=API_NAME, **CALLER)


@pytest.mark.parametrize(
    ("host", "port"),
    [
        ("istiod.istio-system.svc.cluster.local", 15012),
        ("kubernetes.default.svc.cluster.local", 443),
        (f"{GATEWAY}.{INGRESS_NAMESPACE}.svc.cluster.local", 8443),
    ],
)
def test_doors_lead_to_the_api_and_nowhere_else(regions: Mesh, tmp_path: Path, host: str, port: int) -> None:
    """Nobody is there to shake hands; the API's own name shows that somebody could be."""
    tls = known_as(GATEWAYS, regions.root, tmp_path)
    to_door(regions, tls).shake_hands()
    with pytest.raises(OSError, match=r"(?i)eof|reset|closed"):
        to_door(regions, tls, host, port).shake_hands()


def test_doors_dont_lead_to_another_service_of_the_mesh(regions: Mesh, tmp_path: Path) -> None:
    here, name = regions.regions[HERE], f"another-{HERE}"
    spec = {"selector": {"app": API_NAME}, "ports": [{"name": "http", "port": SERVICE_PORT, "targetPort": API.port}]}
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec}
    here.cluster.create(f"/api/v1/namespaces/{APPLICATION_NAMESPACE}/services", service)
    asked = [admin(gateway) for gateway in here.gateways()]
    known = f"{service_host(name)}::10."
    here.until(lambda: all(known in one.get("/clusters").body for one in asked), "gateways know the service's pods")
    with pytest.raises(OSError, match=r"(?i)eof|reset|closed"):
        to_door(regions, known_as(GATEWAYS, regions.root, tmp_path), service_host(name)).shake_hands()
