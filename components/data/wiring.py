"""Where the platform's records rest: the sharded relational store with the map of its shards, and the event store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components._shared.consent_tables import ConsentTables
from components._shared.event_tables import EventArchived, EventTables
from components._shared.logs import LogGroupNames, by_region
from components._shared.network import Network
from components._shared.request_tables import RequestTables
from components._shared.shards import Shards
from components._shared.site import ActiveSite, Sites
from components.data.consent_register import ConsentRegister, ConsentRegisterArgs
from components.data.event_store import EventStore, EventStoreArgs
from components.data.rebalancer import Rebalancer, RebalancerArgs
from components.data.request_book import RequestBook, RequestBookArgs
from components.data.shard import APPLICATION_USER
from components.data.shard_map import ShardMap, ShardMapArgs
from components.data.shard_member import DATABASE_NAME
from components.data.sharded_database import ShardedDatabase, ShardedDatabaseArgs
from settings import DataClass, Settings

SHARD_CLASS = DataClass.CONFIDENTIAL
"""Class of what the shards hold: records of customers."""
EVENT_CLASS = DataClass.CONFIDENTIAL
"""Class of what the events hold: what customers did."""


@dataclass(frozen=True, kw_only=True)
class Data:
    """What other rooms, and the stack's outputs, need of this one."""

    shard_map_table_name: pulumi.Output[str]
    shard_map_table_arns: Mapping[str, pulumi.Output[str]]
    """The map's replicas by region."""
    event_tables: Mapping[str, EventTables]
    """The event store's tables by region."""
    request_tables: Mapping[str, RequestTables]
    """Those of people's requests, by region: one for each event store, where that was founded."""
    consent_tables: Mapping[str, ConsentTables]
    """The register of consents by region: one for each event store."""
    archived: Mapping[str, EventArchived]
    """By region, one for each event store: where its events rest."""
    shards: Mapping[str, Shards]
    """By region, for its functions."""
    writer_regions: Mapping[str, str]
    """Region of each shard's founding writer, by the shard's label."""
    subnet_group_names: Mapping[str, pulumi.Output[str]]
    """By region: where databases stand."""
    security_group_ids: Mapping[str, pulumi.Output[str]]
    """By region: the databases' security group."""
    log_group_names: LogGroupNames
    """Log groups by region, and by shard or what else they hold."""


def declare_data(
    settings: Settings,
    sites: Sites,
    *,
    networks: Mapping[str, Network],
    client_group_ids: Mapping[str, pulumi.Input[str]],
) -> Data:
    """Declare the shards, reached by the workloads in *client_group_ids* of every region, their map, and who tends
    them."""
    database = _declare_database(settings, sites.active, networks, client_group_ids)
    stores = _declare_events(settings, sites.active)
    shard_map = ShardMap("shard-map", ShardMapArgs(sites=sites.active, topology=database.topology))
    rebalancer = _declare_rebalancer(sites.active, networks, database, shard_map)
    home = next(iter(sites.active))
    event_tables = {region: tables for store in stores for region, tables in store.tables.items()}
    return Data(
        shard_map_table_name=shard_map.table_name,
        shard_map_table_arns=shard_map.table_arns,
        event_tables=event_tables,
        request_tables=_declare_requests(settings, sites.active, event_tables),
        consent_tables=_declare_consents(settings, sites.active, event_tables),
        archived={region: each for store in stores for region, each in store.archived.items()},
        shards={region: _shards(region, networks, database, shard_map) for region in sites.active},
        writer_regions=dict(zip(database.topology, database.writer_regions, strict=True)),
        subnet_group_names=database.subnet_group_names,
        security_group_ids=database.security_group_ids,
        log_group_names=by_region(
            database.log_group_names,
            *(store.log_group_names for store in stores),
            {home: {"rebalancer": rebalancer.log_group_name}},
        ),
    )


def _declare_rebalancer(
    sites: Mapping[str, ActiveSite], networks: Mapping[str, Network], database: ShardedDatabase, shard_map: ShardMap
) -> Rebalancer:
    home = next(iter(sites))
    return Rebalancer(
        "rebalancer",
        RebalancerArgs(
            site=sites[home],
            network=networks[home],
            peer_cidrs=_peer_cidrs(home, networks),
            map_name=shard_map.table_name,
            map_arn=shard_map.table_arns[home],
            database=DATABASE_NAME,
            labels=list(database.topology),
            connect_arns=database.rebalancer_arns,
            secret_arns=list(database.secret_arns.values()),
            secrets_key_arn=sites[home].key_arns[SHARD_CLASS],
            cluster_group_ids=database.security_group_ids,
            endpoints=[each["cluster"] for one in database.topology.values() for each in one["endpoints"].values()],
        ),
    )


def _shards(region: str, networks: Mapping[str, Network], database: ShardedDatabase, shard_map: ShardMap) -> Shards:
    return Shards(
        map_name=shard_map.table_name,
        map_arn=shard_map.table_arns[region],
        database=DATABASE_NAME,
        user=APPLICATION_USER,
        connect_arns=[arn for arns in database.connect_arns.values() for arn in arns],
        proxy_group_id=database.proxy_group_ids[region],
        peer_cidrs=_peer_cidrs(region, networks),
        endpoints=[each["write"] for one in database.topology.values() for each in one["endpoints"].values()],
    )


def _peer_cidrs(region: str, networks: Mapping[str, Network]) -> list[str]:
    return [cidr for name, network in networks.items() if name != region for cidr in network.isolated_cidrs]


def _declare_database(
    settings: Settings,
    sites: Mapping[str, ActiveSite],
    networks: Mapping[str, Network],
    client_group_ids: Mapping[str, pulumi.Input[str]],
) -> ShardedDatabase:
    return ShardedDatabase(
        "database",
        ShardedDatabaseArgs(
            sites=sites,
            networks=networks,
            client_group_ids=client_group_ids,
            database=settings.database,
            writers=settings.database.writers or None,
            data_class=SHARD_CLASS,
            policy=settings.data_classes[SHARD_CLASS],
            rpo_minutes=settings.objectives.rpo_minutes,
        ),
    )


def _declare_events(settings: Settings, sites: Mapping[str, ActiveSite]) -> Sequence[EventStore]:
    """Declare one event store over all regions, or one in each jurisdiction whose events must stay there."""
    groups: dict[str, list[ActiveSite]] = {}
    for site in sites.values():
        held = EVENT_CLASS in settings.held_classes
        groups.setdefault(f"event-store-{site.region.residency}" if held else "event-store", []).append(site)
    policy = settings.data_classes[EVENT_CLASS]
    return [
        EventStore(
            name,
            EventStoreArgs(
                sites=group,
                data_class=EVENT_CLASS,
                retention_days=policy.retention_days,
                key_recovery_days=policy.key_recovery_days,
            ),
        )
        for name, group in groups.items()
    ]


def _declare_consents(
    settings: Settings, sites: Mapping[str, ActiveSite], event_tables: Mapping[str, EventTables]
) -> Mapping[str, ConsentTables]:
    """Declare a register of consents in the regions of each event store; return it by region."""
    found: dict[str, ConsentTables] = {}
    for founding, group in _groups(sites, event_tables).items():
        name = f"consents-{sites[founding].region.residency}" if EVENT_CLASS in settings.held_classes else "consents"
        found |= ConsentRegister(name, ConsentRegisterArgs(sites=group, data_class=EVENT_CLASS)).tables
    return found


def _groups(
    sites: Mapping[str, ActiveSite], event_tables: Mapping[str, EventTables]
) -> Mapping[str, Sequence[ActiveSite]]:
    """Return the regions of each event store by the one that founded it, which comes first."""
    groups: dict[str, list[ActiveSite]] = {}
    for name, tables in event_tables.items():
        groups.setdefault(tables.founding_region, []).append(sites[name])
    return groups


def _declare_requests(
    settings: Settings, sites: Mapping[str, ActiveSite], event_tables: Mapping[str, EventTables]
) -> Mapping[str, RequestTables]:
    """Declare the tables of people's requests in the regions of each event store; return them by who founded it."""
    held = EVENT_CLASS in settings.held_classes
    found = {}
    for founding, group in _groups(sites, event_tables).items():
        role = f"requests-{sites[founding].region.residency}" if held else "requests"
        found[founding] = RequestBook(
            f"{role}-book", RequestBookArgs(sites=group, role=role, data_class=EVENT_CLASS)
        ).tables
    return found
