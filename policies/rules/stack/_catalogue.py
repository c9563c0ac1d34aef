"""What the catalogue of personal data, which a component registers, says of a stack's resources."""

from collections import defaultdict
from collections.abc import Sequence
from fnmatch import fnmatchcase

from policies.graph import DATA_CATALOGUE, Graph
from policies.model import NotApplicable, Props, Resource
from policies.read import items, value


class Entries:
    """The entries of a stack's catalogue."""

    def __init__(self, graph: Graph) -> None:
        catalogues = graph.of((DATA_CATALOGUE,))
        if not catalogues:
            raise NotApplicable("the stack declares no catalogue of personal data")
        self._by_type: dict[str, list[tuple[str, Props]]] = defaultdict(list)
        for store in (store for catalogue in catalogues for store in items(catalogue.props, "stores")):
            for part in items(store, "resources"):
                self._by_type[str(value(part, "type"))].append((str(value(part, "name")), store))

    @property
    def types(self) -> Sequence[str]:
        """Types of which it names resources."""
        return sorted(self._by_type)

    def of(self, resource: Resource) -> Props:
        """Return what is said of *resource*.

        Raises:
            NotApplicable: nothing is, which another rule tells.
        """
        for pattern, store in self._by_type[resource.type]:
            if fnmatchcase(resource.name, pattern):
                return store
        raise NotApplicable("the catalogue doesn't name it")
