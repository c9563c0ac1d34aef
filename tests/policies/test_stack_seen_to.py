"""Requests of people that nothing sees to, or not in time."""

from typing import Any

import pytest

from tests.policies.stack import View
from tests.policies.stack_bases import seen_to
from tests.policies.stack_case import every_view, faults

RULE = "stack_requests_are_seen_to"


@every_view
def test_requests_that_are_taken_up_each_hour_and_ring_in_time_are_fine(view: View) -> None:
    assert faults(RULE, seen_to().graph(view)) == set()


@every_view
@pytest.mark.parametrize(
    ("name", "change", "fault"),
    [
        ("hourly", {"state": "DISABLED"}, "requests: nothing starts it every day"),
        ("hourly", {"scheduleExpression": "rate(2 days)"}, "requests: nothing starts it every day"),
        ("hourly", {"scheduleExpression": None}, "requests: nothing starts it every day"),
        ("late", {"metricName": "RequestsOverdue"}, "requests: nothing rings before the time to answer is over"),
    ],
)
def test_what_is_not_started_or_rings_too_late_is_told(
    view: View, name: str, change: dict[str, Any], fault: str
) -> None:
    stack = seen_to()
    stack.nodes[name].props.update(change)
    assert faults(RULE, stack.graph(view)) == {fault}


@every_view
def test_a_schedule_of_something_else_starts_no_workflow(view: View) -> None:
    stack = seen_to()
    stack.nodes["hourly"].parent = None
    assert faults(RULE, stack.graph(view)) == {"requests: nothing starts it every day"}


@every_view
def test_a_catalogue_without_a_workflow_is_told(view: View) -> None:
    stack = seen_to()
    stack.remove("requests")
    assert faults(RULE, stack.graph(view)) == {"nothing sees to what people ask of their data"}


def test_a_stack_without_a_catalogue_is_not_asked() -> None:
    stack = seen_to()
    stack.remove("data-catalogue")
    stack.remove("requests")
    assert faults(RULE, stack.graph()) == set()
