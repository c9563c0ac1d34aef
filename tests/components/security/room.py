"""A small stack with every component of the room: three regions in two jurisdictions, all but one archive protected."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pulumi
from moto.server import ThreadedMotoServer

from components._shared.context import Context
from components.observability.alarm_topic import AlarmTopic, AlarmTopicArgs
from components.security.archive_replication import ArchiveCopy, ArchiveReplication, ArchiveReplicationArgs
from components.security.detection import ThreatDetection, ThreatDetectionArgs
from components.security.log_archive import LogArchive, LogArchiveArgs
from components.security.log_shipping import LogShipping, LogShippingArgs
from components.security.service_roles import ServiceRoles, ServiceRolesArgs
from components.security.siem import Siem, SiemArgs
from components.security.trail import AuditTrail, AuditTrailArgs
from settings import Region
from tests.components.deployed import Room, declare_network, deployment

ACCOUNT = "123456789012"
HOME = Region(name="us-east-1", cidr="10.0.0.0/16", weight=40, residency="us")
OTHER = Region(name="us-west-2", cidr="10.1.0.0/16", weight=30, residency="us")
ABROAD = Region(name="eu-west-1", cidr="10.2.0.0/16", weight=30, residency="eu")
PROTECTED = Context(
    prefix="groot-room", account_id=ACCOUNT, tags={"owner": "tests", "cost-center": "tests"}, protect=True
)
OPEN = Context(prefix="groot-open", account_id=ACCOUNT)
RETENTION_DAYS = 365
TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/shard-map"


def key_of(region: Region) -> str:
    """Return the ARN that stands for the region's key."""
    return f"arn:aws:kms:{region.name}:{ACCOUNT}:key/mrk-1"


@contextmanager
def deployed(program: Callable[[], object], folder: Path) -> Iterator[Room]:
    """Deploy what *program* declares into an emulator of its own, twice."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    room = deployment(endpoint, folder, program)
    try:
        yield Room(endpoint, room.up(), room.up())
    finally:
        server.stop()


def declare() -> None:
    """Declare the stack."""
    topics = declare_topics()
    archives = {region.name: _archive(region, PROTECTED) for region in (HOME, OTHER)}
    archives[ABROAD.name] = _archive(ABROAD, OPEN)
    _replication(archives, topics)
    trail = _trail(archives, topics)
    for region, linked in ((HOME, [ABROAD.name]), (ABROAD, [])):
        _detection(region, linked, topics)
    siem = _siem(archives, topics)
    for region in (HOME, OTHER):
        groups: dict[str, pulumi.Input[str]] = {"audit-trail": trail.log_group_name} if region is HOME else {}
        shipping = LogShippingArgs(context=PROTECTED, region=region, stream_arn=siem.stream_arn, log_group_names=groups)
        LogShipping(f"shipping-{region.name}", shipping)
    pulumi.export("archives", {name: archive.bucket_name for name, archive in archives.items()})
    pulumi.export("deliveries", {name: archive.deliveries_bucket_name for name, archive in archives.items()})
    pulumi.export("trail", trail.arn)
    pulumi.export("trailLogGroup", trail.log_group_name)
    pulumi.export("stream", siem.stream_arn)
    pulumi.export("domain", siem.domain_arn)
    pulumi.export("domainEndpoint", siem.domain_endpoint)
    pulumi.export("domainGroup", siem.domain_security_group_id)
    pulumi.export("adminRole", siem.admin_role_arn)
    pulumi.export("deliveryRole", siem.delivery_role_arn)


def declare_topics() -> dict[str, AlarmTopic]:
    """Declare the alarm topics of all regions."""
    topics = {
        region.name: AlarmTopic(
            f"alarms-{region.name}", AlarmTopicArgs(context=PROTECTED, region=region, kms_key_arn=key_of(region))
        )
        for region in (HOME, OTHER, ABROAD)
    }
    pulumi.export("topics", {name: topic.arn for name, topic in topics.items()})
    return topics


def _archive(region: Region, context: Context) -> LogArchive:
    args = LogArchiveArgs(context=context, region=region, kms_key_arn=key_of(region), retention_days=RETENTION_DAYS)
    return LogArchive(f"archive-{region.name}", args)


def _replication(archives: dict[str, LogArchive], topics: dict[str, AlarmTopic]) -> None:
    def side(region: Region) -> ArchiveCopy:
        archive = archives[region.name]
        return ArchiveCopy(
            region=region,
            bucket_name=archive.bucket_name,
            bucket_arn=archive.bucket_arn,
            kms_key_arn=key_of(region),
        )

    args = ArchiveReplicationArgs(
        context=PROTECTED, source=side(HOME), destination=side(OTHER), alarm_topic_arn=topics[HOME.name].arn
    )
    ArchiveReplication("replication", args)


def _trail(archives: dict[str, LogArchive], topics: dict[str, AlarmTopic]) -> AuditTrail:
    logs = [arn for archive in archives.values() for arn in (archive.bucket_arn, archive.deliveries_bucket_arn)]
    args = AuditTrailArgs(
        context=PROTECTED,
        region=HOME,
        kms_key_arn=key_of(HOME),
        retention_days=RETENTION_DAYS,
        archive_bucket_name=archives[HOME.name].bucket_name,
        log_bucket_arns=logs,
        audited_table_arns=[TABLE],
        alarm_topic_arn=topics[HOME.name].arn,
    )
    return AuditTrail("audit", args)


def _detection(region: Region, linked: list[str], topics: dict[str, AlarmTopic]) -> None:
    args = ThreatDetectionArgs(
        context=PROTECTED,
        region=region,
        frameworks=["soc2", "pci-dss"],
        linked_regions=linked,
        alarm_topic_arn=topics[region.name].arn,
    )
    ThreatDetection(f"detection-{region.name}", args)


def _siem(archives: dict[str, LogArchive], topics: dict[str, AlarmTopic]) -> Siem:
    vpc_id, subnet_ids = declare_network("siem", HOME)
    roles = ServiceRoles("service-roles", ServiceRolesArgs(context=PROTECTED))
    args = SiemArgs(
        context=PROTECTED,
        region=HOME,
        kms_key_arn=key_of(HOME),
        retention_days=RETENTION_DAYS,
        vpc_id=vpc_id,
        subnet_ids=subnet_ids,
        archive_bucket_arn=archives[HOME.name].bucket_arn,
        alarm_topic_arn=topics[HOME.name].arn,
        dedicated_masters=True,
    )
    return Siem("siem-us", args, pulumi.ResourceOptions(depends_on=[roles]))
