"""What a cluster is given by name alone: experiments, and the promised load (`groot feed --run`)."""

import math

import pulumi

from components._shared.site import ActiveSite
from components.compute.load_test import RegionLoad, RegionLoadArgs
from components.compute.manifests import manifests_provider
from components.compute.pod_faults import PodFaults, PodFaultsArgs
from settings import Settings


def declare_requestable(settings: Settings, site: ActiveSite) -> None:
    """Declare what a cluster is given by name alone, in a folder that no release is made of."""
    faults = settings.pod_faults
    if not (faults or settings.load_test.enabled):
        return
    folder = f".sandbox/manifests/{pulumi.get_stack()}/{site.name}-on-request"
    provider = manifests_provider(f"requestable-{site.name}", folder)
    given = pulumi.ResourceOptions(providers={"kubernetes": provider})
    if faults:
        PodFaults(f"pod-faults-{site.name}", PodFaultsArgs(faults=faults), given)
    if settings.load_test.enabled:
        share = math.ceil((settings.targets.requests_per_minute or 0) * site.region.weight / 100)
        RegionLoad(
            f"load-{site.name}",
            RegionLoadArgs(
                site=site,
                settings=settings.load_test,
                objectives=settings.objectives,
                host=settings.api_host,
                requests_per_minute=max(1, share),
            ),
            given,
        )
