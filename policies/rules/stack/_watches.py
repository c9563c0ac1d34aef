"""Rules that an audit trail is watched: by a metric filter on its log group, and an alarm that tells somebody.

What to watch for is section 4 of the CIS AWS Foundations Benchmark; filters are written in CloudWatch Logs' pattern
syntax (CloudWatch Logs User Guide, "Filter pattern syntax for metric filters").
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from policies.graph import Graph, StackRule, known, texts
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import items, value

TRAIL = "aws:cloudtrail/trail:Trail"
GROUP = frozenset({"aws:cloudwatch/logGroup:LogGroup"})
FILTER, ALARM = "aws:cloudwatch/logMetricFilter:LogMetricFilter", "aws:cloudwatch/metricAlarm:MetricAlarm"
_TERM = re.compile(r"\$[^(){}&|]+")


def watch(
    name: str,
    of: str,
    *,
    events: Iterable[str] = (),
    source: str = "",
    terms: Iterable[str] = (),
    objective: Objective,
    sources: tuple[str, ...],
) -> StackRule:
    """Return the rule *name*, that trails are watched for *of*.

    Of *events* each must be named by some filter, and not by one that is for another service than their *source*;
    *terms* of a pattern, without spaces and quotes, all by one.
    """
    wanted = frozenset(f"$.eventName={event}" for event in events)
    together = frozenset(terms)

    def check(graph: Graph) -> Iterable[Finding | None]:
        trails = graph.of((TRAIL,))
        if not trails:
            raise NotApplicable("the stack has no trail")
        alarmed = _alarmed(graph)
        groups_by_arn = {known(group.props, "arn"): group.urn for group in graph.of(GROUP)}
        for trail in trails:
            filters = {each.urn: each for group in _groups(graph, trail, groups_by_arn) for each in alarmed[group]}
            patterns = [terms for each in filters.values() if _hears(terms := _terms(each), source)]
            missing = wanted.difference(*patterns)
            if missing:
                told = ", ".join(sorted(term.rpartition("=")[2] for term in missing))
                yield Finding(message=f"{trail.name}: no alarm tells of {of}: {told}", urn=trail.urn)
            else:
                heard = any(together <= pattern for pattern in patterns)
                yield None if heard else Finding(message=f"{trail.name}: no alarm tells of {of}", urn=trail.urn)

    return StackRule(
        name=name,
        title=f"The audit trail is watched for {of}.",
        check=check,
        severity=Severity.MEDIUM,
        objectives=frozenset({Objective.MONITORING, objective}),
        remediation="Declare a LogMetricFilter on the trail's log group and an alarm with actions on its metric.",
        link="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html",
        sources=sources,
    )


def _groups(graph: Graph, trail: Resource, by_arn: Mapping[object, str]) -> set[str]:
    """Return the URNs of the log groups that *trail* writes to; it names them with an asterisk for their streams."""
    named = {text.removesuffix(":*") for text in texts(trail.props, "cloudWatchLogsGroupArn")}
    targets = {group.urn for group in graph.targets(trail, "cloudWatchLogsGroupArn", GROUP)}
    return targets.union(by_arn[arn] for arn in named if arn in by_arn)


def _alarmed(graph: Graph) -> Mapping[str, list[Resource]]:
    """Return, by URN of each log group, the filters on it whose metric has an alarm that tells somebody."""
    metrics = {
        (value(alarm.props, "namespace"), value(alarm.props, "metricName"))
        for alarm in graph.of((ALARM,))
        if value(alarm.props, "actionsEnabled", True) is True and len(items(alarm.props, "alarmActions"))
    }
    found: dict[str, list[Resource]] = defaultdict(list)
    for metric_filter in graph.of((FILTER,)):
        metric = value(metric_filter.props, "metricTransformation")
        if (value(metric, "namespace"), value(metric, "name")) in metrics:
            for group in graph.targets(metric_filter, "logGroupName", GROUP):
                found[group.urn].append(metric_filter)
    return found


def _hears(pattern: frozenset[str], source: str) -> bool:
    """Return whether *pattern* is for events of the service *source*, if of any."""
    sources = {term for term in pattern if term.startswith("$.eventSource=")}
    return not (source and sources) or f"$.eventSource={source}" in sources


def _terms(metric_filter: Resource) -> frozenset[str]:
    pattern = str(value(metric_filter.props, "pattern", ""))
    return frozenset(_TERM.findall(re.sub(r'[\s"]', "", pattern)))
