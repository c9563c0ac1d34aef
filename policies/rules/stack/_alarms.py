"""Which alarm watches what: by the dimension that CloudWatch tells each service's parts apart by."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from policies.answers import any_holds
from policies.graph import Graph, known
from policies.model import Resource
from policies.read import value
from policies.references import Referrers
from policies.rules.stack._dimensions import DIMENSIONS, SERVICES, Dimension, dimensions
from policies.rules.stack._filters import ALARM, acts
from policies.rules.stack._regions import region_of

COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
NOTIFICATIONS = "aws:backup/vaultNotifications:VaultNotifications"
_CHILD = re.compile(r'ALARM\("?([^")]+)"?\)')


class Watches:
    """Which alarm watches which service."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._notified = graph.referrers("backupVaultName", by=(NOTIFICATIONS,), to=SERVICES)
        self._above = _composites(graph)
        self._named: dict[tuple[str, str], list[Resource]] = defaultdict(list)
        for service in graph.of(SERVICES):
            dimension, prop = DIMENSIONS[service.type]
            self._named[dimension, str(known(service.props, prop))].append(service)
        self._alarms = {dimension: Referrers() for dimension, _ in DIMENSIONS.values()}
        for alarm in graph.of((ALARM,)):
            for given in dimensions(alarm):
                self._note(alarm, given)

    def over(self, service: Resource) -> bool:
        """Return whether an alarm watches *service* that tells somebody, itself or by one that is made of it.

        Raises:
            UnknownValueError: it hangs on a value that is not known yet.
        """
        alarms = self._alarms[DIMENSIONS[service.type][0]]
        return any_holds(lambda: self._notified.include(service), lambda: alarms.include(service, self._tells))

    def _tells(self, alarm: Resource) -> bool:
        return any_holds(lambda: acts(alarm), lambda: self._above.include(alarm, acts))

    def _note(self, alarm: Resource, given: Dimension) -> None:
        origins = self._graph.origins(alarm, given.prop, SERVICES)
        for dimension, alarms in self._alarms.items() if given.name is None else self._of(given.name):
            named = [each for each in origins if DIMENSIONS[each.type][0] == dimension]
            alarms.add(alarm, named, given.error if given.name is None else None)
            for service in self._named.get((dimension, given.text), ()):
                alarms.add_if(alarm, service, partial(_reaches, alarm, service))
            if given.error and not self._graph.traced(alarm, given.prop):
                alarms.leave_open(alarm, given.error)
            if given.name is None or (given.prop != "dimensions" and (given.error or not known(alarm.props, "region"))):
                alarms.shared = True

    def _of(self, name: str) -> Iterator[tuple[str, Referrers]]:
        if name in self._alarms:
            yield name, self._alarms[name]


def _composites(graph: Graph) -> Referrers:
    """Return which composite alarms are made of which alarms."""
    found = Referrers(shared=True)
    by_name: dict[str, list[Resource]] = defaultdict(list)
    for alarm in graph.of((ALARM,)):
        by_name[str(known(alarm.props, "name"))].append(alarm)
    for composite in graph.of((COMPOSITE,)):
        passed = partial(found.leave_open, composite)
        found.add(composite, graph.targets(composite, "alarmRule", frozenset({ALARM}), passed))
        for name in _CHILD.findall(str(known(composite.props, "alarmRule"))):
            for alarm in by_name[name]:
                found.add_if(composite, alarm, partial(_beside, composite, alarm))
    return found


def _beside(one: Resource, other: Resource) -> bool:
    return value(one.props, "region") == value(other.props, "region")


def _reaches(alarm: Resource, service: Resource) -> bool:
    """Return whether *alarm* can watch *service*, which it names: those of the same region, or of none."""
    region = region_of(alarm)
    return value(service.props, "region") in (None, region)
