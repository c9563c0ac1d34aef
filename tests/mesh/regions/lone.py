"""A proxy by itself, between two places that answer: what the mesh would tell it stands in a file.

For what a proxy does without a cluster: it needs root and Envoy, and no other tool.
"""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import yaml

from components.compute.mesh import TRAFFIC_POLICY
from components.compute.mesh_silence import silence
from components.compute.routes import READ_RETRIES, READS, RETRIES, TIMEOUT
from tests.mesh.regions.network import Network, Node
from tests.mesh.regions.programs import envoy
from tests.mesh.regions.traffic import Client

_PORT: Final = 8000
_ANSWERS: Final = 9000
_EXTENSIONS: Final = "type.googleapis.com/envoy.extensions"


@contextmanager
def lone_proxy(network: Network, home: str, abroad: str, folder: Path) -> Iterator[Node]:
    """Answer in both places, and lead what asks the proxy of *home* to either of them first, half and half.

    Limits, tries and what is put aside are the components' own, in the words that Istio says them to proxies in.
    """
    servers = [_answering(network.nodes[name]) for name in (home, abroad)]
    file = folder / "envoy.yaml"
    file.write_text(yaml.safe_dump(_bootstrap(network.nodes[home].address, network.nodes[abroad].address)))
    command = [str(envoy()), "--config-path", str(file), "--concurrency", "2", "--log-level", "error"]
    proxy = subprocess.Popen(network.nodes[home].namespace.entering(command))
    try:
        yield network.nodes[home]
    finally:
        proxy.kill()
        proxy.wait()
        for server in servers:
            server.shutdown()
            server.server_close()


def client(node: Node) -> Client:
    """Return a connection to the proxy of *node*."""
    return Client(node.namespace, (node.address, _PORT), None)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
        """Say nothing."""


def _answering(node: Node) -> ThreadingHTTPServer:
    server = node.namespace.within(lambda: ThreadingHTTPServer((node.address, _ANSWERS), _Handler))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    return server


def _bootstrap(home: str, abroad: str) -> dict[str, Any]:
    manager = {
        "@type": f"{_EXTENSIONS}.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "proxy",
        "http_filters": [{"name": "router", "typed_config": {"@type": f"{_EXTENSIONS}.filters.http.router.v3.Router"}}],
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": _routes()}]},
    }
    listener = {
        "address": _address(home, _PORT),
        "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}],
    }
    clusters = [_cluster("home", home, abroad), _cluster("abroad", abroad, home)]
    return {"static_resources": {"listeners": [listener], "clusters": clusters}}


def _routes() -> list[dict[str, Any]]:
    reads = {"prefix": "/", "headers": [{"name": ":method", "string_match": {"safe_regex": {"regex": READS}}}]}
    drawn = {"clusters": [{"name": name, "weight": 50} for name in ("home", "abroad")]}
    return [
        {"match": match, "route": {"weighted_clusters": drawn, "timeout": TIMEOUT, "retry_policy": _tries(retries)}}
        for match, retries in ((reads, READ_RETRIES), ({"prefix": "/"}, RETRIES))
    ]


def _tries(retries: Any) -> dict[str, Any]:
    """As `retryRemoteLocalities` becomes (Istio, `pilot/pkg/networking/core/route/retry`)."""
    priorities = f"{_EXTENSIONS}.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig"
    return {
        "retry_on": retries["retryOn"],
        "num_retries": retries["attempts"],
        "retry_priority": {
            "name": "envoy.retry_priorities.previous_priorities",
            "typed_config": {"@type": priorities, "update_frequency": 2},
        },
    }


def _cluster(name: str, first: str, second: str) -> dict[str, Any]:
    pool, outliers = TRAFFIC_POLICY["connectionPool"], TRAFFIC_POLICY["outlierDetection"]
    [patch] = silence()["configPatches"]
    endpoints = [
        {"priority": priority, "lb_endpoints": [{"endpoint": {"address": _address(host, _ANSWERS)}}]}
        for priority, host in enumerate((first, second))
    ]
    return {
        "name": name,
        "connect_timeout": pool["tcp"]["connectTimeout"],
        "circuit_breakers": {"thresholds": [{"max_retries": pool["http"]["maxRetries"]}]},
        "common_lb_config": {"healthy_panic_threshold": {"value": 0}},
        "load_assignment": {"cluster_name": name, "endpoints": endpoints},
        "outlier_detection": {
            "consecutive_5xx": outliers["consecutive5xxErrors"],
            "consecutive_gateway_failure": outliers["consecutiveGatewayErrors"],
            "enforcing_consecutive_gateway_failure": 100,
            "interval": outliers["interval"],
            "base_ejection_time": outliers["baseEjectionTime"],
            "max_ejection_percent": outliers["maxEjectionPercent"],
        },
        **patch["patch"]["value"],
    }


def _address(host: str, port: int) -> dict[str, Any]:
    return {"socket_address": {"address": host, "port_value": port}}
