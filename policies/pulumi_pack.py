"""Lends the rules to Pulumi's own policy engine: each becomes a policy of a pack.

The engine shows every resource to every policy; a policy for other types answers "not applicable" at once and reads
nothing, so that an unknown value of another type's resource is no obligation of its own.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyComplianceFramework,
    PolicyConfigSchema,
    PolicyPack,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy import Severity as PulumiSeverity
from pulumi_policy.proxy import UnknownValueError

from policies import frameworks, packs
from policies.configuration import with_threshold
from policies.core import describe_failure
from policies.frameworks.catalogue import Catalogue
from policies.graph import Graph, StackRule
from policies.model import NotApplicable, Props, Resource, Rule
from policies.registry import Registry, discover
from policies.unknown import UNKNOWN
from policies.waivers import Waiver, load


class RuleFailedError(Exception):
    """A rule itself is at fault; the message names it and what it was judging."""


def serve(pack: str) -> None:
    """Serve the rules of *pack*, a folder of `policies/packs`, as a policy pack until the engine ends the process.

    Raises:
        FrameworkError: a framework's file is malformed.
        WaiverError: a waiver is malformed or has expired.
    """
    registry = discover()
    waivers = load(registry.names(), datetime.datetime.now(tz=datetime.UTC).date())
    catalogue = frameworks.load(registry)
    PolicyPack(f"groot-{pack}", policies=policies(packs.rules(pack, catalogue), waivers, metadata(pack, catalogue)))


def policies(
    registry: Registry,
    waivers: Sequence[Waiver] = (),
    frameworks: Mapping[str, PolicyComplianceFramework] | None = None,
) -> list[Policy]:
    """Return a policy for each rule of *registry*, with its compliance framework; what *waivers* excuse is not told."""
    known = frameworks or {}
    return [
        *(_resource_policy(rule, waivers, known.get(rule.name)) for rule in registry.rules),
        *(_stack_policy(rule, waivers, known.get(rule.name)) for rule in registry.stack_rules),
    ]


def metadata(pack: str, catalogue: Catalogue) -> Mapping[str, PolicyComplianceFramework]:
    """Return, by rule, the framework of *pack* with the rule's controls; all frameworks for a pack of several."""
    chosen = [each for each in catalogue.frameworks.values() if each.pack == pack] or [*catalogue.frameworks.values()]
    found: dict[str, PolicyComplianceFramework] = {}
    for rule, controls in catalogue.controls_by_rule.items():
        bearing = [framework for framework in chosen if framework.id in controls]
        if bearing:
            found[rule] = PolicyComplianceFramework(
                name=", ".join(framework.title for framework in bearing),
                version=", ".join(framework.version for framework in bearing),
                reference="; ".join(f"{each.pack}: {', '.join(controls[each.id])}" for each in bearing),
                specification="; ".join(framework.source for framework in bearing),
            )
    return found


def _resource_policy(rule: Rule, waivers: Sequence[Waiver], framework: PolicyComplianceFramework | None) -> Policy:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if args.resource_type not in rule.resource_types:
            args.not_applicable()
        try:
            fault = _as_configured(rule, args).check(args.props)
        except UnknownValueError:
            raise
        except NotApplicable as answer:
            args.not_applicable(str(answer))
            return
        except Exception as error:  # noqa: BLE001 - the engine is told which rule failed on what, and no secret
            raise RuleFailedError(describe_failure(rule, args.urn, error)) from None
        if fault and not _waived(rule, args.urn, waivers):
            report(rule.message(f"{args.name}: {fault}"), args.urn)

    def remediate(args: ResourceValidationArgs) -> Props | None:
        if rule.remediate is None or args.resource_type not in rule.resource_types or _waived(rule, args.urn, waivers):
            return None
        try:
            return rule.remediate(args.props) if _as_configured(rule, args).check(args.props) else None
        except NotApplicable:
            return None

    return ResourceValidationPolicy(
        rule.name,
        rule.title,
        validate,
        EnforcementLevel(rule.level.value),
        config_schema=_schema(rule),
        remediate=remediate if rule.remediate else None,  # pyright: ignore[reportArgumentType] - None: as it is
        severity=PulumiSeverity(rule.severity.value),
        framework=framework,
        tags=_tags(rule),
        remediation_steps=rule.remediation,
        url=rule.link,
    )


def _stack_policy(rule: StackRule, waivers: Sequence[Waiver], framework: PolicyComplianceFramework | None) -> Policy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        try:
            graph = Graph([_resource(resource) for resource in args.resources])
            findings = graph.settled(list(rule.check(graph)))
        except UnknownValueError:
            raise
        except NotApplicable as answer:
            args.not_applicable(str(answer))
            return
        except Exception as error:  # noqa: BLE001 - the engine is told which rule failed on what, and no secret
            raise RuleFailedError(describe_failure(rule, "", error)) from None
        if not findings and not graph.met:
            args.not_applicable("the stack has nothing that it judges")
        for finding in findings:
            if not finding.obligation and not _waived(rule, finding.urn, waivers):
                report(rule.message(finding.message), finding.urn)
        if open_findings := [finding for finding in findings if finding.obligation]:
            raise UnknownValueError(UNKNOWN, [finding.message for finding in open_findings])

    return StackValidationPolicy(
        rule.name,
        rule.title,
        validate,
        EnforcementLevel(rule.level.value),
        severity=PulumiSeverity(rule.severity.value),
        framework=framework,
        tags=_tags(rule),
        remediation_steps=rule.remediation,
        url=rule.link,
    )


def _as_configured(rule: Rule, args: ResourceValidationArgs) -> Rule:
    config: Mapping[str, Any] = args.get_config()
    if rule.threshold is None or rule.threshold.name not in config:
        return rule
    return with_threshold(rule, int(config[rule.threshold.name]))


def _schema(rule: Rule) -> PolicyConfigSchema | None:
    if rule.threshold is None:
        return None
    bounds = {"minimum": rule.threshold.least, "maximum": rule.threshold.most, "default": rule.threshold.default}
    return PolicyConfigSchema(properties={rule.threshold.name: {"type": "integer", **bounds}})


def _tags(rule: Rule | StackRule) -> list[str]:
    return [rule.name.partition("_")[0], *sorted(rule.objectives), *rule.sources]


def _waived(rule: Rule | StackRule, urn: str, waivers: Sequence[Waiver]) -> bool:
    return any(waiver.covers(rule.name, urn) for waiver in waivers)


def _resource(given: PolicyResource) -> Resource:
    return Resource(
        type=given.resource_type,
        urn=given.urn,
        name=given.name,
        props=given.props,
        parent=given.parent.urn if given.parent else None,
        provider=given.provider.urn if given.provider else None,
        dependencies=[other.urn for other in given.dependencies],
        property_dependencies={
            prop: [other.urn for other in others] for prop, others in given.property_dependencies.items()
        },
        protect=given.opts.protect,
    )
