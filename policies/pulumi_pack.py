"""Lends the rules to Pulumi's own policy engine: each becomes a policy of a pack.

The engine shows every resource to every policy; a policy for other types answers "not applicable" at once and reads
nothing, so that an unknown value of another type's resource is no obligation of its own.
"""

import datetime
from collections.abc import Sequence

from pulumi_policy import (
    EnforcementLevel,
    Policy,
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

from policies.core import describe_failure
from policies.graph import Graph
from policies.model import NotApplicable, Resource, Rule, StackRule
from policies.registry import Registry, discover
from policies.unknown import UNKNOWN
from policies.waivers import Waiver, load


class RuleFailedError(Exception):
    """A rule itself is at fault; the message names it and what it was judging."""


def serve(name: str) -> None:
    """Serve every rule as the policy pack *name* until the engine ends the process.

    Raises:
        WaiverError: a waiver is malformed or has expired.
    """
    registry = discover()
    waivers = load(registry.names(), datetime.datetime.now(tz=datetime.UTC).date())
    PolicyPack(name, policies=policies(registry, waivers))


def policies(registry: Registry, waivers: Sequence[Waiver] = ()) -> list[Policy]:
    """Return a policy for each rule of *registry*; what *waivers* excuse is not reported."""
    return [
        *(_resource_policy(rule, waivers) for rule in registry.rules),
        *(_stack_policy(rule, waivers) for rule in registry.stack_rules),
    ]


def _resource_policy(rule: Rule, waivers: Sequence[Waiver]) -> Policy:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if args.resource_type not in rule.resource_types:
            args.not_applicable()
        try:
            fault = rule.check(args.props)
        except UnknownValueError:
            raise
        except NotApplicable as answer:
            args.not_applicable(str(answer))
            return
        except Exception as error:  # noqa: BLE001 - the engine is told which rule failed on what, and no secret
            raise RuleFailedError(describe_failure(rule, args.urn, error)) from None
        if fault and not _waived(rule, args.urn, waivers):
            report(rule.message(f"{args.name}: {fault}"), args.urn)

    return ResourceValidationPolicy(
        rule.name,
        rule.title,
        validate,
        EnforcementLevel(rule.level.value),
        severity=PulumiSeverity(rule.severity.value),
        tags=_tags(rule),
        remediation_steps=rule.remediation,
        url=rule.link,
    )


def _stack_policy(rule: StackRule, waivers: Sequence[Waiver]) -> Policy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        try:
            findings = list(rule.check(Graph([_resource(resource) for resource in args.resources])))
        except UnknownValueError:
            raise
        except NotApplicable as answer:
            args.not_applicable(str(answer))
            return
        except Exception as error:  # noqa: BLE001 - the engine is told which rule failed on what, and no secret
            raise RuleFailedError(describe_failure(rule, "", error)) from None
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
        tags=_tags(rule),
        remediation_steps=rule.remediation,
        url=rule.link,
    )


def _tags(rule: Rule | StackRule) -> list[str]:
    return [rule.name.partition("_")[0], *rule.sources]


def _waived(rule: Rule | StackRule, urn: str, waivers: Sequence[Waiver]) -> bool:
    return any(waiver.covers(rule.name, urn) for waiver in waivers)


def _resource(given: PolicyResource) -> Resource:
    return Resource(
        type=given.resource_type,
        urn=given.urn,
        name=given.name,
        props=given.props,
        parent=given.parent.urn if given.parent else None,
        dependencies=[other.urn for other in given.dependencies],
        property_dependencies={
            prop: [other.urn for other in others] for prop, others in given.property_dependencies.items()
        },
        protect=given.opts.protect,
    )
