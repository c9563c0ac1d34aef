"""What pods of the platform reach outside the mesh: what is listed, by its name or block, and nothing beside it."""

import http.server
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_network
from pathlib import Path

import pytest

from components.compute.mesh_egress import HTTPS, POSTGRES, SERVICES
from settings import Region
from tests.mesh.authority import key_pem
from tests.mesh.regions.certificates import signed
from tests.mesh.regions.manifests import store_cidr
from tests.mesh.regions.mesh import Mesh
from tests.mesh.regions.namespaces import Namespace
from tests.mesh.regions.settings import REGIONS
from tests.mesh.regions.traffic import Client, unchecked

HERE, THERE = REGIONS[:2]
REFUSED = r"(?i)eof|reset|closed|without response|refused"
TOLD = b"outside"


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(TOLD)))
        self.end_headers()
        self.wfile.write(TOLD)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base has it
        """Say nothing."""


@contextmanager
def answering(namespace: Namespace, address: tuple[str, int], tls: ssl.SSLContext | None = None) -> Iterator[None]:
    """Have somebody outside the mesh answer at *address* of *namespace*."""
    server = http.server.ThreadingHTTPServer(address, _Answers, bind_and_activate=False)
    server.socket.close()
    server.socket = namespace.within(lambda: socket.create_server(address))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


@pytest.fixture(scope="module")
def outside(regions: Mesh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An address at which AWS's endpoints and the shards' proxies answer, and so does anything else on two ports."""
    node = regions.regions[HERE.name].node
    one = signed("outside", regions.root, dns="outside")
    file = Path(tmp_path_factory.mktemp("outside")) / "outside.pem"
    file.write_bytes(one.pem + key_pem(one.key))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    with (
        answering(node.namespace, (node.address, HTTPS), tls),
        answering(node.namespace, (node.address, POSTGRES)),
        answering(node.namespace, (node.address, 80)),
    ):
        yield node.address


def of_pod(mesh: Mesh, address: str, port: int, name: str | None = None) -> Client:
    """Return a connection as the API's process makes it; over TLS where that names a server."""
    [pod, *_] = mesh.regions[HERE.name].apis()
    return Client(pod.network, (address, port), unchecked() if name else None, name)


@pytest.mark.parametrize("service", SERVICES)
def test_the_region_s_endpoints_are_reached_by_their_names(regions: Mesh, outside: str, service: str) -> None:
    answer = of_pod(regions, outside, HTTPS, f"{service}.{HERE.name}.amazonaws.com").get()
    assert answer.body.encode() == TOLD


@pytest.mark.parametrize(
    "name", ["example.com", f"kms.{THERE.name}.amazonaws.com", f"ec2.{HERE.name}.amazonaws.com", "amazonaws.com"]
)
def test_no_other_name_is_reached_where_they_answer(regions: Mesh, outside: str, name: str) -> None:
    with pytest.raises(OSError, match=REFUSED):
        of_pod(regions, outside, HTTPS, name).get()


def test_a_listed_name_leads_to_its_own_address_whatever_was_called(regions: Mesh, outside: str) -> None:
    """The proxy looks the name up itself: nobody is let out by naming in the handshake what is listed."""
    answer = of_pod(regions, "198.51.100.7", HTTPS, f"kms.{HERE.name}.amazonaws.com").get()
    assert answer.body.encode() == TOLD


@pytest.mark.parametrize("port", [POSTGRES, 80])
def test_nobody_else_in_the_network_is_reached(regions: Mesh, outside: str, port: int) -> None:
    """What is plain HTTP the proxy answers itself, 502; of anything else it closes the connection."""
    client = of_pod(regions, outside, port)
    with suppress(OSError):
        assert client.get(Host="example.com").status == 502


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_shards_are_reached_in_the_subnets_for_stores_on_their_port_alone(regions: Mesh, region: Region) -> None:
    node = regions.regions[region.name].node
    store = str(ip_network(store_cidr(region))[4])
    node.namespace.run("ip", "address", "add", f"{store}/32", "dev", "lo")
    with answering(node.namespace, (store, POSTGRES)), answering(node.namespace, (store, POSTGRES + 1)):
        assert of_pod(regions, store, POSTGRES).get().body.encode() == TOLD
        with pytest.raises(OSError, match=REFUSED):
            of_pod(regions, store, POSTGRES + 1).get()
