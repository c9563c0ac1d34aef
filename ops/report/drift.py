"""What is there and differs from the state: which properties, never their values, and the controls that it breaks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ops.breaches import Breach
from ops.diff import short_type
from sandbox.engine.events import Op, Step

_WORDS = {Op.REFRESH: "changed", Op.DELETE: "gone"}


@dataclass(frozen=True, kw_only=True)
class Drifted:
    """A resource that is not as it was left."""

    name: str
    type: str
    urn: str
    source: str | None
    how: str
    """`changed` or `gone`."""
    properties: Sequence[str]
    breaches: Sequence[Breach]


@dataclass(frozen=True, kw_only=True)
class Drift:
    """The outcome of a comparison."""

    resources: Sequence[Drifted]
    elsewhere: Sequence[Breach]
    """Rules that no longer hold of resources that did not change, or of the stack as a whole."""

    @property
    def controls(self) -> Mapping[str, Sequence[str]]:
        """Ids of the controls that are broken, by framework's pack."""
        broken: dict[str, set[str]] = defaultdict(set)
        for breach in (*self.elsewhere, *(each for resource in self.resources for each in resource.breaches)):
            for pack, ids in breach.controls.items():
                broken[pack].update(ids)
        return {pack: sorted(ids) for pack, ids in sorted(broken.items())}


def of(steps: Sequence[Step], breaches: Sequence[Breach]) -> Drift:
    """Return what *steps*, of a comparison, and the *breaches* it led to, say."""
    drifted = sorted((step for step in steps if step.op in _WORDS), key=lambda step: step.name)
    changed = {step.urn for step in drifted}
    by_urn: dict[str, list[Breach]] = defaultdict(list)
    for breach in breaches:
        by_urn[breach.verdict.urn].append(breach)
    return Drift(
        resources=[
            Drifted(
                name=step.name,
                type=short_type(step.type),
                urn=step.urn,
                source=step.source,
                how=_WORDS[step.op],
                properties=[change.path for change in step.changes] if step.op is Op.REFRESH else [],
                breaches=by_urn[step.urn],
            )
            for step in drifted
        ],
        elsewhere=[breach for urn, found in by_urn.items() if urn not in changed for breach in found],
    )
