"""Every region is complete: what one region has, each other active region has too; open where not all are known.

Resources that play one role are known by their logical names, which differ in the region alone; a role that is played
from another region, such as watching one, is left out. Of a component that is missing only the component is named.
"""

from collections import defaultdict
from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._regions import Role, active_regions, region_pattern, regional_role

ONCE = frozenset(
    {
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "aws:securityhub/findingAggregator:FindingAggregator",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    }
)
"""Types that rightly differ between regions: they serve what is there once, or name the other regions."""


def _check(graph: Graph) -> Iterable[Finding | None]:
    active, silent = active_regions(graph)
    yield from silent
    if len(active) < 2:
        return
    pattern = region_pattern(active)
    roles: dict[Role, dict[str, Resource]] = defaultdict(dict)
    role_by_urn: dict[str, Role] = {}
    for resource in graph.resources:
        if resource.type not in ONCE and (found := regional_role(resource, pattern)):
            roles[found[0]][found[1]] = resource
            role_by_urn[resource.urn] = found[0]
    for role, present in roles.items():
        if any(value(resource.props, "region") not in (None, region) for region, resource in present.items()):
            continue
        yield None
        example = next(iter(present.values()))
        above = roles.get(role_by_urn.get(example.parent or "", role), present)
        for region in sorted(active - present.keys()):
            if region in above or above is present:
                lacks = f"{region} lacks {role.named(region)} ({role.type.rpartition(':')[2]})"
                message = f"{lacks}, which stands in {', '.join(sorted(present))}"
                yield Finding(message=message, urn=example.urn, obligation=bool(silent))


RULE = StackRule(
    name="stack_regions_are_complete",
    title="Every region has what any region has.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Declare it for every region of the settings, or name it without a region if it is needed once.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/use-fault-isolation-to-protect-your-workload.html",
)
