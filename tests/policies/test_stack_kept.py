"""Stores that end what they hold earlier or later than the catalogue of personal data says, or not at all."""

from typing import Any

import pytest

from policies.rules.stack._keeping import GROUP_DAYS, rounded
from tests.policies.stack import Ref, View
from tests.policies.stack_bases import KEPT, retained
from tests.policies.stack_case import every_view, faults

RULE = "stack_stores_keep_what_they_say"
DAY = 86_400


@every_view
def test_stores_that_do_what_the_catalogue_says_are_fine(view: View) -> None:
    assert faults(RULE, retained().graph(view)) == set()


@every_view
@pytest.mark.parametrize(
    ("name", "change", "fault"),
    [
        ("group", {"retentionInDays": 14}, "it ends after 14 days what is to be kept for 30: 16 early"),
        ("group", {"retentionInDays": 60}, "it keeps for 60 days what is to end after 30: 30 more than it must"),
        ("group", {"retentionInDays": 0}, "nothing ends what the catalogue says is kept for 30 days"),
        ("queue", {"messageRetentionSeconds": 29 * DAY}, "it ends after 29 days what is to be kept for 30: 1 early"),
        ("queue", {"messageRetentionSeconds": None}, "it ends after 4 days what is to be kept for 30: 26 early"),
        ("stream", {"retentionPeriod": 732}, "it keeps for 30.5 days what is to end after 30: 0.5 more"),
        ("cluster", {"backupRetentionPeriod": 36}, "what was deleted comes back for 36 days, and the catalogue says"),
        ("table", {"pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 36}}, "comes back for 36 days"),
        ("secret", {"recoveryWindowInDays": 36}, "what was deleted comes back for 36 days"),
        (
            "plan",
            {"rules": [{"targetVaultName": Ref("vault", "name"), "lifecycle": {}}]},
            "nothing ends what the",
        ),
        ("plan", {"rules": []}, "nothing ends what the catalogue says is kept for 30 days"),
        (
            "plan",
            {"rules": [{"targetVaultName": Ref("vault", "name"), "lifecycle": {"deleteAfter": 29}}]},
            "it ends after 29 days what is to be kept for 30: 1 early",
        ),
        ("lifecycle", {"rules": [{"status": "Disabled", "expiration": {"days": 30}}]}, "nothing ends what the"),
        (
            "lifecycle",
            {"rules": [{"status": "Enabled", "filter": {"prefix": "a/"}, "expiration": {"days": 30}}]},
            "nothing ends what the catalogue says is kept for 30 days",
        ),
    ],
)
def test_early_late_and_never_are_told_with_the_difference(
    view: View, name: str, change: dict[str, Any], fault: str
) -> None:
    stack = retained()
    stack.nodes[name].props.update(change)
    (found,) = faults(RULE, stack.graph(view))
    assert fault in found


def test_what_comes_back_for_longer_than_the_catalogue_says_is_told_of_each_kind() -> None:
    told = faults(RULE, retained(back_days=1).graph())
    assert {each.partition(":")[0] for each in told} == {"bucket", "cluster", "replica", "secret", "table"}


def test_a_log_group_may_keep_the_least_more_that_is_on_offer_and_no_other_store_may() -> None:
    stack = retained()
    for told in stack.nodes["data-catalogue"].props["stores"]:
        told["keptDays"] = 29
    found = {each.partition(":")[0] for each in faults(RULE, stack.graph())}
    assert "group" not in found
    assert found >= {"bucket", "queue", "stream", "vault"}


@pytest.mark.parametrize("days", range(1, 3654))
def test_the_least_more_is_the_next_on_offer(days: int) -> None:
    assert rounded("aws:cloudwatch/logGroup:LogGroup", days) == min(each for each in GROUP_DAYS if each >= days)


def test_what_nothing_ends_in_time_may_have_no_term() -> None:
    stack = retained()
    for told in stack.nodes["data-catalogue"].props["stores"]:
        told.pop("keptDays", None)
    found = {each.partition(":")[0] for each in faults(RULE, stack.graph())}
    assert found == KEPT.keys() - {"cluster", "replica", "secret", "table"}
