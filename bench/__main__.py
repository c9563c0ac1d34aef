"""Runs every benchmark, each side in a process of its own, and writes `build/bench.json`."""

import itertools
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.analytics import analytics
from bench.anonymizer import anonymizer
from bench.authorizer import authorizer
from bench.compliance import compliance
from bench.events import events
from bench.experiments import experiments
from bench.policies import core_ms
from bench.running import ROOT, measured, show
from bench.shards import shards
from bench.webhooks import webhooks
from sandbox.emulator import Emulator

ROUNDS = 5
"""Runs of each preview, by turns. The fastest of each is compared: whatever else a machine does only adds to a run."""
DEPLOYMENT_ROUNDS = 3
"""Deployments, and replays of them. Compared likewise."""


def main() -> None:
    """Measure, print, write."""
    with emulators(1) as endpoints:
        figures = previews(*endpoints)
    figures |= deployments()
    figures["policies_200_rules_1000_resources_ms"] = core_ms()
    show(
        "policies, 200 rules on 1,000 resources", f"{figures['policies_200_rules_1000_resources_ms']:.0f} ms", "≤ 50 ms"
    )
    figures |= compliance()
    figures |= shards()
    figures |= events()
    figures |= anonymizer()
    figures |= experiments()
    figures |= analytics()
    figures |= webhooks()
    figures |= authorizer()
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({name: round(value, 3) for name, value in sorted(figures.items())}, indent=1) + "\n")
    print(f"\nwritten to {target.relative_to(ROOT)}")


@contextmanager
def emulators(count: int) -> Iterator[list[str]]:
    """Start *count* empty emulators and yield where they answer."""
    with ExitStack() as stack:
        endpoints: list[str] = []
        for port in range(5591, 5591 + count):
            emulator = Emulator(Path(stack.enter_context(tempfile.TemporaryDirectory())))
            endpoints.append(emulator.start(port).endpoint)
            stack.callback(emulator.stop)
        yield endpoints


def previews(endpoint: str) -> dict[str, float]:
    """Previews against a no-op monitor, and how both grow.

    The monitor is driven twice: by the SDK as it is, which is what a program costs anyway, and with what the engine
    spares the SDK (`sandbox.engine.host.economical`), which leaves the engine's own work as the difference.
    """
    runs: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for _ in range(ROUNDS):
        for size, side in itertools.product(("staging", "500", "2000"), ("noop", "engine")):
            runs[side, size].append(measured("bench.previews", side, size, endpoint))
        runs["stock", "staging"].append(measured("bench.previews", "stock", "staging", endpoint))
    seconds = {key: min(run["seconds"] for run in found) for key, found in runs.items()}
    peak_mb = {size: max(run["peak_mb"] for run in runs["engine", size]) for size in ("staging", "2000")}
    sdk_mb = max(run["peak_mb"] for run in runs["noop", "staging"])
    figures = {
        "preview_staging_to_noop": seconds["engine", "staging"] / seconds["stock", "staging"],
        "preview_staging_to_spared_noop": seconds["engine", "staging"] / seconds["noop", "staging"],
        "preview_2000_to_500": seconds["engine", "2000"] / seconds["engine", "500"],
        "noop_2000_to_500": seconds["noop", "2000"] / seconds["noop", "500"],
        "preview_staging_peak_mb": peak_mb["staging"],
        "noop_staging_peak_mb": sdk_mb,
        "preview_2000_peak_mb": peak_mb["2000"],
    }
    count = int(runs["engine", "staging"][0]["resources"])
    for side, name in (("stock", "on the SDK as it is"), ("noop", "spared as the engine is")):
        show(
            f"preview of staging ({count} resources) ÷ no-op monitor",
            f"{seconds['engine', 'staging'] / seconds[side, 'staging']:.2f}",
            f"≤ 1.5   ({seconds['engine', 'staging']:.1f} s ÷ {seconds[side, 'staging']:.1f} s, {name})",
        )
    for side in ("engine", "noop"):
        name = "preview" if side == "engine" else "no-op monitor"
        ratio = seconds[side, "2000"] / seconds[side, "500"]
        show(
            f"{name}, 2,000 ÷ 500 resources",
            f"{ratio:.2f}",
            f"≤ 4.8   ({seconds[side, '2000']:.1f} s ÷ {seconds[side, '500']:.1f} s)",
        )
    show(
        "peak memory, preview of staging",
        f"{peak_mb['staging']:.0f} MB",
        f"≤ 350 MB   (no-op monitor: {sdk_mb:.0f} MB)",
    )
    show("peak memory, preview of 2,000 resources", f"{peak_mb['2000']:.0f} MB", "≤ 700 MB")
    return figures


def deployments() -> dict[str, float]:
    """`up` against its bare boto3 calls, each into an emulator as empty."""
    runs: list[dict[str, Any]] = []
    for _ in range(DEPLOYMENT_ROUNDS):
        with emulators(2) as (empty, as_empty), tempfile.NamedTemporaryFile() as calls:
            deployed = measured("bench.deployments", "up", empty, calls.name)
            runs.append(deployed | measured("bench.deployments", "replay", as_empty, calls.name))
    found = {name: min(run[name] for run in runs) for name in ("seconds", "bare_seconds")}
    found |= {name: runs[-1][name] for name in ("calls", "failed")}
    ratio = found["seconds"] / found["bare_seconds"]
    detail = (
        f"{found['seconds']:.1f} s ÷ {found['bare_seconds']:.1f} s, "
        f"{found['calls']} calls, {found['failed']} failed in the replay"
    )
    show("up of staging ÷ its bare boto3 calls", f"{ratio:.2f}", f"≤ 1.3   ({detail})")
    return {"up_staging_to_bare_calls": ratio, "up_staging_calls": found["calls"], "replay_failed": found["failed"]}


if __name__ == "__main__":
    main()
