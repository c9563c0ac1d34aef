"""Faults of the API's pods, as experiments of Chaos Mesh: what each does, to how many, and what it is confined to.

An experiment begins when it is made and is over when it is deleted, or after its time. So none is part of a release:
they are rendered apart (`<region>-on-request`), and `groot feed --run NAME` brings one, which the next feed takes away.
Chaos Mesh itself isn't among the charts, as its daemon rules every node (docs/adr/0051-faults-on-purpose.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components.compute.mesh_names import API, APPLICATION_NAMESPACE
from settings import PodFault

CHAOS_API: Final = "chaos-mesh.org/v1alpha1"
MINUTES: Final = 5
"""Longer than a minute that an alarm of the promises looks at, three times in a row, with time to see it."""
RUN: Final = "groot/run"
"""Label by which `groot feed --run` finds what it is asked for."""


@dataclass(frozen=True, kw_only=True)
class PodFaultsArgs:
    """Which faults may be made."""

    faults: Sequence[PodFault]


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One fault: its kind and what it does, beside whom it is done to."""

    kind: str
    spec: Mapping[str, Any]


EXPERIMENTS: Final[Mapping[PodFault, Experiment]] = {
    "pod-clock": Experiment(
        kind="TimeChaos", spec={"timeOffset": "-10m", "clockIds": ["CLOCK_REALTIME"], "containerNames": ["api"]}
    ),
    "pod-delay": Experiment(
        kind="NetworkChaos",
        spec={"action": "delay", "direction": "to", "delay": {"latency": "200ms", "jitter": "50ms"}},
    ),
    "pod-kill": Experiment(kind="PodChaos", spec={"action": "pod-kill", "gracePeriod": 0}),
    "pod-loss": Experiment(
        kind="NetworkChaos", spec={"action": "loss", "direction": "to", "loss": {"loss": "20", "correlation": "25"}}
    ),
    "pod-partition": Experiment(kind="NetworkChaos", spec={"action": "partition", "direction": "to"}),
}
"""One pod at a time: what is asked is whether the others go on."""


def spec_of(fault: PodFault) -> dict[str, Any]:
    """Return the spec of *fault*'s experiment: on one of the API's pods, in its namespace, for `MINUTES`."""
    selector = {"namespaces": [APPLICATION_NAMESPACE], "labelSelectors": {"app": API}}
    return {**EXPERIMENTS[fault].spec, "mode": "one", "selector": selector, "duration": f"{MINUTES}m"}


class PodFaults(pulumi.ComponentResource):
    """Experiments of one cluster. Give the provider of what is brought on request."""

    def __init__(self, name: str, args: PodFaultsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:PodFaults", name, {}, opts)
        for fault in args.faults:
            kubernetes.apiextensions.CustomResource(
                f"{name}-{fault}",
                api_version=CHAOS_API,
                kind=EXPERIMENTS[fault].kind,
                metadata=ObjectMetaArgs(name=fault, namespace=APPLICATION_NAMESPACE, labels={RUN: fault}),
                spec=spec_of(fault),
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({})
