"""A rule answers for a document in milliseconds of the processor, at the median of all documents of the fixtures."""

import statistics
import time
from collections.abc import Iterator
from contextlib import suppress

from policies.model import NotApplicable, Rule
from policies.registry import discover
from tests.policies import fixtures
from tests.policies.case import changed

MOST_MEDIAN_SECONDS = 0.005


def asked() -> Iterator[tuple[Rule, dict[str, object]]]:
    """Yield every rule with each of its fixtures that holds a document."""
    found = fixtures.load()
    for rule in discover().rules:
        for case in found[rule.name]:
            for change in (None, *case.broken, *case.accepted):
                props = dict(case.compliant) if change is None else changed(case.compliant, *change)
                if any(isinstance(each, str) and '"Effect"' in each for each in props.values()):
                    yield rule, props


def test_a_document_is_judged_in_milliseconds_at_the_median() -> None:
    seconds: list[float] = []
    for rule, props in asked():
        begun = time.process_time()
        with suppress(NotApplicable):
            rule.check(props)
        seconds.append(time.process_time() - begun)
    assert len(seconds) > 200
    assert statistics.median(seconds) < MOST_MEDIAN_SECONDS
