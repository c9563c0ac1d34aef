"""One region as its components find it, so that all of them are handed the same thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components._shared.context import Context
from settings import DataClass, Region


@dataclass(frozen=True, kw_only=True)
class Site:
    """A region with what the platform keeps there for every component."""

    context: Context
    """Facts of the deployment."""
    region: Region
    """Which region, and its settings."""
    key_arns: Mapping[DataClass, pulumi.Input[str]]
    """The region's key for each class of data."""
    alarm_topic_arn: pulumi.Input[str]
    """Topic in the region that alarms notify."""
    log_retention_days: int
    """Days that log groups are kept."""

    @property
    def name(self) -> str:
        """The region's name, which resources take as `region=`."""
        return self.region.name


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A region's log buckets: one that is locked, and one for what AWS can't deliver into a locked one."""

    bucket_name: pulumi.Input[str]
    bucket_arn: pulumi.Input[str]
    deliveries_bucket_name: pulumi.Input[str]
    deliveries_bucket_arn: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class ActiveSite(Site):
    """A region that the platform runs in."""

    archive: Archive
    """Where the region's logs rest."""
    peers: Sequence[Region]
    """The other active regions."""


@dataclass(frozen=True, kw_only=True)
class Sites:
    """Every region in which the platform stands."""

    active: Mapping[str, ActiveSite]
    """The regions that it runs in, by name; the first is the home of what AWS keeps once per account."""
    control: Site
    """Where AWS runs CloudFront, its firewall and Route 53 from; active or not."""

    @property
    def home(self) -> ActiveSite:
        """The region that holds what AWS keeps once per account."""
        return next(iter(self.active.values()))

    @property
    def every(self) -> Mapping[str, Site]:
        """Every region by name: the active ones, and last the control region where it is none of them."""
        return {**self.active, self.control.name: self.control}
