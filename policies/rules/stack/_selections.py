"""Which stores a backup selection takes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from pulumi_policy.proxy import UnknownValueError

from policies.answers import all_hold, any_holds
from policies.graph import Graph, known
from policies.lists import every, known_first, some
from policies.model import Props, Resource
from policies.read import items, value
from policies.references import of_another
from policies.rules.stack._regions import NoRegionError, region_of

SELECTION = "aws:backup/selection:Selection"
TAG_KEY = "aws:ResourceTag/"


Selections = Mapping[str | None, Sequence[Resource]]


def selections_by_region(graph: Graph) -> Selections:
    """Return the backup selections of each region; under None, those whose provider doesn't say which they are in."""
    found: dict[str | None, list[Resource]] = defaultdict(list)
    for selection in graph.of((SELECTION,)):
        found[known(selection.props, "region")].append(selection)
    return found


def candidates(selections: Selections, store: Resource) -> Sequence[Resource]:
    """Return those of *selections* that stand where *store* does, or may. Raises `NoRegionError` if none says where."""
    return [*selections.get(region_of(store), ()), *selections.get(None, ())]


def selecting(selections: Selections, store: Resource) -> Iterator[Resource]:
    """Yield those of *selections* that take *store*, where it stands.

    Raises:
        UnknownValueError: at the end, where another might take it, or at once if nobody says where it stands.
    """

    def chosen(selection: Resource) -> Iterator[Resource]:
        if takes(selection, store):
            yield selection

    return known_first(map(chosen, candidates(selections, store)))


def takes(selection: Resource, store: Resource) -> bool:
    """Return whether *selection*, one of the `candidates`, takes *store*.

    Raises:
        UnknownValueError: it hangs on what isn't known yet, such as where the selection stands.
    """
    tags = value(store.props, "tags", {})
    taken = of_another(selection, lambda: selects(selection.props, store, tags))
    if taken and known(selection.props, "region") is None:
        raise NoRegionError(selection)
    return taken


def selects(selection: Props, store: Resource, tags: Mapping[str, str]) -> bool:
    """Return whether *selection* takes *store*: by any of its tags, or by its resources and all of its conditions.

    AWS Backup API Reference, "BackupSelection".
    """
    return all_hold(
        lambda: not _matches(items(selection, "notResources"), store),
        lambda: any_holds(
            lambda: some(items(selection, "selectionTags"), lambda tag: _has(tags, tag)),
            lambda: all_hold(
                lambda: _matches(items(selection, "resources"), store),
                lambda: every(items(selection, "conditions"), lambda block: _meets(tags, block)),
            ),
        ),
    )


def _meets(tags: Mapping[str, str], block: Props) -> bool:
    return every(items(block, "stringEquals"), lambda tag: _has(tags, tag))


def _has(tags: Mapping[str, str], tag: Props) -> bool:
    """Return whether *tags* have *tag*; where its name isn't known, a value that none of them has decides."""
    try:
        name = str(value(tag, "key")).removeprefix(TAG_KEY)
    except UnknownValueError:
        if some([*tags], lambda each: tags[each] == value(tag, "value")):
            raise
        return False
    return name in tags and tags[name] == value(tag, "value")


def _matches(patterns: Sequence[str], store: Resource) -> bool:
    return some(patterns, lambda pattern: pattern == "*" or fnmatchcase(str(store.props.get("arn")), pattern))
