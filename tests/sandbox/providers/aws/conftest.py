from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox.providers.aws.provider import AwsProvider
from tests.conftest import own_emulator
from tests.sandbox.providers.aws.bench import Bench, Deployed

Deploy = Callable[..., Deployed]


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An emulator of its own: what stands once in an account would get in the way of a deployed stack."""
    with own_emulator(tmp_path_factory.mktemp("providers")) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def bench(endpoint: str) -> Bench:
    return Bench(AwsProvider(endpoint))


@pytest.fixture
def deploy(bench: Bench) -> Iterator[Deploy]:
    """Deploy a resource and delete it after the test, last made first."""
    made: list[Deployed] = []

    def one(token: str, **inputs: Any) -> Deployed:
        made.append(bench.deploy(token, **inputs))
        return made[-1]

    yield one
    for deployed in reversed(made):
        deployed.delete()


@pytest.fixture
def subnet_ids(bench: Bench) -> list[str]:
    """Three of the subnets that every region has from the start."""
    return [
        subnet["SubnetId"]
        for subnet in bench.boto("ec2").describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])[
            "Subnets"
        ]
    ][:3]
