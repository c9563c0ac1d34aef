"""Stores that the catalogue of personal data doesn't name, names twice or calls otherwise; entries without a store."""

from typing import Any

import pytest

from tests.policies.stack import Stack, View
from tests.policies.stack_bases import entry
from tests.policies.stack_case import every_view, faults

RULE = "stack_stores_are_catalogued"
QUEUE, TABLE = "aws:sqs/queue:Queue", "aws:dynamodb/table:Table"


def kept(*entries: dict[str, Any], data_class: str = "restricted") -> Stack:
    stack = Stack()
    stack.add(QUEUE, "letters-us-east-1", region="us-east-1", tags={"data-class": data_class})
    stack.add("groot:index:DataCatalogue", "data-catalogue", stores=list(entries))
    return stack


@every_view
@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ([], "letters-us-east-1: the catalogue doesn't name it"),
        ([entry(TABLE, "letters-*")], "letters-us-east-1: the catalogue doesn't name it"),
        ([entry(QUEUE, "letters-*"), entry(QUEUE, "*-us-east-1")], "letters-us-east-1: the catalogue names it 2 times"),
        (
            [entry(QUEUE, "letters-*", "public")],
            "letters-us-east-1: the catalogue says of kept that it is of another class",
        ),
        ([entry(QUEUE, "letters-*"), entry(QUEUE, "gone-*")], f"kept: the stack has no {QUEUE} called gone-*"),
    ],
)
def test_what_stack_and_catalogue_say_differently_is_named(
    view: View, entries: list[dict[str, Any]], fault: str
) -> None:
    assert fault in faults(RULE, kept(*entries).graph(view))


@every_view
def test_a_store_that_is_named_once_by_its_class_is_fine(view: View) -> None:
    assert faults(RULE, kept(entry(QUEUE, "letters-*")).graph(view)) == set()


def test_a_stack_without_a_catalogue_is_not_asked() -> None:
    stack = kept()
    stack.remove("data-catalogue")
    assert faults(RULE, stack.graph()) == set()
