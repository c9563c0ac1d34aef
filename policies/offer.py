"""What a policy pack offers the stock engine: its rules, as that engine lists and configures them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from google.protobuf import struct_pb2
from pulumi.runtime import proto

from policies import packs
from policies.frameworks.catalogue import Catalogue, Framework
from policies.graph import StackRule
from policies.model import Level, Rule, Severity
from policies.registry import Registry

ENFORCEMENT = {
    Level.ADVISORY: proto.ADVISORY,
    Level.MANDATORY: proto.MANDATORY,
    Level.REMEDIATE: proto.REMEDIATE,
}
SEVERITIES = {
    Severity.LOW: proto.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: proto.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: proto.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: proto.POLICY_SEVERITY_CRITICAL,
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A set of rules, and the compliance frameworks that each bears on."""

    registry: Registry
    frameworks: Mapping[str, proto.PolicyComplianceFramework] = field(default_factory=dict)
    """By rule."""

    def info(self, pack: str) -> proto.AnalyzerInfo:
        """Return what the engine is told of *pack*."""
        rules = (*self.registry.rules, *self.registry.stack_rules)
        return proto.AnalyzerInfo(name=pack, supportsConfig=True, policies=[self._policy(rule) for rule in rules])

    def _policy(self, rule: Rule | StackRule) -> proto.PolicyInfo:
        single = isinstance(rule, Rule)
        return proto.PolicyInfo(
            name=rule.name,
            description=rule.title,
            enforcementLevel=ENFORCEMENT[rule.level],
            configSchema=_schema(rule) if single else None,
            policy_type=proto.POLICY_TYPE_RESOURCE if single else proto.POLICY_TYPE_STACK,
            severity=SEVERITIES[rule.severity],
            framework=self.frameworks.get(rule.name),
            tags=[rule.name.partition("_")[0], *sorted(rule.objectives), *rule.sources],
            remediation_steps=rule.remediation,
            url=rule.link,
        )


def offer(names: Sequence[str], catalogue: Catalogue, in_force: Sequence[str] | None = None) -> Offer:
    """Return what the packs *names* offer a stack with the frameworks *in_force*; None is for no stack in particular.

    A rule goes with those frameworks of the packs that it bears on, and their controls; with any of all frameworks
    where the packs are of none.

    Raises:
        PackError: there is no such pack, or none of a framework in force.
    """
    registry = packs.union(names, catalogue, in_force)
    wanted = {*names, *((in_force or ()) if packs.IN_FORCE in names else ())}
    every = [*catalogue.frameworks.values()]
    chosen = [framework for framework in every if framework.pack in wanted] or every
    bearing = {
        rule: [framework for framework in chosen if framework.id in controls]
        for rule, controls in catalogue.controls_by_rule.items()
    }
    frameworks = {rule: _framework(found, catalogue.controls_by_rule[rule]) for rule, found in bearing.items() if found}
    return Offer(registry=registry, frameworks=frameworks)


def _framework(bearing: Sequence[Framework], controls: Mapping[str, Sequence[str]]) -> proto.PolicyComplianceFramework:
    return proto.PolicyComplianceFramework(
        name=", ".join(framework.title for framework in bearing),
        version=", ".join(framework.version for framework in bearing),
        reference="; ".join(f"{each.pack}: {', '.join(controls[each.id])}" for each in bearing),
        specification="; ".join(framework.source for framework in bearing),
    )


def _schema(rule: Rule) -> proto.PolicyConfigSchema | None:
    if rule.threshold is None:
        return None
    bounds = {"minimum": rule.threshold.least, "maximum": rule.threshold.most, "default": rule.threshold.default}
    properties = struct_pb2.Struct()
    properties.update({rule.threshold.name: {"type": "integer", **bounds}})
    return proto.PolicyConfigSchema(properties=properties)
