"""Load on a region's gateway by wrk, beside what the stack promises."""

import re
from typing import Final

from components.compute.mesh_names import HTTPS_PORT
from settings import Objectives
from tests.mesh.measured import LINES
from tests.mesh.regions.manifests import HOST
from tests.mesh.regions.mesh import CALLER, Mesh
from tests.mesh.regions.settings import REGIONS

HERE: Final = REGIONS[0].name
SECONDS, CONNECTIONS = 15, 8
UNITS_MS: Final = {"us": 0.001, "ms": 1.0, "s": 1000.0}
PROMISED: Final = Objectives()


def test_what_is_promised_is_kept_under_load(regions: Mesh) -> None:
    """Requests for anywhere, so that some go to the other region; both share this machine."""
    here = regions.regions[HERE]
    headers = [part for name, value in {"Host": HOST, **CALLER}.items() for part in ("-H", f"{name}: {value}")]
    address = f"https://{here.gateways()[0].address}:{HTTPS_PORT}/"
    options = ["--latency", "-t", "2", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", "--timeout", "15s"]
    said = here.node.namespace.run("wrk", *options, *headers, address)
    found = re.findall(r"^ +(\d+)% +([\d.]+)(us|ms|s)$", said, re.MULTILINE)
    percentiles = {int(rank): float(number) * UNITS_MS[unit] for rank, number, unit in found}
    rate = re.search(r"Requests/sec: +([\d.]+)", said)
    assert rate, said
    LINES.append(f"load, {CONNECTIONS} connections: {rate[1]} requests a second, 99 % within {percentiles[99]:.0f} ms")
    assert "Non-2xx" not in said, said
    assert "Socket errors" not in said, said
    assert percentiles[99] <= PROMISED.latency_p99_ms, said
