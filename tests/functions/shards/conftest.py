from collections.abc import Iterator, Sequence

import pytest

from tests.functions.shards.clusters import Cluster, clusters
from tests.functions.shards.fleet import Fleet, fleet_of


@pytest.fixture(scope="session")
def three_clusters() -> Iterator[Sequence[Cluster]]:
    """Clusters that tests make databases in."""
    with clusters(3) as found:
        yield found


@pytest.fixture
def fleet(emulator_endpoint: str, three_clusters: Sequence[Cluster]) -> Iterator[Fleet]:
    """Two shards that hold all slots, and a third that has joined them."""
    with fleet_of(emulator_endpoint, three_clusters, founding=2) as made:
        yield made
