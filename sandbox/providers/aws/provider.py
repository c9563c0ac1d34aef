"""The AWS provider: finds a resource's row and carries it out.

The region is the resource's own, else the provider's; global services answer in one place. All methods can be called
from many threads.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.providers.aws import coverage, invokes, lifecycle, recorded, tags
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.clients import HOME_REGION, Clients
from sandbox.providers.aws.compare import at, same
from sandbox.providers.aws.errors import AwsError
from sandbox.providers.aws.names import named
from sandbox.providers.aws.registry import row_of
from sandbox.providers.aws.spec import Recorded, Row, Type
from sandbox.providers.base import UNSENT, Diff, Fidelity, Live, ProviderError, Resource, ResourceGone
from sandbox.values import UNKNOWN, Properties

_AT_REGION = re.compile(r"(.+)@([a-z]{2}(?:-[a-z]+)+-\d)")


class AwsProvider:
    """AWS behind one endpoint. *account* is asked of the endpoint when it isn't given."""

    def __init__(self, endpoint: str, account: str | None = None) -> None:
        self.endpoint = endpoint
        self._clients = Clients(endpoint, account)

    def check(self, resource: Resource, olds: Properties, news: Properties) -> Properties:
        """Return *news* with a name made up if it needs one, and the list of properties that nothing sees to."""
        row = row_of(resource.type)
        named_news = named(row, resource.name, olds, news)
        unsent = sorted({path.partition(".")[0] for path in coverage.unmapped(row, news)})
        return {**named_news, UNSENT: unsent} if unsent else named_news

    def diff(
        self,
        resource: Resource,
        physical_id: str,  # noqa: ARG002 - the protocol's
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
    ) -> Diff:
        """Compare *news* with the state, property by property."""
        row = row_of(resource.type)
        changed = sorted(_changes(row, resource, old_inputs, old_outputs, news))
        replaces = [name for name in changed if _replaces(row, name, old_inputs, news)]
        return Diff(changed=changed, replaces=replaces)

    def collides(self, resource: Resource, physical_id: str, old_inputs: Properties, news: Properties) -> bool:
        """Return whether the replacement would have the name of what it replaces, in the same region."""
        row = row_of(resource.type)
        if row.name and row.name.property in news:
            return same(old_inputs.get(row.name.property), news[row.name.property])
        return isinstance(row, Type) and lifecycle.known_id(self._act(row, resource, inputs=news), row) == physical_id

    def preview(self, resource: Resource, news: Properties, old_outputs: Properties) -> Properties:
        """Return the outputs that inputs and templates tell; others are `UNKNOWN` before creation, else as before."""
        row = row_of(resource.type)
        kept, news = _parted(news)
        act = self._act(row, resource, inputs=news, outputs=old_outputs)
        if isinstance(row, Recorded):
            return recorded.foreseen(act, row)
        act.outputs = {name: value for name, value in old_outputs.items() if name in row.outputs}
        act.id = lifecycle.known_id(act, row)
        act.outputs |= {name: old_outputs.get(name) for name in row.completes}
        known = lifecycle.outputs(act, row, {})
        return {**dict.fromkeys(row.outputs, UNKNOWN), **lifecycle.completed(act, row, known, ask=False), **kept}

    def create(self, resource: Resource, inputs: Properties) -> tuple[str, Properties]:
        """Create it and what belongs to it; nothing stays behind when a part fails."""
        row = row_of(resource.type)
        kept, inputs = _parted(inputs)
        act = self._act(row, resource, inputs=inputs)
        if isinstance(row, Recorded):
            return recorded.create(act, row)
        physical_id, made = lifecycle.create(act, row)
        return physical_id, {**lifecycle.completed(act, row, made, ask=True), **kept}

    def update(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Properties:
        """Make the calls that the changed properties need. Raises `ResourceGone` when there is nothing to change."""
        row = row_of(resource.type)
        kept, news = _parted(news)
        _, old_inputs = _parted(old_inputs)
        act = self._act(row, resource, inputs=news, outputs=old_outputs, physical_id=physical_id, olds=old_inputs)
        if isinstance(row, Recorded):
            return recorded.outputs(act, row)
        try:
            outputs = lifecycle.update(act, row, _changes(row, resource, old_inputs, old_outputs, news))
            return {**lifecycle.completed(act, row, outputs, ask=True), **kept}
        except AwsError as error:
            if error.says_gone(row.gone) and act.look(row.read) is None:
                raise ResourceGone(str(error)) from error
            raise

    def read(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> Live | None:
        """Read it back; an import may name its region as `id@region`."""
        row = row_of(resource.type)
        kept, given = _parted(inputs)
        region = None
        if not inputs and row.region is None and (suffixed := _AT_REGION.fullmatch(physical_id)):
            physical_id, region = suffixed.groups()
        act = self._act(row, resource, inputs=given, outputs=outputs, physical_id=physical_id, region=region)
        if isinstance(row, Recorded):
            return Live(physical_id=physical_id, inputs=inputs, outputs=outputs)
        live = lifecycle.read(act, row)
        if live:
            unsent = {UNSENT: inputs[UNSENT], **kept} if kept else {}
            outputs = {**lifecycle.completed(act, row, live.outputs, ask=True), **kept}
            live = replace(live, inputs={**live.inputs, **unsent}, outputs=outputs)
        if live and region:
            live.inputs["region"] = region
        return live

    def delete(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> None:
        """Delete it; that it is gone already is no fault."""
        row = row_of(resource.type)
        if not isinstance(row, Recorded):
            act = self._act(row, resource, inputs=inputs, outputs=outputs, physical_id=physical_id)
            lifecycle.delete(act, row)

    def find(self, resource: Resource, inputs: Properties) -> str | None:
        """Find what an interrupted create left, by its name, or by its tags when it has none."""
        row = row_of(resource.type)
        return None if isinstance(row, Recorded) else lifecycle.find(self._act(row, resource, inputs=inputs), row)

    def invoke(self, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
        """Answer a data source."""
        return invokes.answer(self._clients, token, args, provider)

    def fidelity(self, type_token: str) -> Fidelity:
        """Return how faithfully the type is emulated."""
        return row_of(type_token).fidelity

    def _act(self, row: Row, resource: Resource, *, region: str | None = None, **known: Any) -> Act:
        where = row.region or region or _region(resource, known.get("inputs") or {}, known.get("outputs") or {})
        return Act(self._clients, row, resource, where, **known)


def _region(resource: Resource, inputs: Properties, outputs: Properties) -> str:
    for known in (inputs, outputs, resource.provider):
        region = known.get("region")
        if isinstance(region, str) and region:
            return region
    raise ProviderError(
        f"{resource.type} {resource.name}: no region; give it one, or set the stack's with "
        f"`pulumi config set aws:region {HOME_REGION}`"
    )


def _changes(row: Row, resource: Resource, olds: Properties, outputs: Properties, news: Properties) -> set[str]:
    defaults = {} if isinstance(row, Recorded) else row.defaults
    names = {name for name in (*olds, *news) if not name.startswith("__") and name != "region"}
    changed = {n for n in names if not same(olds.get(n, defaults.get(n)), news.get(n, defaults.get(n)))}
    if row.tags and "tags" not in changed and "tagsAll" in outputs:
        wanted = tags.all_tags(resource.provider, news)
        changed |= set() if same(outputs["tagsAll"], wanted) else {"tagsAll"}
    if row.region is None:
        old, new = (_region_of(resource, known) for known in ({**outputs, **olds}, news))
        changed |= {"region"} if old and not same(old, new) else set()
    return changed


def _region_of(resource: Resource, properties: Properties) -> Any:
    return properties.get("region") or resource.provider.get("region")


def _parted(inputs: Properties) -> tuple[Properties, Properties]:
    """Return which of *inputs* stand in the state only, and the others."""
    unsent = inputs.get(UNSENT) or ()
    if not unsent:
        return {}, dict(inputs)
    kept = {name: inputs[name] for name in unsent if name in inputs}
    return kept, {name: value for name, value in inputs.items() if name not in kept and name != UNSENT}


def _replaces(row: Row, name: str, olds: Properties, news: Properties) -> bool:
    if name in (*olds.get(UNSENT, ()), *news.get(UNSENT, ())):
        return name in row.replaces
    if not coverage.changeable(row, name):
        return True
    nested = (path for path in row.replaces if path.startswith(f"{name}."))
    return any(not same(at(olds, path), at(news, path)) for path in nested)
