"""Lends the rules to Pulumi's own policy engine, which starts a folder of `policies/packs` as a process."""

import contextlib
import datetime
import functools
from concurrent import futures

import grpc
from pulumi.runtime.proto import analyzer_pb2_grpc

from policies import frameworks
from policies.analyzer import Analyzer
from policies.frameworks.catalogue import FrameworkError
from policies.offer import offer
from policies.packs import PackError
from policies.registry import RegistryError, discover
from policies.waivers import WaiverError, load

LONGEST_REQUEST_BYTES = 400 * 1024 * 1024
"""As much as pulumi-policy's own analyzer takes: the whole stack is one request, and gRPC's default is 4 MB."""
THREADS = 4
"""As many as pulumi-policy's own analyzer has."""


def serve(pack: str) -> None:
    """Serve the rules of *pack*, a folder of `policies/packs`, as a policy pack until the engine ends the process.

    Raises:
        SystemExit: a framework, a rule or a waiver is malformed, or a waiver has expired; the message says which.
    """
    try:
        analyzer = _analyzer(pack)
    except (FrameworkError, PackError, RegistryError, WaiverError) as error:
        raise SystemExit(f"{pack}: {error}") from None
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=THREADS),
        options=[("grpc.max_receive_message_length", LONGEST_REQUEST_BYTES)],
    )
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(analyzer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.wait_for_termination()
    server.stop(0)


def _analyzer(pack: str) -> Analyzer:
    registry = discover()
    waivers = load(registry.names(), datetime.datetime.now(tz=datetime.UTC).date())
    return Analyzer(f"groot-{pack}", functools.partial(offer, pack, frameworks.load(registry)), waivers)
