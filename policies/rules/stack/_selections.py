"""Which stores a backup selection takes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from policies.graph import Graph
from policies.model import Props, Resource
from policies.read import items, value

SELECTION = "aws:backup/selection:Selection"
TAG_KEY = "aws:ResourceTag/"


def selections_by_region(graph: Graph) -> Mapping[str, Sequence[Resource]]:
    """Return the backup selections of each region."""
    found: dict[str, list[Resource]] = defaultdict(list)
    for selection in graph.of((SELECTION,)):
        found[value(selection.props, "region")].append(selection)
    return found


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
