"""Istio's control plane as its chart renders it with the platform's values, and where a test's differs.

The chart and the programs are of one version, that of `tools/istio/go.mod`; clusters get the release that
`components/delivery/charts.py` names.
"""

import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from tools.building import path

CHART: Final = "charts/istio-control/istio-discovery"
CERTIFICATE_SECONDS: Final = 120
"""How long pods' certificates live, instead of a day; they are renewed after half of it (Istio, `pilot-agent`,
`SECRET_TTL`, `SECRET_GRACE_PERIOD_RATIO`)."""
DIFFERENCES: Final[Mapping[str, Any]] = {
    "autoscaleEnabled": False,
    "telemetry": {"enabled": False},
    "env": {"PILOT_ENABLE_METADATA_EXCHANGE": "false", "PILOT_ENABLE_ALPN_FILTER": "false"},
    "meshConfig": {"defaultConfig": {"proxyMetadata": {"SECRET_TTL": f"{CERTIFICATE_SECONDS}s"}}},
}
"""One control plane is enough, and certificates live short, so that tests see them renewed. The others leave out
filters that Istio's own build of Envoy has and Envoy hasn't: they tell proxies of each other, count requests and let a
proxy ask which protocol is spoken; none decides who may what."""


def control_plane(charts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the manifests of the chart `istiod` of *charts*."""
    [chart] = [one for one in charts if one["release"] == "istiod"]
    command = [str(path("charts")), CHART, chart["release"], chart["namespace"]]
    values = json.dumps(_merged(chart["values"], DIFFERENCES))
    rendered = subprocess.run(command, input=values, capture_output=True, text=True, check=False)
    assert rendered.returncode == 0, rendered.stderr
    return [manifest for manifest in yaml.safe_load_all(rendered.stdout) if manifest]


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return both, mappings merged in all depths; where they differ it is as *other* has it."""
    return {
        key: _merged(one[key], other[key])
        if isinstance(one.get(key), Mapping) and isinstance(other.get(key), Mapping)
        else other.get(key, one.get(key))
        for key in {**one, **other}
    }
