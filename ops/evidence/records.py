"""Records of what people owe that a run's evidence has, as observations of OSCAL: an approved change, a drill."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ops.drill.kept import Drill, shown
from ops.evidence.material import Material
from policies.assessment import ControlResult


def observations(material: Material, pack: str, controls: Iterable[ControlResult]) -> Iterator[dict[str, Any]]:
    """Yield one for the change, and for each drill that is a record of what one of *controls* asks for."""
    if material.change:
        collected = material.run.judged_at.isoformat(timespec="seconds")
        yield _observation(material, pack, "change", f"{material.change}.", method="EXAMINE", collected=collected)
    drills = {str(drill): drill for each in controls if (drill := _drill(material, each))}
    for told, drill in sorted(drills.items()):
        collected = drill.at.isoformat(timespec="seconds")
        yield _observation(material, pack, told, f"{told}.", method="TEST", collected=collected)


def examined(material: Material, each: ControlResult) -> Sequence[str]:
    """Return what the observations are identified by that show a record of what *each* asks for."""
    owed, drill = each.control.organizational, _drill(material, each)
    changed = material.change is not None and owed is not None and owed.evidence == "change"
    return [*(["change"] if changed else []), *([str(drill)] if drill else [])]


def _drill(material: Material, each: ControlResult) -> Drill | None:
    return shown(material.drills, each.control.organizational, material.run.judged_at)


def _observation(
    material: Material, pack: str, record: str, description: str, *, method: str, collected: str
) -> dict[str, Any]:
    return {
        "uuid": material.identify(pack, record, "observation"),
        "title": record.partition(" ")[0],
        "description": description,
        "methods": [method],
        "collected": collected,
    }
