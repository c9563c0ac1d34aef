"""Whether a row fits: its calls and paths against botocore's models, its properties against the SDK's own names."""

from collections.abc import Iterable, Iterator

from botocore.model import Shape

from sandbox.providers.aws import coverage, schema, shapes, templates
from sandbox.providers.aws.act import steps, table_of, takes
from sandbox.providers.aws.mapping import Table, resolve
from sandbox.providers.aws.spec import Call, From, Look, Read, Row, Run, Sends, Target, Type
from sandbox.providers.aws.tags import TAG_KEYS


def validate(row: Row) -> list[str]:
    """Return everything about *row* that can't be right, one line each."""
    faults = [f"{what}: the SDK's type has no '{path}'" for what, path in _strangers(row)]
    if isinstance(row, Type) and not faults:
        faults += [*_call_faults(row), *_read_faults(row)]
    if isinstance(row, Type) and not faults:
        faults += [*_rename_faults(row), *_property_faults(row), *_half_sent(row), *_output_faults(row), *_unread(row)]
        if row.find is None and not templates.is_template(row.id):
            faults.append("find: needed, since the id isn't a template of inputs")
    return faults


def locate(shape: Shape | None, path: str, table: Table) -> Shape | None:
    """Return the shape of the place in *shape* where the property at *path* goes, or None."""
    seen = ""
    for name in path.split("."):
        seen = f"{seen}.{name}" if seen else name
        route = next((found for block in _blocks(shape) if (found := table.route(block, name, seen))), None)
        if route is None:
            return None
        if route.codec:
            return route.shape
        shape = route.shape
    return shape


def _blocks(shape: Shape | None) -> Iterator[Shape]:
    """Yield the structures that properties of the block at *shape* can go to: an element, or one of its `Items`."""
    while shape is not None and shapes.element(shape) is not shape:
        shape = shapes.element(shape)
    if shape is None:
        return
    items = shapes.members(shape).get("Items") if "Quantity" in shapes.members(shape) else None
    if items is not None:
        yield from _blocks(items)
    yield shape


def _strangers(row: Row) -> Iterator[tuple[str, str]]:
    paths = schema.paths(row.token) | {TAG_KEYS}
    for what in ("replaces", "rename", "defaults", "not_emulated", "forgotten", "differs", "write_only", "local"):
        yield from ((what, path) for path in getattr(row, what, ()) if path not in paths)
    yield from (("outputs", name) for name in row.outputs if name not in schema.output_names(row.token))
    if row.name and row.name.property not in paths:
        yield "name", row.name.property
    if row.tags and "tags" not in paths:
        yield "tags", "tags"
    if row.region is None and "region" not in paths:
        yield "region (None means a regional type)", "region"
    if isinstance(row, Type):
        yield from (("aspects", name) for aspect in row.aspects for name in aspect.properties if name not in paths)
        for call in (*_sends(row), *_reads(row)):
            named = {*getattr(call, "rename", ()), *(getattr(call, "takes", None) or ())}
            yield from ((str(getattr(call, "operation", "Run")), path) for path in named if path not in paths)


def _call_faults(row: Type) -> Iterator[str]:
    for call in _calls(row):
        shape = _request(row, call)
        if shape is None:
            yield f"{call.service or row.service} has no operation {call.operation}"
            continue
        answer = shapes.response(call.service or row.service, call.operation)
        yield from _missing(call.operation, shape, call.params)
        if call.result and shapes.walk(answer, steps(call.result)) is None:
            yield f"{call.operation} answers no {call.result}"
        sent = {member.split(".")[0] for member in call.params} | set(_sent(row, call, shape))
        required: Iterable[str] = getattr(shape, "required_members", ())
        yield from (f"{call.operation} needs {member}" for member in required if member not in sent)


def _read_faults(row: Type) -> Iterator[str]:
    for read in _reads(row):
        shape = _request(row, read)
        if shape is None:
            yield f"{read.service or row.service} has no operation {read.operation}"
            continue
        yield from _missing(read.operation, shape, read.params)
        found = answered(row, read)
        if found is None:
            yield f"{read.operation} answers no {read.result}"
            continue
        yield from _missing(read.operation, found, read.where)
        yield from _missing(read.operation, found, [read.exists] if read.exists else [])


def _rename_faults(row: Type) -> Iterator[str]:
    places = [(call, _request(row, call)) for call in _calls(row)] + [(one, answered(row, one)) for one in _reads(row)]
    for call, shape in places:
        for path, target in call.rename.items():
            if target is not None and locate(shape, path, table_of(row, call)) is None:
                yield f"{call.operation}: rename of '{path}' leads nowhere"
    for path, target in row.rename.items():
        if target is not None and not any(_leads(shape, path, target, table_of(row, call)) for call, shape in places):
            yield f"rename of '{path}' leads nowhere in all of the row's calls"


def _leads(shape: Shape | None, path: str, target: Target, table: Table) -> bool:
    parent, _, _ = path.rpartition(".")
    place = locate(shape, parent, table) if parent else shape
    return any(resolve(block, target) is not None for block in _blocks(place))


def _property_faults(row: Type) -> Iterator[str]:
    """A property that create sends must be changeable, or replace."""
    if row.tags and row.tags.created and isinstance(row.create, Call):
        shape = shapes.request(row.create.service or row.service, row.create.operation)
        if table_of(row, row.create).route(shape, "tags", "tags") is None:
            yield f"tags: {row.create.operation} takes none"
    for name in sorted(path for path in schema.paths(row.token) if "." not in path):
        if name in row.not_emulated or name in (*coverage.TAGS, "region"):
            continue
        known = coverage.sees_to(row, name) or any(coverage.at_creation(row, name))
        if known and not coverage.changeable(row, name) and name not in row.replaces:
            yield f"'{name}' can't be changed in place by any call: list it in replaces"


def _half_sent(row: Type) -> Iterator[str]:
    """What can be changed must be sent when the resource is made, and the other way round."""
    for path in sorted(schema.paths(row.token)):
        top = path.split(".")[0]
        if coverage.sees_to(row, top) or isinstance(row.create, Run) or _listed(path, row.not_emulated):
            continue
        made, changed = (
            any(locate(_request(row, call), path, table_of(row, call)) for call in calls)
            for calls in (coverage.at_creation(row, top), coverage.at_change(row, top))
        )
        if changed and not made:
            yield f"'{path}' is sent when it is changed, but not when the resource is made"
        if made and not changed and not _listed(path, row.replaces) and not _run_changes(row, top):
            yield f"'{path}' is sent when the resource is made, but not when it is changed"


def _listed(path: str, listed: Iterable[str]) -> bool:
    return any(path == one or path.startswith(f"{one}.") for one in listed)


def _run_changes(row: Type, name: str) -> bool:
    runs = any(isinstance(aspect.put, Run) and name in aspect.properties for aspect in row.aspects)
    return runs or (isinstance(row.update, Run) and name in row.update.takes)


def _output_faults(row: Type) -> Iterator[str]:
    created = row.create if isinstance(row.create, Call) else None
    places = [answered(row, created) if created else None, answered(row, _of(row.read))]
    added = row.read.adds if isinstance(row.read, Look) else frozenset[str]()
    for name, source in row.outputs.items():
        path = source.path if isinstance(source, From) else source
        if path in added:
            continue
        if isinstance(path, str) and not templates.is_template(path) and not _any_has(places, path):
            yield f"output '{name}': neither create nor read answers {path}"


def _unread(row: Type) -> Iterator[str]:
    """What is sent must be read back, or be listed as untold."""
    identity = {*templates.names(row.id), *templates.names([dict(read.params) for read in _reads(row)])}
    untold = {*identity, *row.write_only, *row.forgotten, *row.not_emulated, *row.local, *coverage.TAGS, "region"}
    for path in sorted(schema.paths(row.token)):
        top = path.split(".")[0]
        if _listed(path, untold):
            continue
        calls = (call for call in _calls(row) if _within(row, call, top))
        if any(locate(_request(row, call), path, table_of(row, call)) for call in calls) and not any(
            locate(answered(row, read), path, table_of(row, read)) for read in _reports(row, top)
        ):
            yield f"'{path}' is sent, but no read reports it: list it as forgotten or write_only"


def answered(row: Type, call: Call | Read) -> Shape | None:
    """Return the shape of the object in an operation's answer."""
    try:
        answer = shapes.response(call.service or row.service, call.operation)
    except KeyError:
        return None
    return shapes.element(shapes.walk(answer, steps(call.result)))


def _request(row: Type, call: Call | Read) -> Shape | None:
    try:
        return shapes.request(call.service or row.service, call.operation)
    except KeyError:
        return None


def _missing(operation: str, shape: Shape, paths: Iterable[str]) -> Iterator[str]:
    yield from (f"{operation} has no {path}" for path in paths if shapes.walk(shape, steps(path)) is None)


def _sent(row: Type, call: Call, shape: Shape) -> Iterator[str]:
    if call.takes is None and (call is row.delete or any(call is aspect.clear for aspect in row.aspects)):
        return
    for name in schema.paths(row.token) | {TAG_KEYS}:
        route = table_of(row, call).route(shape, name, name) if "." not in name and takes(row, call, name) else None
        if route:
            yield from route.steps[:1] or shapes.members(shape)


def _within(row: Type, call: Call, name: str) -> bool:
    return takes(row, call, name) and all(
        name in aspect.properties for aspect in row.aspects if aspect.put is call or aspect.clear is call
    )


def _reports(row: Type, name: str) -> Iterator[Read]:
    own = [_of(aspect.read) for aspect in row.aspects if aspect.read and name in aspect.properties]
    yield from own or [_of(row.read)]


def _of(read: Read | Look) -> Read:
    return read.answers if isinstance(read, Look) else read


def _sends(row: Type) -> Iterator[Sends]:
    aspects = (call for aspect in row.aspects for call in (aspect.put, aspect.clear))
    carried = (row.tags.put, row.tags.remove, row.tags.clear) if row.tags else ()
    yield from (call for call in (row.create, row.update, row.delete, *aspects, *carried) if call)


def _calls(row: Type) -> Iterator[Call]:
    yield from (call for call in _sends(row) if isinstance(call, Call))


def _reads(row: Type) -> Iterator[Read]:
    found = (row.read, row.find and row.find.read, row.tags and row.tags.read, *(one.read for one in row.aspects))
    yield from (_of(read) for read in found if read)


def _any_has(places: Iterable[Shape | None], path: str) -> bool:
    return any(place is not None and shapes.walk(place, steps(path)) is not None for place in places)
