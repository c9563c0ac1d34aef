"""The packs' analyzer, called as the engine calls it but without a server between, and beside it pulumi-policy's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format, struct_pb2
from pulumi.runtime import proto
from pulumi_policy import EnforcementLevel
from pulumi_policy.policy import _PolicyAnalyzerServicer

from policies import analyzer
from policies.model import Resource
from policies.offer import Offer
from policies.registry import Registry
from policies.waivers import Waiver
from tests.policies.reference import policies

URN = "urn:pulumi:test::groot::{type}::{name}"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an analyzer answered, by kind."""

    violations: Sequence[Any]
    waiting: frozenset[str]
    """Rules that met a value which a preview can't know."""
    not_applicable: frozenset[str]


class Analyzer:
    """An analyzer of either kind."""

    def __init__(self, servicer: Any) -> None:
        self.servicer = servicer

    def configure(self, config: Mapping[str, Mapping[str, Any]], level: int = proto.MANDATORY) -> None:
        """Hand over what a pack's configuration sets, by rule, each at *level*."""
        given = {
            name: proto.PolicyConfig(enforcementLevel=level, properties=_struct(properties))  # pyright: ignore[reportArgumentType] - an enumeration's number
            for name, properties in config.items()
        }
        self.servicer.Configure(proto.ConfigureAnalyzerRequest(policyConfig=given), None)

    def analyze(self, resource_type: str, props: Mapping[str, Any], name: str = "thing") -> Answer:
        """Analyze one resource."""
        return _answer(self.servicer.Analyze(request(resource_type, props, name), None))

    def analyze_stack(self, resources: Sequence[Resource]) -> Answer:
        """Analyze the whole stack."""
        whole = proto.AnalyzeStackRequest(resources=[_analyzer_resource(resource) for resource in resources])
        return _answer(self.servicer.AnalyzeStack(whole, None))

    def info(self) -> Any:
        """Return what the analyzer says of itself."""
        return self.servicer.GetAnalyzerInfo(None, None)


class Held(Analyzer):
    """The packs' analyzer, whose every answer is held to pulumi-policy's."""

    def __init__(self, registry: Registry) -> None:
        super().__init__(served(registry).servicer)
        self.reference = Analyzer(
            _PolicyAnalyzerServicer("test", "0.0.1", policies(registry), EnforcementLevel.ADVISORY)
        )

    def configure(self, config: Mapping[str, Mapping[str, Any]], level: int = proto.MANDATORY) -> None:
        """Configure both."""
        super().configure(config, level)
        self.reference.configure(config, level)

    def analyze(self, resource_type: str, props: Mapping[str, Any], name: str = "thing") -> Answer:
        """Have both analyze one resource."""
        return _same(super().analyze(resource_type, props, name), self.reference.analyze(resource_type, props, name))

    def analyze_stack(self, resources: Sequence[Resource]) -> Answer:
        """Have both analyze the whole stack."""
        return _same(super().analyze_stack(resources), self.reference.analyze_stack(resources))

    def info(self) -> Any:
        """Return what both say of themselves."""
        ours, theirs = super().info(), self.reference.info()
        assert theirs.version == "0.0.1"
        theirs.version = ""
        assert ours == theirs
        return ours


def served(registry: Registry, waivers: Sequence[Waiver] = (), *, deploying: bool = False) -> Analyzer:
    """Return the packs' analyzer of *registry*, previewing unless it is *deploying*."""
    servicer: Any = analyzer.Analyzer("test", lambda _frameworks: Offer(registry=registry), waivers)
    servicer.ConfigureStack(proto.AnalyzerStackConfigureRequest(dry_run=not deploying), None)
    return Analyzer(servicer)


def request(resource_type: str, props: Mapping[str, Any], name: str = "thing") -> proto.AnalyzeRequest:
    """Return what the engine asks of a resource."""
    return proto.AnalyzeRequest(
        type=resource_type,
        name=name,
        urn=URN.format(type=resource_type, name=name),
        properties=_struct(props),
        options=proto.AnalyzerResourceOptions(),
    )


def _same(ours: Answer, theirs: Answer) -> Answer:
    assert ours == theirs
    return ours


def _answer(response: Any) -> Answer:
    unknown = [each for each in response.diagnostics if "can't run policy" in each.message]
    violations = [each for each in response.diagnostics if each not in unknown and each.policyName != analyzer.OPEN]
    for violation in violations:
        violation.policyPackVersion = ""
    open_ones = {each.policyName for each in unknown} | {
        each.policy_name for each in response.not_applicable if each.reason
    }
    return Answer(
        violations=violations,
        waiting=frozenset(open_ones),
        not_applicable=frozenset(each.policy_name for each in response.not_applicable) - open_ones,
    )


def _analyzer_resource(resource: Resource) -> Any:
    return proto.AnalyzerResource(
        type=resource.type,
        name=resource.name,
        urn=resource.urn,
        properties=_struct(resource.props),
        options=proto.AnalyzerResourceOptions(protect=resource.protect),
        parent=resource.parent or "",
        provider=proto.AnalyzerProviderResource(urn=resource.provider) if resource.provider else None,
        dependencies=resource.dependencies,
        propertyDependencies={
            prop: proto.AnalyzerPropertyDependencies(urns=urns) for prop, urns in resource.property_dependencies.items()
        },
    )


def _struct(props: Mapping[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(dict(props), struct_pb2.Struct())
