"""The platform's graph, made once: sqlglot takes seconds."""

import pytest

from governance import flows
from governance.flows import Lineage
from governance.loading import Catalogue, load
from ops.lineage.graph import Graph, graph


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def lineage(catalogue: Catalogue) -> Lineage:
    return flows.load(catalogue)


@pytest.fixture(scope="session")
def made(catalogue: Catalogue, lineage: Lineage) -> Graph:
    return graph(catalogue, lineage)
