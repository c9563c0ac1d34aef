"""Transforms: callbacks by which a program changes resources and invokes before the engine sees them.

The SDK serves them over gRPC on the loopback interface, also when the engine lives in the same process. A resource's
own transforms come first, then those of its parents, then the stack's (Pulumi docs, "Transforms").
"""

import threading
from collections.abc import Callable, Sequence

import grpc
from pulumi.runtime.proto import callback_pb2, callback_pb2_grpc, resource_pb2

from sandbox.engine.workers import Workers

PATIENCE_SECONDS = 0.05
"""A callback that takes longer may be waiting for another call of the program."""


class Transforms:
    """The transforms that a program has registered so far."""

    def __init__(self, workers: Workers, check_cancelled: Callable[[], None]) -> None:
        """Wait for callbacks beside the calls that *workers* have at work, until *check_cancelled* raises."""
        self._workers = workers
        self._check_cancelled = check_cancelled
        self._stack: list[callback_pb2.Callback] = []
        self._invoke: list[callback_pb2.Callback] = []
        self._inherited: dict[str, Sequence[callback_pb2.Callback]] = {}
        self._stubs: dict[str, callback_pb2_grpc.CallbacksStub] = {}
        self._lock = threading.Lock()

    def add_stack(self, callback: callback_pb2.Callback) -> None:
        """Apply *callback* to every resource from now on."""
        self._stack.append(callback)

    def add_invoke(self, callback: callback_pb2.Callback) -> None:
        """Apply *callback* to every invoke from now on."""
        self._invoke.append(callback)

    def remember(self, urn: str, request: resource_pb2.RegisterResourceRequest) -> None:
        """Make the transforms of the resource *urn* apply to its children."""
        own = [*request.transforms, *self._inherited.get(request.parent, ())]
        if own:
            self._inherited[urn] = own

    def resource(self, request: resource_pb2.RegisterResourceRequest) -> resource_pb2.RegisterResourceRequest:
        """Return *request* as the transforms leave it."""
        callbacks = [*request.transforms, *self._inherited.get(request.parent, ()), *self._stack]
        for callback in callbacks:
            answer = resource_pb2.TransformResponse.FromString(
                self._call(
                    callback,
                    resource_pb2.TransformRequest(
                        type=request.type,
                        name=request.name,
                        custom=request.custom,
                        parent=request.parent,
                        properties=request.object,
                        options=_options(request),
                    ).SerializeToString(),
                )
            )
            request.object.CopyFrom(answer.properties)
            if answer.HasField("options"):
                _apply(answer.options, request)
        return request

    def invoke(self, request: resource_pb2.ResourceInvokeRequest) -> resource_pb2.ResourceInvokeRequest:
        """Return *request* as the invoke transforms leave it."""
        for callback in self._invoke:
            options = resource_pb2.TransformInvokeOptions(
                provider=request.provider, plugin_download_url=request.pluginDownloadURL, version=request.version
            )
            answer = resource_pb2.TransformInvokeResponse.FromString(
                self._call(
                    callback,
                    resource_pb2.TransformInvokeRequest(
                        token=request.tok, args=request.args, options=options
                    ).SerializeToString(),
                )
            )
            request.args.CopyFrom(answer.args)
            if answer.options.provider:
                request.provider = answer.options.provider
        return request

    def _call(self, callback: callback_pb2.Callback, payload: bytes) -> bytes:
        with self._lock:
            stub = self._stubs.get(callback.target)
            if stub is None:
                channel = grpc.insecure_channel(callback.target, options=[("grpc.enable_http_proxy", 0)])
                stub = self._stubs[callback.target] = callback_pb2_grpc.CallbacksStub(channel)
        answer = stub.Invoke.future(callback_pb2.CallbackInvokeRequest(token=callback.token, request=payload))
        try:
            return answer.result(timeout=PATIENCE_SECONDS).response
        except grpc.FutureTimeoutError:
            pass
        with self._workers.waiting():
            while True:
                try:
                    return answer.result(timeout=PATIENCE_SECONDS).response
                except grpc.FutureTimeoutError:
                    self._check_cancelled()


def _options(request: resource_pb2.RegisterResourceRequest) -> resource_pb2.TransformResourceOptions:
    options = resource_pb2.TransformResourceOptions(
        depends_on=request.dependencies,
        protect=request.protect,
        ignore_changes=request.ignoreChanges,
        replace_on_changes=request.replaceOnChanges,
        version=request.version,
        aliases=request.aliases,
        provider=request.provider,
        custom_timeouts=request.customTimeouts if request.HasField("customTimeouts") else None,
        plugin_download_url=request.pluginDownloadURL,
        retain_on_delete=request.retainOnDelete,
        deleted_with=request.deletedWith,
        additional_secret_outputs=request.additionalSecretOutputs,
        providers=request.providers,
    )
    if request.deleteBeforeReplaceDefined:
        options.delete_before_replace = request.deleteBeforeReplace
    return options


def _apply(options: resource_pb2.TransformResourceOptions, request: resource_pb2.RegisterResourceRequest) -> None:
    for source, target in (
        ("depends_on", "dependencies"),
        ("ignore_changes", "ignoreChanges"),
        ("replace_on_changes", "replaceOnChanges"),
        ("aliases", "aliases"),
        ("additional_secret_outputs", "additionalSecretOutputs"),
    ):
        del getattr(request, target)[:]
        getattr(request, target).extend(getattr(options, source))
    request.protect = options.protect
    request.retainOnDelete = options.retain_on_delete
    request.deletedWith = options.deleted_with
    request.provider = options.provider or request.provider
    request.version = options.version or request.version
    if options.HasField("custom_timeouts"):
        request.customTimeouts.CopyFrom(options.custom_timeouts)
    if options.HasField("delete_before_replace"):
        request.deleteBeforeReplace = options.delete_before_replace
        request.deleteBeforeReplaceDefined = True
