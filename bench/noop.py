"""A monitor that registers everything and does nothing: what the SDK itself costs."""

from collections.abc import Mapping

from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, resource_pb2

from sandbox.engine.monitor import FEATURES, RefusedError
from sandbox.engine.urns import urn
from sandbox.engine.wire import decode, encode
from sandbox.project import Project
from sandbox.providers.base import Provider, ProviderError


class NoopMonitor:
    """Answers each registration with its own inputs; data sources are answered by the real providers."""

    def __init__(self, project: Project, providers: Mapping[str, Provider]) -> None:
        self._project = project
        self._providers = providers
        self.registrations = 0

    def GetDeploymentInfo(self, _request: object) -> resource_pb2.DeploymentInfo:  # noqa: N802
        """Offer what the sandbox offers."""
        return resource_pb2.DeploymentInfo(
            project=self._project.name, stack=self._project.stack, dryRun=True, supportedFeatures=FEATURES
        )

    def RegisterResource(  # noqa: N802
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        """Accept."""
        self.registrations += 1
        own = urn(self._project.stack, self._project.name, request.parent, request.type, request.name)
        return resource_pb2.RegisterResourceResponse(urn=own, object=request.object)

    def RegisterResourceOutputs(self, _request: object) -> empty_pb2.Empty:  # noqa: N802
        """Accept."""
        return empty_pb2.Empty()

    def Invoke(self, request: resource_pb2.ResourceInvokeRequest) -> resource_pb2.ResourceInvokeResponse:  # noqa: N802
        """Answer as the provider does."""
        try:
            answer = self._providers[request.tok.split(":", 1)[0]].invoke(request.tok, decode(request.args), {})
        except ProviderError as error:
            raise RefusedError(error) from None
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").CopyFrom(encode(answer))
        return response

    def SignalAndWaitForShutdown(self, _request: object) -> empty_pb2.Empty:  # noqa: N802
        """Nothing is left to wait for."""
        return empty_pb2.Empty()


class NoopEngine:
    """Hears nothing."""

    def Log(self, _request: object) -> empty_pb2.Empty:  # noqa: N802
        """Drop a message."""
        return empty_pb2.Empty()

    def SetRootResource(self, _request: object) -> engine_pb2.SetRootResourceResponse:  # noqa: N802
        """Accept."""
        return engine_pb2.SetRootResourceResponse()
