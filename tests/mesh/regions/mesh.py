"""Regions that run side by side, and requests to them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from components.compute.mesh_names import HTTPS_PORT
from settings import Region as Setting
from tests.mesh.regions.certificates import Signed, root
from tests.mesh.regions.manifests import HOST, render
from tests.mesh.regions.network import Network
from tests.mesh.regions.region import Region, region
from tests.mesh.regions.tokens import SIGNERS, bearer
from tests.mesh.regions.traffic import Answer, Client, unchecked

CALLER: Final = bearer(SIGNERS[0].token())
"""What a caller of the API brings who may do all that the workload does."""
HOME_GATEWAYS: Final = 3
"""In the first region, as its manifest asks for: each has its own memory of what failed."""


@dataclass(frozen=True)
class Mesh:
    """What runs."""

    network: Network
    regions: Mapping[str, Region]
    root: Signed
    settings: Sequence[Setting]

    def client(self, name: str, number: int = 0, headers: Mapping[str, str] = CALLER) -> Client:
        """Return a load balancer's connection to a gateway of the region called *name*, with requests of one caller."""
        here = self.regions[name]
        gateway = here.gateways()[number]
        return Client(here.node.namespace, (gateway.address, HTTPS_PORT), unchecked(), headers=headers)

    def ask(self, name: str, count: int, clients: int = 4, **headers: str) -> list[Answer]:
        """Return the answers to *count* requests to the region called *name*."""

        def some(_number: int) -> list[Answer]:
            client = self.client(name)
            return [client.get(Host=HOST, **headers) for _ in range(count // clients)]

        with ThreadPoolExecutor(clients) as pool:
            return [answer for answers in pool.map(some, range(clients)) for answer in answers]

    def answering(self, answers: Sequence[Answer]) -> Counter[str]:
        """Return how many of *answers* came from which region, by the pods that they name."""
        owners = {pod: name for name, here in self.regions.items() for pod in here.kubelet.names("groot-api-")}
        return Counter(
            owners[answer.body.strip()] if answer.status == 200 else str(answer.status) for answer in answers
        )


@contextmanager
def mesh(settings: Sequence[Setting]) -> Iterator[Mesh]:
    """Bring up a mesh of *settings*, and end it afterwards."""
    with TemporaryDirectory(prefix="groot-") as scratch, ExitStack() as ending:
        rendered = render(settings, Path(scratch))
        network = Network({one.name: one.cidr for one in settings})
        ending.callback(network.delete)
        signer = root()

        def bring_up(name: str) -> Region:
            gateways = HOME_GATEWAYS if name == settings[0].name else 1
            return ending.enter_context(region(name, network, rendered[name], signer, Path(scratch), gateways))

        with ThreadPoolExecutor(len(settings)) as pool:
            regions = {here.name: here for here in pool.map(bring_up, rendered)}
        yield Mesh(network, regions, signer, settings)
