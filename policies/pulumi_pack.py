"""Lends the rules to Pulumi's own policy engine, which starts a folder of `policies/packs` as a process."""

import contextlib
import datetime
import functools
from concurrent import futures

import grpc
from pulumi.runtime.proto import analyzer_pb2_grpc

from policies import frameworks
from policies.analyzer import Analyzer
from policies.offer import offer
from policies.registry import discover
from policies.waivers import load

LONGEST_REQUEST_BYTES = 400 * 1024 * 1024
"""As much as pulumi-policy's own analyzer takes: the whole stack is one request, and gRPC's default is 4 MB."""
THREADS = 4
"""As many as pulumi-policy's own analyzer has."""


def serve(pack: str) -> None:
    """Serve the rules of *pack*, a folder of `policies/packs`, as a policy pack until the engine ends the process.

    Raises:
        FrameworkError: a framework's file is malformed.
        WaiverError: a waiver is malformed or has expired.
    """
    registry = discover()
    waivers = load(registry.names(), datetime.datetime.now(tz=datetime.UTC).date())
    offered = functools.partial(offer, pack, frameworks.load(registry))
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=THREADS),
        options=[("grpc.max_receive_message_length", LONGEST_REQUEST_BYTES)],
    )
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Analyzer(f"groot-{pack}", offered, waivers), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.wait_for_termination()
    server.stop(0)
