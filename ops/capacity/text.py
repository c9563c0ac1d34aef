"""What a load takes, as a person reads it: a line a part, its formula below, and what is assumed."""

from collections.abc import Iterable, Sequence

from rich.text import Text

from ops.capacity.load import Load
from ops.capacity.plan import Need

ENOUGH, ASK, LACKING = "enough", "ask AWS for it", "LACKING"


def lines(found: Sequence[Need], load: Load, stack: str) -> Iterable[Text]:
    """Return what *load* takes of *stack*."""
    yield Text(
        f"{stack}: {load.requests_per_minute:,.0f} requests a minute and {load.events_per_day:,.0f} events a day, "
        f"{len(load.weights)} regions; a region carries {load.share:.1%} of all while another one is lost",
        style="bold",
    )
    parts = max(len(each.part) for each in found)
    for each in found:
        verdict = _verdict(each)
        has = "-" if each.has is None else f"{each.has:,.0f}"
        style = "" if verdict is ENOUGH else "bold red" if verdict is LACKING else "yellow"
        yield Text(f"\n{each.part:<{parts}}  {each.needed:>10,} of {has:>10} {each.unit:<12} {verdict}", style=style)
        yield Text(f"  = {each.formula}")
    yield Text("\nassumed, so measure it", style="bold")
    sources = {figure.source: figure for each in found for figure in each.rests_on}
    for source, figure in sources.items():
        if figure.kind == "assumed":
            yield Text(f"  {figure.value:g} {figure.unit}: {source}")
    yield Text("said", style="bold")
    for source, figure in sources.items():
        if figure.kind != "assumed":
            yield Text(f"  {figure.value:g} {figure.unit}: {source}")


def _verdict(need: Need) -> str:
    if need.is_enough:
        return ENOUGH
    return ASK if need.is_quota else LACKING
