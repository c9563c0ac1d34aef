"""What every region is given before anything else stands in it."""

from collections.abc import Mapping, Sequence

import pulumi

from components._shared.context import Context
from components._shared.site import ActiveSite, Archive, Site, Sites
from components.sites.alarm_topic import AlarmTopic, AlarmTopicArgs
from components.sites.archive_replication import ArchiveReplication, ArchiveReplicationArgs
from components.sites.keys import Keys, KeysArgs
from components.sites.log_archive import LogArchive, LogArchiveArgs
from settings import CONTROL_REGION, DataClass, Region, Settings

KeyArns = Mapping[DataClass, pulumi.Output[str]]


def declare_sites(
    settings: Settings, context: Context, *, key_administrator_arns: Sequence[pulumi.Input[str]]
) -> Sites:
    """Declare keys and an alarm topic in every region, the control region too, and a log archive in the active ones."""
    keys = _declare_keys(settings, context, key_administrator_arns, settings.regions)
    regions = [*settings.regions]
    if CONTROL_REGION.name not in keys:
        keys |= _declare_keys(settings, context, key_administrator_arns, [CONTROL_REGION], active=False)
        regions.append(CONTROL_REGION)
    topics = {
        region.name: AlarmTopic(
            f"alarms-{region.name}",
            AlarmTopicArgs(context=context, region=region, kms_key_arn=keys[region.name][DataClass.INTERNAL]),
        ).arn
        for region in regions
    }
    log_days = settings.data_classes[DataClass.INTERNAL].retention_days
    active = {
        region.name: ActiveSite(
            context=context,
            region=region,
            key_arns=keys[region.name],
            alarm_topic_arn=topics[region.name],
            log_retention_days=log_days,
            archive=_declare_archive(settings, context, region, keys[region.name]),
            peers=[other for other in settings.regions if other != region],
        )
        for region in settings.regions
    }
    _replicate_archives(active)
    control = active.get(CONTROL_REGION.name) or Site(
        context=context,
        region=CONTROL_REGION,
        key_arns=keys[CONTROL_REGION.name],
        alarm_topic_arn=topics[CONTROL_REGION.name],
        log_retention_days=log_days,
    )
    return Sites(active=active, control=control)


def _declare_keys(
    settings: Settings,
    context: Context,
    administrators: Sequence[pulumi.Input[str]],
    regions: Sequence[Region],
    *,
    active: bool = True,
) -> dict[str, KeyArns]:
    args = KeysArgs(
        context=context,
        regions=regions,
        held_classes=settings.held_classes,
        administrators=administrators,
        private_authority=settings.private_authority and active,
    )
    return dict(Keys("keys" if active else "control-keys", args).arns)


def _declare_archive(settings: Settings, context: Context, region: Region, key_arns: KeyArns) -> Archive:
    archive = LogArchive(
        f"archive-{region.name}",
        LogArchiveArgs(
            context=context,
            region=region,
            kms_key_arn=key_arns[DataClass.RESTRICTED],
            retention_days=settings.data_classes[DataClass.RESTRICTED].retention_days,
        ),
    )
    return Archive(
        bucket_name=archive.bucket_name,
        bucket_arn=archive.bucket_arn,
        deliveries_bucket_name=archive.deliveries_bucket_name,
        deliveries_bucket_arn=archive.deliveries_bucket_arn,
    )


def _replicate_archives(sites: Mapping[str, ActiveSite]) -> None:
    """Copy each archive to the next region of its jurisdiction, in a ring, where there is more than one."""
    for residency in dict.fromkeys(site.region.residency for site in sites.values()):
        ring = [site for site in sites.values() if site.region.residency == residency]
        for number, source in enumerate(ring if len(ring) > 1 else []):
            destination = ring[(number + 1) % len(ring)]
            ArchiveReplication(
                f"archive-copy-{residency}-{number}", ArchiveReplicationArgs(source=source, destination=destination)
            )
