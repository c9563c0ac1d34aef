"""GuardDuty's protections are on for what stands in the detector's region.

Amazon GuardDuty User Guide, "GuardDuty protection plans"; names are those of its API, `DetectorFeature`.
"""

from collections.abc import Iterable
from functools import partial

from policies.answers import all_hold, any_holds
from policies.graph import Graph, StackRule, each
from policies.lists import some
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._protected import INLINE, PROTECTED, is_protected
from policies.rules.stack._regions import region_of

DETECTOR = frozenset({"aws:guardduty/detector:Detector"})
FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"


def _turns_on(feature: str, by: Resource) -> bool:
    return all_hold(lambda: value(by.props, "name") == feature, lambda: value(by.props, "status") == "ENABLED")


def _check(graph: Graph) -> Iterable[Finding | None]:
    detectors = graph.of(sorted(DETECTOR))
    features = graph.referrers("detectorId", by=(FEATURE,) if detectors else (), to=DETECTOR)

    def fault(feature: str, detector: Resource) -> str | None:
        region = region_of(detector)
        if not some(graph.of(PROTECTED[feature]), lambda each: is_protected(each, region)):
            raise NotApplicable("nothing stands in its region that the feature protects")
        path = f"datasources.{INLINE.get(feature)}"
        turned_on = any_holds(
            lambda: features.include(detector, partial(_turns_on, feature)),
            lambda: feature in INLINE and value(detector.props, path) is True,
        )
        return None if turned_on else f"its region needs {feature}, which is not on"

    for feature in PROTECTED:
        yield from each(detectors, partial(fault, feature))


RULE = StackRule(
    name="stack_detectors_have_features",
    title="GuardDuty protects what stands in its region.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.MALWARE_PROTECTION, Objective.THREAT_DETECTION}),
    remediation="Declare the DetectorFeature of the detector with status ENABLED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html#guardduty-5",
    sources=tuple(f"SecurityHub GuardDuty.{number}" for number in (5, 6, 8, 9, 10, 11)),
)
