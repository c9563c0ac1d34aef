"""One measured preview in a process of its own: `python -m bench.previews SIDE RESOURCES ENDPOINT`.

SIDE is `stock` (a monitor that does nothing, on the SDK as it is), `noop` (the same with what the engine spares the
SDK) or `engine`; RESOURCES is `staging` or a number of synthetic resources. Prints seconds, the process's peak memory
in MB and the number of resources, as JSON.
"""

import contextlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.noop import NoopEngine, NoopMonitor
from bench.running import ROOT
from ops.judge import project_judge
from sandbox.engine import host
from sandbox.engine.deployment import Deployment, Options
from sandbox.engine.workers import Workers
from sandbox.project import load_project
from sandbox.providers.standard import standard_providers


def measure(side: str, resources: str, endpoint: str) -> dict[str, float]:
    """Preview once and return `seconds`, `peak_mb` and `resources`."""
    project = load_project(ROOT, "staging", lambda _root: "bench")
    providers = standard_providers(endpoint, ROOT)
    program = host.program_at(ROOT) if resources == "staging" else _synthetic(int(resources))
    begun = time.monotonic()
    if side != "engine":
        monitor = NoopMonitor(project, providers)
        with host.economical() if side == "noop" else contextlib.nullcontext():
            host.run(
                program,
                project,
                monitor=monitor,
                engine=NoopEngine(),
                workers=Workers(16),
                parallel=16,
                dry_run=True,
                cancelled=lambda: False,
            )
        count = monitor.registrations
    else:
        with tempfile.TemporaryDirectory() as folder:
            deployment = Deployment(project, Path(folder), providers, "bench", program)
            result = deployment.preview(Options(judge=project_judge()))
            if result.failed:
                raise SystemExit(f"the preview failed: {[*result.failures, *result.diagnostics][:3]}")
            count = len(result.steps)
    seconds = time.monotonic() - begun
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak_mb": peak_mb, "resources": count}


def _synthetic(resources: int) -> Callable[[], None]:
    with host.economical():
        from bench.synthetic import program_of  # its modules are loaded outside the clock, as a run loads them

    return program_of(resources)


if __name__ == "__main__":
    print(json.dumps(measure(*sys.argv[1:4])))
