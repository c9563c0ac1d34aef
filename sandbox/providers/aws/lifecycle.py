"""What is done to one resource of an emulated type: create, update, read, delete, find."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws import coverage, schema, shapes, tags, templates
from sandbox.providers.aws.act import Act, steps, table_of
from sandbox.providers.aws.compare import same
from sandbox.providers.aws.errors import AwsError
from sandbox.providers.aws.reading import ABSENT, get, import_one, read_one, spelled
from sandbox.providers.aws.spec import Aspect, From, Look, Reads, Type
from sandbox.providers.base import Live, ProviderError
from sandbox.values import UNKNOWN, Properties


def create(act: Act, row: Type) -> tuple[str, Properties]:
    """Create the resource with `act.inputs`; what was made is taken back when a later call fails.

    Where even that fails, the outcome is unknown: the next run finds what was made.
    """
    sent = {name: value for name, value in act.inputs.items() if coverage.creates(row, name)}
    wanted = tags.all_tags(act.resource.provider, act.inputs)
    if row.tags and row.tags.created and wanted:
        sent["tags"] = wanted
    made = act.send(row.create, sent)
    outputs(act, row, made)
    act.id = _id(act, row, made)
    act.outputs = outputs(act, row, made)
    try:
        for aspect in row.aspects:
            if aspect.put and not aspect.created and aspect.active(act.inputs):
                act.send(aspect.put, _of(aspect, act.inputs))
        if row.tags and not row.tags.created:
            tags.change(act, row.tags, {}, wanted)
        if any(name not in act.outputs for name in row.outputs):
            act.outputs = outputs(act, row, act.look(row.read) or made)
    except ProviderError as error:
        try:
            delete(act, row)
        except ProviderError:
            error.outcome_unknown = True
        raise
    return act.id, act.outputs


def update(act: Act, row: Type, changed: set[str]) -> Properties:
    """Make the calls that the *changed* properties need, and return the outputs."""
    dropped = act.olds.keys() - act.inputs.keys()
    act.lapsed = {name: row.defaults[name] for name in dropped if name in row.defaults}
    act.outputs = {name: value for name, value in act.outputs.items() if name not in dropped}
    wanted = act.lapsed | act.inputs
    if row.update and any(coverage.updates(row, name) for name in changed):
        sent = {name: value for name, value in wanted.items() if not coverage.apart(row, name)}
        act.send(row.update, sent)
    for aspect in row.aspects:
        if aspect.clear and not aspect.active(act.inputs) and changed & set(aspect.properties):
            act.send(aspect.clear, {})
        elif aspect.put and changed & set(aspect.properties):
            act.send(aspect.put, _of(aspect, wanted))
    if row.tags and changed & set(coverage.TAGS):
        old = act.outputs.get("tagsAll", act.olds.get("tags")) or {}
        tags.change(act, row.tags, old, tags.all_tags(act.resource.provider, act.inputs))
    return outputs(act, row, act.look(row.read) or {})


def read(act: Act, row: Type) -> Live | None:
    """Return what is there now, or None when the resource is gone."""
    found = act.look(row.read)
    if found is None:
        return None
    imported = not act.inputs and not act.outputs
    given = dict.fromkeys(schema.property_names(row.token)) if imported else act.inputs
    live: Properties = {}
    if imported:
        told = {name: _imported(row, name, row.read, found) for name in given}
        named = {name: value for name, value in templates.parse(row.id, act.id).items() if name in given}
        act.inputs = live = {**named, **{name: value for name, value in told.items() if value is not ABSENT}}
    outputs(act, row, found)
    for reads, names in _readers(row, given):
        data = found if reads is row.read else act.look(reads)
        for name in names:
            value = _imported(row, name, reads, data) if imported else _read(row, name, act.inputs, reads, data)
            if value is not ABSENT:
                live[name] = value
    live = {name: live[name] for name in (*given, *(live.keys() - given.keys())) if name in live}
    if imported and live.get("region") == act.resource.provider.get("region"):
        live.pop("region", None)
    if (carried := tags.read(act, row, found)) is not None and row.tags:
        own = tags.own_tags(act.resource.provider, carried, act.inputs.get("tags") or {})
        live.pop("tags", None)
        if own or "tags" in act.inputs:
            live["tags"] = own
    act.olds, act.inputs = act.inputs, live
    filled = schema.filled_in(row.token) & live.keys() if imported else ()
    return Live(physical_id=act.id, inputs=live, outputs=outputs(act, row, found, carried), filled=filled)


def delete(act: Act, row: Type) -> None:
    """Delete the resource, if it is still there. One that is gone may be refused for another reason than that."""
    if row.delete is None or ("skipDestroy" in row.local and act.inputs.get("skipDestroy")):
        return
    try:
        act.send(row.delete, act.inputs if getattr(row.delete, "takes", None) else {})
    except ProviderError as error:
        gone = isinstance(error, AwsError) and error.says_gone(row.gone)
        if not gone and not _is_gone(act, row):
            raise


def _is_gone(act: Act, row: Type) -> bool:
    try:
        return act.look(row.read) is None
    except ProviderError:
        return False


def find(act: Act, row: Type) -> str | None:
    """Return the id of what stands in AWS under the inputs' name (or tags), or None."""
    if row.find:
        found = act.look(row.find.read)
        if found is None:
            return None
        return str(row.find.id(found) if callable(row.find.id) else get(found, steps(row.find.id)))
    act.id = known_id(act, row)
    return act.id if act.id and act.look(row.read) is not None else None


def known_id(act: Act, row: Type) -> str:
    """Return the id if the inputs alone tell it, else nothing."""
    try:
        return str(act.fill(row.id)) if templates.is_template(row.id) else ""
    except (templates.UnknownValueError, ProviderError):
        return ""


def outputs(act: Act, row: Type, found: Mapping[str, Any], carried: Mapping[str, str] | None = None) -> Properties:
    """Return the inputs and what *found* and the row's templates add to them; *carried* are the live tags, if read.

    What isn't found keeps its old value. In a preview what templates can't know is `UNKNOWN`.
    """
    known = {**row.defaults, **{name: value for name, value in act.inputs.items() if not name.startswith("__")}}
    if row.region is None:
        known["region"] = act.region
    if row.tags:
        known["tagsAll"] = tags.all_tags(act.resource.provider, act.inputs) if carried is None else dict(carried)
    for name, source in row.outputs.items():
        if name in act.inputs:
            continue
        value = _output(act, source, found)
        if value is ABSENT:
            value = act.outputs.get(name, ABSENT)
        if value is not ABSENT:
            known[name] = act.outputs[name] = value
    return known


def completed(act: Act, row: Type, known: Properties, *, ask: bool) -> Properties:
    """Return the outputs *known* with what AWS alone knows of inputs; a preview doesn't *ask*."""
    return known | {name: add(act, known[name], ask) for name, add in row.completes.items() if known.get(name)}


def _output(act: Act, source: Any, found: Mapping[str, Any]) -> Any:
    if isinstance(source, From):
        value = get(found, steps(source.path))
        return value if value is ABSENT else source.function(value)
    if not templates.is_template(source):
        return spelled(get(found, steps(source)))
    try:
        return act.fill(source)
    except templates.UnknownValueError:
        return UNKNOWN
    except ProviderError:
        return ABSENT


def _id(act: Act, row: Type, made: Mapping[str, Any]) -> str:
    found = act.fill(row.id) if templates.is_template(row.id) else get(made, steps(row.id))
    if found is ABSENT:
        raise ProviderError(f"{row.token}: the answer to its create has no {row.id}")
    return str(found)


def _of(aspect: Aspect, inputs: Properties) -> Properties:
    return {name: value for name, value in inputs.items() if name in aspect.properties}


def _readers(row: Type, given: Properties) -> list[tuple[Reads, list[str]]]:
    """Return each read of the row with the properties it reports."""
    names = [*given, *(name for name in row.defaults if name not in given)]
    apart = {name: aspect.read for aspect in row.aspects if aspect.read for name in aspect.properties}
    grouped: dict[int, tuple[Reads, list[str]]] = {}
    for name in names:
        reads = apart.get(name, row.read)
        grouped.setdefault(id(reads), (reads, []))[1].append(name)
    return list(grouped.values())


def _read(row: Type, name: str, inputs: Properties, reads: Reads, data: Any) -> Any:
    if name == "region" or name in _untold(row):
        return inputs.get(name, ABSENT)
    default = row.defaults.get(name)
    if data is not None:
        value = read_one(inputs.get(name, default), name, data, _shape(row, reads), table_of(row, reads))
    else:
        value = ABSENT
    if value is ABSENT and name in inputs and name in row.defaults and same(inputs[name], default):
        return inputs[name]
    return value if name in inputs or (value is not ABSENT and not same(value, default)) else ABSENT


def _untold(row: Type) -> set[str]:
    return {*row.local, *row.write_only, *row.forgotten, *(coverage.TAGS if row.tags else ())}


def _imported(row: Type, name: str, reads: Reads, data: Any) -> Any:
    if data is None or name in _untold(row):
        return ABSENT
    value = schema.as_declared(row.token, import_one(name, data, _shape(row, reads), table_of(row, reads)), name)
    return ABSENT if value is None or (name in row.defaults and same(value, row.defaults[name])) else value


def _shape(row: Type, reads: Reads) -> Any:
    answered = reads.answers if isinstance(reads, Look) else reads
    answer = shapes.response(answered.service or row.service, answered.operation)
    return shapes.element(shapes.walk(answer, steps(answered.result)))
