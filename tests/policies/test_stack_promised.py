"""Stores that aren't brought back within what the catalogue promises of them."""

from typing import Any

import pytest

from policies.rules.stack._recovery import STORES
from policies.rules.stack.stack_stores_are_catalogued import KINDS as CATALOGUED
from tests.policies.stack import View
from tests.policies.stack_bases import promised
from tests.policies.stack_case import every_view, faults

RULE = "stack_stores_come_back_in_time"
LOST = {
    f"{kind.removeprefix('aws:').partition(':')[0]}: nothing brings back what is promised back within 60 minutes"
    for kind in {*CATALOGUED} - STORES
}


@every_view
def test_what_is_back_in_time_is_fine_and_what_nothing_brings_back_is_told(view: View) -> None:
    assert faults(RULE, promised().graph(view)) == LOST


@every_view
def test_what_takes_longer_is_told_with_the_arithmetic(view: View) -> None:
    found = faults(RULE, promised(rto_minutes=44).graph(view))
    assert "by-aws: restoring it takes 60 minutes of 44 promised: 16 too many" in found
    assert "s3/bucket: restoring it takes 45 minutes of 44 promised: 1 too many" in found


@every_view
def test_a_store_that_is_held_to_more_loss_than_promised_is_told(view: View) -> None:
    found = faults(RULE, promised(held="20").graph(view))
    assert "by-aws: it is held to 20 minutes of loss, 5 more than the 15 promised" in found


@every_view
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"restoreMinutes": None}, "s3/bucket: nobody says how long restoring it takes"),
        ({"rtoMinutes": None}, None),
    ],
)
def test_a_time_that_nobody_knows_is_none(view: View, change: dict[str, Any], fault: str | None) -> None:
    stack = promised()
    for told in stack.nodes["data-catalogue"].props["stores"]:
        if told["resources"][0]["name"] == "s3/bucket":
            told.update(change)
    assert faults(RULE, stack.graph(view)) == LOST | ({fault} if fault else set())


@every_view
def test_a_store_without_the_tag_is_held_to_nothing(view: View) -> None:
    stack = promised()
    del stack.nodes["by-aws"].props["tags"]
    told = "by-aws: its tags don't say how much may be lost"
    assert faults(RULE, stack.graph(view)) == {*LOST, told}
