"""Pulumi's own policy analyzer, called as the engine calls it but without a server between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format, struct_pb2
from pulumi.runtime import proto
from pulumi_policy import EnforcementLevel, Policy
from pulumi_policy.policy import _PolicyAnalyzerServicer

from policies.model import Resource

URN = "urn:pulumi:test::groot::{type}::{name}"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the analyzer answered, by kind."""

    violations: Sequence[Any]
    obligations: Sequence[Any]
    not_applicable: frozenset[str]


class Analyzer:
    """An analyzer of *policies*."""

    def __init__(self, policies: list[Policy]) -> None:
        self._servicer = _PolicyAnalyzerServicer("test", "0.0.1", policies, EnforcementLevel.ADVISORY)

    def configure(self, config: Mapping[str, Mapping[str, Any]]) -> None:
        """Hand over what a pack's configuration sets, by rule; levels stay as they are."""
        given = {
            name: proto.PolicyConfig(enforcementLevel=proto.MANDATORY, properties=_struct(properties))
            for name, properties in config.items()
        }
        self._servicer.Configure(proto.ConfigureAnalyzerRequest(policyConfig=given), None)

    def analyze(self, resource_type: str, props: Mapping[str, Any], name: str = "thing") -> Answer:
        """Analyze one resource."""
        request = proto.AnalyzeRequest(
            type=resource_type,
            name=name,
            urn=URN.format(type=resource_type, name=name),
            properties=_struct(props),
            options=proto.AnalyzerResourceOptions(),
        )
        return _answer(self._servicer.Analyze(request, None))

    def analyze_stack(self, resources: Sequence[Resource]) -> Answer:
        """Analyze the whole stack."""
        request = proto.AnalyzeStackRequest(resources=[_analyzer_resource(resource) for resource in resources])
        return _answer(self._servicer.AnalyzeStack(request, None))

    def info(self) -> Any:
        """Return what the analyzer says of itself."""
        return self._servicer.GetAnalyzerInfo(None, None)


def _answer(response: Any) -> Answer:
    unknown = [diagnostic for diagnostic in response.diagnostics if "can't run policy" in diagnostic.message]
    return Answer(
        violations=[diagnostic for diagnostic in response.diagnostics if diagnostic not in unknown],
        obligations=unknown,
        not_applicable=frozenset(each.policy_name for each in response.not_applicable),
    )


def _analyzer_resource(resource: Resource) -> Any:
    return proto.AnalyzerResource(
        type=resource.type,
        name=resource.name,
        urn=resource.urn,
        properties=_struct(resource.props),
        options=proto.AnalyzerResourceOptions(protect=resource.protect),
        parent=resource.parent or "",
        dependencies=resource.dependencies,
        propertyDependencies={
            prop: proto.AnalyzerPropertyDependencies(urns=urns) for prop, urns in resource.property_dependencies.items()
        },
    )


def _struct(props: Mapping[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(dict(props), struct_pb2.Struct())
