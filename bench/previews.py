"""One measured preview in a process of its own: `python -m bench.previews SIDE RESOURCES ENDPOINT`.

SIDE is `noop` or `engine`; RESOURCES is `staging` or a number of synthetic resources. Prints seconds, the process's
peak memory in MB and the number of resources, as JSON.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pulumi
import pulumi_aws as aws

from bench.noop import NoopEngine, NoopMonitor
from ops.judge import project_judge
from sandbox.engine import host
from sandbox.engine.deployment import Deployment, Options
from sandbox.project import load_project
from sandbox.providers.standard import standard_providers

ROOT = Path(__file__).resolve().parents[1]
GROUP = 10
"""Synthetic resources of one component: a key, and buckets that name it."""


class _Group(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("groot:index:Group", name)
        opts = pulumi.ResourceOptions(parent=self)
        key = aws.kms.Key(f"{name}-key", description="bench", enable_key_rotation=True, opts=opts)
        for index in range(GROUP - 2):
            bucket = f"bench-{name}-{index}"
            aws.s3.Bucket(f"{name}-{index}", bucket=bucket, tags={"key": key.arn}, region="us-east-1", opts=opts)
        self.register_outputs({})


def synthetic(resources: int) -> Callable[[], None]:
    """Return a program of that many resources, a tenth of them components."""

    def program() -> None:
        for index in range(resources // GROUP):
            _Group(f"g{index}")

    return program


def measure(side: str, resources: str, endpoint: str) -> dict[str, float]:
    """Preview once and return `seconds`, `peak_mb` and `resources`."""
    project = load_project(ROOT, "staging", lambda _root: "bench")
    providers = standard_providers(endpoint, ROOT)
    program = host.program_at(ROOT) if resources == "staging" else synthetic(int(resources))
    for name in ("kms", "s3"):
        dir(getattr(aws, name).Key if name == "kms" else aws.s3.Bucket)  # import outside the clock, on both sides
    begun = time.monotonic()
    if side == "noop":
        monitor = NoopMonitor(project, providers)
        host.run(program, project, monitor=monitor, engine=NoopEngine(), parallel=16, dry_run=True)
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


if __name__ == "__main__":
    print(json.dumps(measure(*sys.argv[1:4])))
