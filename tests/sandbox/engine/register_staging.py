"""Prints what staging registers, as JSON: `python -m tests.sandbox.engine.register_staging ENDPOINT [deferring]`."""

import contextlib
import json
import sys
from typing import Any

from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import resource_pb2

from bench.noop import NoopEngine, NoopMonitor
from sandbox.engine import host, sdk_modules
from sandbox.engine.workers import Workers
from sandbox.project import load_project
from sandbox.providers.standard import standard_providers
from tests.conftest import ROOT

POSITIONS = ("sourcePosition", "stackTrace")
"""Of a request, what says by way of which files and lines it came."""

DRAWN = ("masterPassword", "secretString")
"""Properties whose values are drawn anew in every run."""


class Recorder(NoopMonitor):
    """Keeps every registration."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.requests: list[dict[str, Any]] = []

    def RegisterResource(  # noqa: N802 - the protocol's name
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        request.dependencies.sort()
        for dependencies in request.propertyDependencies.values():
            dependencies.urns.sort()
        found = MessageToDict(request)
        properties = found.get("object", {})
        found["object"] = {key: value for key, value in properties.items() if key not in DRAWN}
        self.requests.append({key: value for key, value in found.items() if key not in POSITIONS})
        return super().RegisterResource(request)


def main(endpoint: str, *way: str) -> None:
    """Run the program; with *way* `deferring` as a deployment does, else with plain imports."""
    project = load_project(ROOT, "staging", lambda _root: "test")
    monitor = Recorder(project, standard_providers(endpoint, ROOT))
    if not way:
        sdk_modules.deferring = contextlib.nullcontext
    with host.economical():
        host.run(
            host.program_at(ROOT),
            project,
            monitor=monitor,
            engine=NoopEngine(),
            workers=Workers(1),
            parallel=1,
            dry_run=True,
            cancelled=lambda: False,
        )
    print(json.dumps(sorted(json.dumps(request, sort_keys=True) for request in monitor.requests)))


if __name__ == "__main__":
    main(*sys.argv[1:])
