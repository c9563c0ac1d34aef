"""Which metric filters on a log group ring an alarm that tells somebody: for certain, or as far as is known.

CloudWatch Logs User Guide, "Filter pattern syntax for metric filters" and "Creating metrics from log events using
filters".
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from weakref import WeakKeyDictionary

from pulumi_policy.proxy import UnknownValueError

from policies.answers import all_hold
from policies.graph import Graph, texts
from policies.model import Resource
from policies.read import items, value
from policies.references import Named, of_another, tried

GROUP = frozenset({"aws:cloudwatch/logGroup:LogGroup"})
FILTER, ALARM = "aws:cloudwatch/logMetricFilter:LogMetricFilter", "aws:cloudwatch/metricAlarm:MetricAlarm"
Metric = tuple[object, object]
"""Namespace and name."""
Terms = frozenset[str]
"""Terms of a filter's pattern, without spaces and quotes."""
Heard = tuple[Terms | None, UnknownValueError | None]
"""Terms of a filter that rings, None where they aren't known, and the error where that or whether it rings isn't."""
_TERM = re.compile(r"\$[^(){}&|]+")


def acts(alarm: Resource) -> bool:
    """Return whether *alarm* tells somebody itself."""
    return all_hold(
        lambda: value(alarm.props, "actionsEnabled", True) is True,
        lambda: len(items(alarm.props, "alarmActions")) > 0,
    )


class Filters:
    """The filters that ring, by log group."""

    def __init__(self, graph: Graph) -> None:
        self._filters = graph.referrers("logGroupName", by=(FILTER,), to=GROUP)
        self._by_arn = {arn: group for group in graph.of(GROUP) for arn in texts(group.props, "arn")}
        self._ringing: dict[Metric, UnknownValueError | None] = {}
        self._any: UnknownValueError | None = None
        self._heard: dict[str, Heard | None] = {}
        for alarm in graph.of((ALARM,)):
            rings, doubt = tried(partial(of_another, alarm, partial(acts, alarm)))
            if rings or doubt:
                self._ring(alarm, doubt)

    def _ring(self, alarm: Resource, doubt: UnknownValueError | None) -> None:
        metric, unknown = tried(partial(of_another, alarm, partial(_metric, alarm.props, "metricName")))
        if metric is None:
            self._any = self._any or unknown
        elif self._ringing.get(metric, doubt):
            self._ringing[metric] = doubt
        else:
            self._ringing[metric] = None

    def groups(self, graph: Graph, trail: Resource) -> tuple[Sequence[Resource], UnknownValueError | None]:
        """Return the log groups of *graph* that *trail* writes to, and the error where it isn't known which.

        It names them with an asterisk for their streams.
        """
        prop, unknown = "cloudWatchLogsGroupArn", list[UnknownValueError]()
        named = [text.removesuffix(":*") for text in texts(trail.props, prop)]
        found = {group.urn: group for group in graph.targets(trail, prop, GROUP, unknown.append)}
        found |= {self._by_arn[arn].urn: self._by_arn[arn] for arn in named if arn in self._by_arn}
        return [*found.values()], unknown[0] if unknown else None

    def on(self, groups: Iterable[Resource], source: str) -> Sequence[Heard]:
        """Return the filters on *groups* that ring, or may, for events of the service *source*, if of any."""
        filters = {named[0].urn: named for group in groups for named in self._filters.possible(group)}
        heard = (self._listening(named) for named in filters.values())
        return [each for each in heard if each and (each[0] is None or _hears(each[0], source))]

    def _listening(self, named: Named) -> Heard | None:
        urn = named[0].urn
        if urn not in self._heard:
            self._heard[urn] = self._hear(named)
        return self._heard[urn]

    def _hear(self, named: Named) -> Heard | None:
        metric_filter, doubt = named
        rings, unknown = tried(partial(of_another, metric_filter, partial(self._rings, metric_filter)))
        if not rings and not unknown:
            return None
        terms, unread = tried(partial(of_another, metric_filter, partial(_terms, metric_filter)))
        return terms, doubt or unknown or unread

    def _rings(self, metric_filter: Resource) -> bool:
        if not self._ringing and not self._any:
            return False
        metric = _metric(value(metric_filter.props, "metricTransformation"), "name")
        doubt = self._ringing.get(metric, self._any)
        if doubt:
            raise doubt
        return metric in self._ringing


_FILTERS: WeakKeyDictionary[Graph, Filters] = WeakKeyDictionary()


def filters_of(graph: Graph) -> Filters:
    """Return the filters of *graph*, which the rules on what they are for share."""
    if graph not in _FILTERS:
        _FILTERS[graph] = Filters(graph)
    return _FILTERS[graph]


def _metric(block: object, name: str) -> Metric:
    return value(block, "namespace"), value(block, name)


def _hears(pattern: Terms, source: str) -> bool:
    """Return whether *pattern* is for events of the service *source*, if of any."""
    sources = {term for term in pattern if term.startswith("$.eventSource=")}
    return not (source and sources) or f"$.eventSource={source}" in sources


def _terms(metric_filter: Resource) -> Terms:
    pattern = str(value(metric_filter.props, "pattern", ""))
    return frozenset(_TERM.findall(re.sub(r'[\s"]', "", pattern)))
