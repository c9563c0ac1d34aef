"""The SDK's end of the engine: the ResourceMonitor and Engine services as plain objects.

Method names are the protocol's (pulumi/pulumi, `proto/pulumi/resource.proto` and `engine.proto`).
"""

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import callback_pb2, engine_pb2, provider_pb2, resource_pb2

from sandbox.engine.answers import Answers
from sandbox.engine.events import Diagnostic
from sandbox.engine.goal import Goal, from_request
from sandbox.engine.registration import Registrar
from sandbox.engine.run import PROVIDER_PREFIX, Run, provider_inputs
from sandbox.engine.source import source_position
from sandbox.engine.steps import Registered
from sandbox.engine.transforms import Transforms
from sandbox.engine.urns import urn
from sandbox.engine.wire import decode, encode, identified
from sandbox.engine.workers import Workers
from sandbox.providers.base import ProviderError
from sandbox.values import reveal

FEATURES = (
    resource_pb2.RESOURCE_MONITOR_FEATURE_SECRETS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    resource_pb2.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
    resource_pb2.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    resource_pb2.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
    resource_pb2.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_INVOKE_DEPENDS_ON,
    resource_pb2.RESOURCE_MONITOR_FEATURE_INVOKE_PARENT,
)
"""What the sandbox can do. A program that asks for more (hooks, remote components) is told so by the SDK."""

SEVERITIES = {
    engine_pb2.DEBUG: "debug",
    engine_pb2.INFO: "info",
    engine_pb2.WARNING: "warning",
    engine_pb2.ERROR: "error",
}


class RefusedError(grpc.RpcError):
    """A refusal that the SDK raises in the program, which may catch it and go on; any other error ends the run."""

    def code(self) -> grpc.StatusCode:
        """Return what the SDK takes for a failure of the call itself."""
        return grpc.StatusCode.UNKNOWN

    def details(self) -> str:
        """Return the message."""
        return str(self)


class Monitor:
    """Answers the SDK's calls about resources."""

    def __init__(self, run: Run, registrar: Registrar, workers: Workers) -> None:
        self._run = run
        self._registrar = registrar
        self._transforms = Transforms(workers, run.check_cancelled)
        self._answers = Answers(run)

    def GetDeploymentInfo(self, _request: object) -> resource_pb2.DeploymentInfo:  # noqa: N802
        """Say what is deployed and what this engine can do."""
        project = self._run.project
        return resource_pb2.DeploymentInfo(
            project=project.name,
            stack=project.stack,
            organization="organization",
            config=dict(project.config),
            configSecretKeys=sorted(project.secret_keys),
            dryRun=self._run.dry_run,
            parallel=self._run.options.parallel,
            supportedFeatures=FEATURES,
        )

    def SupportsFeature(  # noqa: N802
        self, request: resource_pb2.SupportsFeatureRequest
    ) -> resource_pb2.SupportsFeatureResponse:
        """Answer older SDKs, which ask by name."""
        names = {"secrets", "resourceReferences", "outputValues", "aliasSpecs", "deletedWith", "transforms"}
        return resource_pb2.SupportsFeatureResponse(hasSupport=request.id in names)

    def RegisterResource(  # noqa: N802
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        """Plan and carry out one resource's step."""
        if request.remote:
            self._remote(request)
        request = self._transforms.resource(request)
        goal = from_request(request, self._run.project, self._registrar.aliases.get(request.parent, []))
        self._transforms.remember(goal.urn, request)
        if goal.custom and not goal.type.startswith(PROVIDER_PREFIX) and not goal.provider:
            goal.provider = self._default_provider(goal.type, goal.version, goal.plugin_download_url)
        registered = self._registrar.register(goal)
        return resource_pb2.RegisterResourceResponse(
            urn=registered.state.urn,
            id=registered.id,
            object=encode({} if request.remote else registered.outputs),
            result=_result(registered),
        )

    def RegisterResourceOutputs(  # noqa: N802
        self, request: resource_pb2.RegisterResourceOutputsRequest
    ) -> empty_pb2.Empty:
        """Keep a component's outputs."""
        self._registrar.outputs(request.urn, decode(request.outputs))
        return empty_pb2.Empty()

    def ReadResource(self, request: resource_pb2.ReadResourceRequest) -> resource_pb2.ReadResourceResponse:  # noqa: N802
        """Read a resource that the program refers to."""
        project = self._run.project
        goal = Goal(
            urn=urn(project.stack, project.name, request.parent, request.type, request.name),
            type=request.type,
            custom=True,
            inputs=decode(request.properties),
            parent=request.parent,
            provider=request.provider
            or self._default_provider(request.type, request.version, request.pluginDownloadURL),
            dependencies=sorted(request.dependencies),
            additional_secret_outputs=list(request.additionalSecretOutputs),
            source_position=source_position(request.sourcePosition.uri, request.sourcePosition.line, project.root),
        )
        registered = self._registrar.read(goal, request.id)
        return resource_pb2.ReadResourceResponse(
            urn=goal.urn, properties=encode(registered.outputs), result=_result(registered)
        )

    def Invoke(self, request: resource_pb2.ResourceInvokeRequest) -> resource_pb2.ResourceInvokeResponse:  # noqa: N802
        """Answer a data source."""
        self._run.check_cancelled()
        request = self._transforms.invoke(request)
        reference = request.provider or self._default_provider(request.tok, request.version, request.pluginDownloadURL)
        provider = provider_inputs(reference, self._registrar.states)
        try:
            answer = self._answers.of(request.tok, reveal(identified(decode(request.args))), provider)
        except ProviderError as error:
            raise RefusedError(error) from None
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").CopyFrom(encode(answer))
        return response

    def Call(self, request: resource_pb2.ResourceCallRequest) -> provider_pb2.CallResponse:  # noqa: N802
        """Refuse: methods belong to remote components."""
        raise ProviderError(f"{request.tok}: the sandbox calls no methods of remote components")

    def RegisterPackage(self, request: resource_pb2.RegisterPackageRequest) -> resource_pb2.RegisterPackageResponse:  # noqa: N802
        """Refuse: parameterized packages need a provider binary."""
        raise ProviderError(f"package '{request.name}': the sandbox runs no parameterized providers")

    def RegisterStackTransform(self, callback: callback_pb2.Callback) -> empty_pb2.Empty:  # noqa: N802
        """Apply a transform to every resource from now on."""
        self._transforms.add_stack(callback)
        return empty_pb2.Empty()

    def RegisterStackInvokeTransform(self, callback: callback_pb2.Callback) -> empty_pb2.Empty:  # noqa: N802
        """Apply a transform to every invoke from now on."""
        self._transforms.add_invoke(callback)
        return empty_pb2.Empty()

    def SignalAndWaitForShutdown(self, _request: object) -> empty_pb2.Empty:  # noqa: N802
        """The program is over; deletions follow once its calls have ended."""
        return empty_pb2.Empty()

    def _remote(self, request: resource_pb2.RegisterResourceRequest) -> None:
        """Let a preview pass over a component that a plugin would make, and say so; refuse to deploy it."""
        what = (
            f"{request.type} '{request.name}': a plugin makes what this component is made of, and the sandbox runs none"
        )
        if not self._run.dry_run:
            raise ProviderError(f"{what}; deploy it with --engine pulumi")
        message = f"{what}: none of that is judged here, and its outputs are unknown"
        self._run.emit(Diagnostic(severity="warning", message=message))

    def _default_provider(self, token: str, version: str, download_url: str) -> str:
        return self._registrar.default_provider(token.split(":", 1)[0], version, download_url)


class Engine:
    """Answers the SDK's calls about the program itself."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._root = ""

    def Log(self, request: engine_pb2.LogRequest) -> empty_pb2.Empty:  # noqa: N802
        """Pass on a message; the SDK's own debug messages stay unheard."""
        if request.severity != engine_pb2.DEBUG:
            self._run.emit(Diagnostic(severity=SEVERITIES[request.severity], message=request.message, urn=request.urn))
        return empty_pb2.Empty()

    def GetRootResource(self, _request: object) -> engine_pb2.GetRootResourceResponse:  # noqa: N802
        """Return the URN of the stack."""
        return engine_pb2.GetRootResourceResponse(urn=self._root)

    def SetRootResource(  # noqa: N802
        self, request: engine_pb2.SetRootResourceRequest
    ) -> engine_pb2.SetRootResourceResponse:
        """Remember the URN of the stack."""
        self._root = request.urn
        return engine_pb2.SetRootResourceResponse()

    def RequirePulumiVersion(self, _request: object) -> engine_pb2.RequirePulumiVersionResponse:  # noqa: N802
        """Accept: the range is about the stock CLI."""
        return engine_pb2.RequirePulumiVersionResponse()


def _result(registered: Registered) -> resource_pb2.Result.ValueType:
    return resource_pb2.SUCCESS if registered.ok else resource_pb2.FAIL
