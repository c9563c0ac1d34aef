"""What the event store keeps its events in: global tables, and in each region what is made of them and an archive.

Events and the keys of the people they speak of are in every region; each partition of the events is written in one
region at a time (`functions/event_store`, `docs/event-store.md`). Checkpoints and projections follow the region's own
copy, so each region has its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.event_tables import EventArchived, EventTables, KeptTable
from components._shared.logs import LogGroupNames
from components._shared.paths import registered
from components._shared.site import ActiveSite, Site
from components._shared.tables import arn_in, copies, declare_table, watch_table
from components.data.event_archive import EventArchive, EventArchiveArgs
from settings import RECOVERY_DAYS, DataClass


@dataclass(frozen=True, kw_only=True)
class EventStoreArgs:
    """Where it is."""

    sites: Sequence[ActiveSite]
    """Regions that share the events; the first founds each partition."""
    data_class: DataClass
    """Class of what the events hold."""
    retention_days: int
    """Days that archived events are locked; then they go."""
    key_recovery_days: int
    """Days that a destroyed key of a subject can be brought back by its table's own recovery."""


class EventStore(pulumi.ComponentResource):
    """The tables of an event store."""

    tables: Mapping[str, EventTables]
    """By region."""
    archived: Mapping[str, EventArchived]
    """By the region that founds partitions: its archive, which has what that of every other region has."""
    log_group_names: LogGroupNames
    """By region, and by what they hold."""

    def __init__(self, name: str, args: EventStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:EventStore", name, {}, opts)
        self._name, self._args = name, args
        home = args.sites[0]
        events = self._create_global("events", ("pk", "sk"), "Readers of events are refused: see which stream is hot.")
        keys = self._create_global(
            "subject-keys",
            ("subject",),
            "Personal fields can't be read: see who reads so many of them.",
            args.key_recovery_days,
        )
        archives = {site.name: self._create_archive(site) for site in args.sites}
        self.archived = {home.name: archives[home.name].archived}
        self.log_group_names = {name: {"event-archive": each.log_group_name} for name, each in archives.items()}
        self.tables = {
            site.name: EventTables(
                founding_region=home.name,
                key_arn=site.key_arns[args.data_class],
                events=_kept(site, events),
                stream_arn=events.stream_arn if site is home else _replica_stream(events, site),
                keys=_kept(site, keys),
                checkpoints=self._create_local("checkpoints", ("pk", "sk"), site),
                summaries=self._create_local("summaries", ("pk",), site),
                archive=archives[site.name].delivery,
            )
            for site in args.sites
        }
        self.register_outputs(
            {
                "table_names": {"events": events.name, "subject_keys": keys.name},
                "stream_arns": {region: tables.stream_arn for region, tables in self.tables.items()},
                "paths": registered(
                    copies("events", events, args.sites, why="A region that is lost takes no event with it."),
                    copies("keys", keys, args.sites, why="What is personal is read, and forgotten, in every region."),
                ),
            }
        )

    def _create_global(
        self, role: str, keys: Sequence[str], throttled: str, recovery_days: int = RECOVERY_DAYS
    ) -> aws.dynamodb.Table:
        args, name = self._args, f"{self._name}-{role}"
        table = declare_table(
            name,
            name,
            keys,
            sites=args.sites,
            data_class=args.data_class,
            recovery_days=recovery_days,
            parent=self,
        )
        watch_table(
            name, table, args.sites, throttled=throttled, behind="is behind: move no partition there yet.", parent=self
        )
        return table

    def _create_archive(self, site: ActiveSite) -> EventArchive:
        args = EventArchiveArgs(site=site, data_class=self._args.data_class, retention_days=self._args.retention_days)
        return EventArchive(f"{self._name}-{site.name}-archive", args, pulumi.ResourceOptions(parent=self))

    def _create_local(self, role: str, keys: Sequence[str], site: Site) -> KeptTable:
        args, name = self._args, f"{self._name}-{site.name}-{role}"
        table = declare_table(name, f"{self._name}-{role}", keys, sites=[site], data_class=args.data_class, parent=self)
        watch_table(
            name, table, [site], throttled="Projections fall behind: see the projector.", behind="", parent=self
        )
        return _kept(site, table)


def _kept(site: Site, table: aws.dynamodb.Table) -> KeptTable:
    return KeptTable(name=table.name, arn=arn_in(site, table))


def _replica_stream(table: aws.dynamodb.Table, site: Site) -> pulumi.Output[str]:
    """Return the stream of the replica of *table* at *site*: the table's own has another name."""
    return table.replicas.apply(
        lambda replicas: next(str(one.stream_arn) for one in replicas or () if one.region_name == site.name)
    )
