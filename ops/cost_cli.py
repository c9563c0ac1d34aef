"""`groot cost`: what a stack costs a month. Looks late, as `cli.py` does."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from ops.assess_cli import EndpointOption, StateFile, question
from ops.judged_run import Subject
from ops.stack_option import StackOption

if TYPE_CHECKING:
    from ops.cost.breakdown import Breakdown
    from ops.cost.prices import Prices
    from ops.subjects import Question


def cost(
    stack: StackOption = "staging",
    of: Annotated[
        Subject, typer.Option("--of", help="Price what the program declares, what the state says, or what is there.")
    ] = Subject.PREVIEW,
    state_file: StateFile = None,
    endpoint: EndpointOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Say what a stack costs a month by component and region, what costs by usage, and what has no price."""
    from rich.console import Console

    from ops.cost import document, prices, text
    from ops.faults import FAULTS

    try:
        asked = question(stack, of, state_file, endpoint)
        kept = prices.load()
        found = _priced(asked, kept)
    except FAULTS as error:
        if as_json:
            print(json.dumps(document.failed(stack, str(error)), indent=2, ensure_ascii=False))
        raise
    if as_json:
        print(json.dumps(document.of(found, kept, stack, asked.subject.value), indent=2, ensure_ascii=False))
        return
    console = Console(highlight=False)
    for line in text.lines(found, kept, stack):
        console.print(line, soft_wrap=True)


def _priced(asked: "Question", prices: "Prices") -> "Breakdown":
    from ops import subjects
    from ops.cost.breakdown import breakdown

    return breakdown(subjects.resources(asked), prices)
