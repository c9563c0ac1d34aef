"""Which stores a backup selection takes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from policies.graph import Graph, known
from policies.model import Props, Resource
from policies.read import items, value
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


def selecting(selections: Selections, store: Resource) -> Iterator[Resource]:
    """Yield those of *selections* that take *store*, where it stands.

    Raises:
        NoRegionError: its provider doesn't say where that is, or another might take it that doesn't say so either.
    """
    tags = value(store.props, "tags", {})
    for selection in selections.get(region_of(store), ()):
        if selects(selection.props, store, tags):
            yield selection
    for selection in selections.get(None, ()):
        if selects(selection.props, store, tags):
            raise NoRegionError(selection)


def selects(selection: Props, store: Resource, tags: Mapping[str, str]) -> bool:
    """Return whether *selection* takes *store*: by any of its tags, or by its resources and all of its conditions.

    AWS Backup API Reference, "BackupSelection".
    """
    if _matches(items(selection, "notResources"), store):
        return False
    tagged = items(selection, "selectionTags")
    if any(tags.get(value(tag, "key")) == value(tag, "value") for tag in tagged):
        return True
    conditions = [each for block in items(selection, "conditions") for each in items(block, "stringEquals")]
    return _matches(items(selection, "resources"), store) and all(
        tags.get(str(value(each, "key")).removeprefix(TAG_KEY)) == value(each, "value") for each in conditions
    )


def _matches(patterns: Iterable[str], store: Resource) -> bool:
    return any(pattern == "*" or fnmatchcase(str(store.props.get("arn")), pattern) for pattern in patterns)
