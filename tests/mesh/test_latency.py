"""What the mesh costs of a request's time: the same answer with it and without, asked in turns."""

import statistics
import time
from collections.abc import Sequence

from components.compute.mesh_names import API as API_NAME
from tests.mesh.measured import LINES
from tests.mesh.regions.manifests import API, HOST
from tests.mesh.regions.mesh import Mesh
from tests.mesh.regions.settings import REGIONS
from tests.mesh.regions.traffic import Client

HERE, THERE = (region.name for region in REGIONS[:2])
COUNT = 1000
FIRST = 50
"""Requests that aren't counted: connections are made, and caches filled."""
MOST_MS = 50.0
"""That the mesh may add to half of the requests, on a machine that all regions share; a wait or a try too many would be
seconds."""


def plain(mesh: Mesh) -> Client:
    """Return a connection to what answers for the API, in a pod without a proxy."""
    here = mesh.regions[HERE]
    deployment = here.cluster.get(f"/apis/apps/v1/namespaces/groot/deployments/{API_NAME}")
    assert deployment
    [container] = deployment["spec"]["template"]["spec"]["containers"]
    kept = {key: container[key] for key in ("name", "image", "command", "args", "readinessProbe") if key in container}
    pod = here.run(
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "plain"},
            "spec": {"containers": [kept], "automountServiceAccountToken": False},
        }
    )
    return Client(here.node.namespace, (pod.address, API.port), None)


def milliseconds(times: Sequence[float]) -> str:
    """Return the median and the 99th percentile of *times*, in seconds, as a person reads them."""
    cuts = statistics.quantiles(times, n=100)
    return f"{cuts[49] * 1000:.1f}/{cuts[98] * 1000:.1f} ms"


def test_the_mesh_costs_little_of_a_request_s_time(regions: Mesh) -> None:
    ways = {"no mesh": plain(regions), "mesh": regions.client(HERE), "mesh, another region": regions.client(HERE)}
    times: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(FIRST + COUNT):
        for way, client in ways.items():
            begun = time.perf_counter()
            answer = client.get(Host=HOST, region=THERE if "another" in way else HERE)
            if number >= FIRST:
                times[way].append(time.perf_counter() - begun)
            assert answer.status == 200
    LINES.append("latency, median/p99: " + ", ".join(f"{way} {milliseconds(taken)}" for way, taken in times.items()))
    without, within = statistics.median(times["no mesh"]), statistics.median(times["mesh"])
    assert (within - without) * 1000 <= MOST_MS
