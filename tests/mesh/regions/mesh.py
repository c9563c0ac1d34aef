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
_AT_ONCE: Final = 2
"""Regions that are brought up side by side: as many as a small machine has processors."""


@dataclass
class Mesh:
    """What runs."""

    network: Network
    regions: Mapping[str, Region]
    root: Signed
    """What its certificates go back to."""
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

    def trust(self, *roots: Signed) -> None:
        """Have every region's mesh trust *roots*, as the deployment of another list of them has."""
        with TemporaryDirectory(prefix="groot-") as scratch:
            for name, rendered in render(self.settings, Path(scratch), _pems(roots)).items():
                self.regions[name].take_charts(rendered.charts)


def _pems(roots: Sequence[Signed]) -> list[str]:
    return [one.pem.decode() for one in roots]


@contextmanager
def mesh(settings: Sequence[Setting], home_gateways: int = HOME_GATEWAYS) -> Iterator[Mesh]:
    """Bring up a mesh of *settings* with so many gateways in the first region, and end it afterwards."""
    with TemporaryDirectory(prefix="groot-") as scratch, ExitStack() as ending:
        signer = root()
        rendered = render(settings, Path(scratch), _pems([signer]))
        network = Network({one.name: one.cidr for one in settings})
        ending.callback(network.delete)

        def bring_up(name: str) -> Region:
            gateways = home_gateways if name == settings[0].name else 1
            return ending.enter_context(region(name, network, rendered[name], signer, Path(scratch), gateways))

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            regions = {here.name: here for here in pool.map(bring_up, rendered)}
        yield Mesh(network, regions, signer, settings)
