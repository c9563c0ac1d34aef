"""What a document says besides what happened, so that two of them can be compared from their files alone.

Names, regions, counts and control ids; never the value of a property.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ops.cost.metering import Use, metered, region_of
from ops.judged_run import JudgedRun
from policies import frameworks
from policies.core import Outcome
from policies.model import Resource
from policies.registry import discover
from policies.waivers import Waiver

Document = dict[str, Any]


def of(run: JudgedRun) -> Document:
    """Return when *run* was judged, its resources and what is metered of them, broken controls, and waivers in use.

    Raises:
        FrameworkError: a framework's file is malformed.
    """
    counted = metered(run.resources)
    return {
        "judged_at": run.judged_at.isoformat(timespec="seconds"),
        "resources": [_resource(each, counted) for each in run.resources],
        "controls": _controls(sorted({each.rule for each in run.of(Outcome.VIOLATED, Outcome.FAILED)})),
        "waivers": _waivers(run),
    }


def _resource(resource: Resource, counted: Mapping[str, Sequence[Use] | None]) -> Document:
    document: Document = {"urn": resource.urn, "type": resource.type, "source": resource.source}
    if region := region_of(resource):
        document["region"] = region
    if resource.urn in counted:
        uses = counted[resource.urn]
        document["uses"] = None if uses is None else {use.meter: str(use.units) for use in uses}
    return document


def _controls(rules: Sequence[str]) -> Document:
    """By rule and framework's pack, the ids of the controls that rest on it."""
    if not rules:
        return {}
    catalogue = frameworks.load(discover())
    packs = {framework.id: framework.pack for framework in catalogue.frameworks.values()}
    return {
        rule: {packs[key]: list(ids) for key, ids in catalogue.controls_by_rule.get(rule, {}).items()} for rule in rules
    }


def _waivers(run: JudgedRun) -> list[Document]:
    used: Counter[Waiver] = Counter(each.waiver for each in run.of(Outcome.WAIVED) if each.waiver)
    return [
        {
            "ticket": waiver.ticket,
            "rule": waiver.rule,
            "approver": waiver.approver,
            "expires": waiver.expires.isoformat(),
            "resources": count,
        }
        for waiver, count in used.items()
    ]
