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
DIFFERENCES: Final[Mapping[str, Any]] = {
    "autoscaleEnabled": False,
    "telemetry": {"enabled": False},
    "env": {"PILOT_ENABLE_METADATA_EXCHANGE": "false", "PILOT_ENABLE_ALPN_FILTER": "false"},
}
"""One control plane is enough. The others leave out filters that Istio's own build of Envoy has and Envoy hasn't: they
tell proxies of each other, count requests and let a proxy ask which protocol is spoken; none decides who may what."""


def control_plane(charts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the manifests of the chart `istiod` of *charts*."""
    [chart] = [one for one in charts if one["release"] == "istiod"]
    command = [str(path("charts")), CHART, chart["release"], chart["namespace"]]
    values = json.dumps({**chart["values"], **DIFFERENCES})
    rendered = subprocess.run(command, input=values, capture_output=True, text=True, check=False)
    assert rendered.returncode == 0, rendered.stderr
    return [manifest for manifest in yaml.safe_load_all(rendered.stdout) if manifest]
