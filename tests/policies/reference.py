"""Each rule as a policy of pulumi-policy, written as its documentation says: what the packs' analyzer is held to."""

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UnknownValueError

from policies.configuration import with_threshold
from policies.graph import Graph, StackRule
from policies.model import NotApplicable, Resource, Rule
from policies.registry import Registry
from policies.unknown import UNKNOWN


def policies(registry: Registry) -> list[Policy]:
    """Return a policy for each rule of *registry*."""
    return [*map(_resource_policy, registry.rules), *map(_stack_policy, registry.stack_rules)]


def _resource_policy(rule: Rule) -> Policy:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if args.resource_type not in rule.resource_types:
            args.not_applicable()
        config = args.get_config()
        threshold = rule.threshold
        given = config[threshold.name] if threshold and threshold.name in config else None
        try:
            fault = (rule if given is None else with_threshold(rule, int(given))).check(args.props)
        except NotApplicable:
            args.not_applicable()
        else:
            if fault:
                report(rule.message(f"{args.name}: {fault}"), args.urn)

    schema = None
    if rule.threshold:
        bounds = {"minimum": rule.threshold.least, "maximum": rule.threshold.most, "default": rule.threshold.default}
        schema = PolicyConfigSchema(properties={rule.threshold.name: {"type": "integer", **bounds}})
    return ResourceValidationPolicy(
        rule.name,
        rule.title,
        validate,
        EnforcementLevel(rule.level.value),
        config_schema=schema,
        severity=Severity(rule.severity.value),
        tags=_tags(rule),
        remediation_steps=rule.remediation,
        url=rule.link,
    )


def _stack_policy(rule: StackRule) -> Policy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        graph = Graph([_resource(resource) for resource in args.resources])
        try:
            judged = list(rule.check(graph))
            findings = graph.settled([finding for finding in judged if finding])
        except NotApplicable:
            args.not_applicable()
            return
        if not findings and not judged:
            args.not_applicable()
        for finding in findings:
            if not finding.obligation:
                report(rule.message(finding.message), finding.urn)
        if waiting := [finding.message for finding in findings if finding.obligation]:
            raise UnknownValueError(UNKNOWN, waiting)

    return StackValidationPolicy(
        rule.name,
        rule.title,
        validate,
        EnforcementLevel(rule.level.value),
        severity=Severity(rule.severity.value),
        tags=_tags(rule),
        remediation_steps=rule.remediation,
        url=rule.link,
    )


def _tags(rule: Rule | StackRule) -> list[str]:
    return [rule.name.partition("_")[0], *sorted(rule.objectives), *rule.sources]


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
