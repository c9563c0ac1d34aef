"""Listens for the stock engine: as a pack that judges, or as one that can't start and says why.

An engine that is told no port says only that it *could not read policy pack port*, or waits for ever, as does one whose
call of `ConfigureStack` is refused (pulumi/pulumi, `sdk/policy_proxy.go`, and its issue 21864). So a pack that can't
start is one that answers every later question with the reason.
"""
# ruff: noqa: ARG002, N802 - methods and their arguments are called as the service's definition says

import contextlib
import threading
from concurrent import futures
from typing import NoReturn

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

LONGEST_REQUEST_BYTES = 400 * 1024 * 1024
"""As much as pulumi-policy's own analyzer takes: the whole stack is one request, and gRPC's default is 4 MB."""
THREADS = 4
"""As many as pulumi-policy's own analyzer has."""
PATIENCE_SECONDS = 3
"""How long a pack that can't start waits to be asked; an engine asks as soon as it has read the port."""


def listen(analyzer: analyzer_pb2_grpc.AnalyzerServicer) -> grpc.Server:
    """Return the server of *analyzer*, which is up and whose port is printed, as engines read it."""
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=THREADS),
        options=[("grpc.max_receive_message_length", LONGEST_REQUEST_BYTES)],
    )
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(analyzer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    return server


def refuse(reason: str) -> NoReturn:
    """Say in one line why there is no pack: to the engine until it ends the process, or to whoever reads stderr.

    Raises:
        SystemExit: nobody asked, and the message is *reason*; or who asked was told.
    """
    line = "; ".join(reason.split("\n"))
    refusal = _Refusal(line)
    server = listen(refusal)
    asked = refusal.asked.wait(PATIENCE_SECONDS)
    if asked:
        with contextlib.suppress(KeyboardInterrupt):
            server.wait_for_termination()
    server.stop(0)
    raise SystemExit(1 if asked else line)


class _Refusal(proto.AnalyzerServicer):
    """Takes what the engine says first, and answers its first question with *reason*."""

    def __init__(self, reason: str) -> None:
        self._reason = reason
        self.asked = threading.Event()

    def Handshake(self, request: object, context: object) -> proto.AnalyzerHandshakeResponse:
        """Answer that there is somebody."""
        self.asked.set()
        return proto.AnalyzerHandshakeResponse()

    def ConfigureStack(self, request: object, context: object) -> proto.AnalyzerStackConfigureResponse:
        """Take the stack, for an engine whose call is refused here waits for ever."""
        self.asked.set()
        return proto.AnalyzerStackConfigureResponse()

    def GetPluginInfo(self, request: object, context: grpc.ServicerContext) -> proto.PluginInfo:
        """Refuse."""
        self._refuse(context)

    def GetAnalyzerInfo(self, request: object, context: grpc.ServicerContext) -> proto.AnalyzerInfo:
        """Refuse."""
        self._refuse(context)

    def Cancel(self, request: object, context: object) -> empty_pb2.Empty:
        """Hear that the run is being stopped."""
        return empty_pb2.Empty()

    def _refuse(self, context: grpc.ServicerContext) -> NoReturn:
        self.asked.set()
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, self._reason)
        raise AssertionError("abort raises")
