"""Composition root: settings in, components wired, outputs exported. Decisions live in settings and components."""

import pulumi
import pulumi_aws as aws

import settings
from components._shared.account import check_owner
from components._shared.class_tags import class_tags
from components._shared.context import Context
from components.compute.cluster import Cluster, ClusterArgs
from components.compute.east_west import EastWest, EastWestArgs
from components.compute.manifests import manifests_provider
from components.compute.mesh import MeshRouting, MeshRoutingArgs
from components.compute.target_registrar import TargetRegistrar, TargetRegistrarArgs
from components.data.database_region import DatabaseNetwork
from components.data.shard_map import ShardMap, ShardMapArgs
from components.data.sharded_database import ShardedDatabase, ShardedDatabaseArgs
from components.delivery.pipeline_roles import PipelineRoles, PipelineRolesArgs
from components.edge.cdn import Cdn, CdnArgs
from components.edge.cdn_origins import SiteOrigin
from components.edge.gateway import ApiGateway, ApiGatewayArgs, Tier
from components.edge.gateway_domain import ApiDomain, ApiDomainArgs
from components.edge.hosted_zone import HostedZone, HostedZoneArgs
from components.edge.ingress import Ingress, IngressArgs
from components.edge.private_bucket import PrivateBucket, PrivateBucketArgs
from components.edge.regional_records import RegionalEndpoint, RegionalRecords, RegionalRecordsArgs
from components.edge.site_records import SiteRecords, SiteRecordsArgs
from components.edge.waf import WebAcl, WebAclArgs
from components.foundation.certificates import Certificates, CertificatesArgs
from components.foundation.configuration import ConfigRecorder, ConfigRecorderArgs
from components.foundation.guardrails import (
    AccountGuardrails,
    AccountGuardrailsArgs,
    RegionalGuardrails,
    RegionalGuardrailsArgs,
)
from components.foundation.hsm import HsmCluster, HsmClusterArgs
from components.foundation.internal_root import InternalRoot, InternalRootArgs
from components.foundation.keys import Keys, KeysArgs
from components.foundation.network import RegionalNetwork, RegionalNetworkArgs
from components.foundation.private_authority import PrivateAuthority, PrivateAuthorityArgs
from components.foundation.shared_account import SharedAccount
from components.foundation.transit_mesh import TransitMesh, TransitMeshArgs, TransitSite
from components.observability.alarm_topic import AlarmTopic, AlarmTopicArgs
from components.resilience.backup_plan import BackupPlan, BackupPlanArgs
from components.resilience.restore_testing import RestoreTesting, RestoreTestingArgs
from components.resilience.vaults import BackupVaults, BackupVaultsArgs
from components.security.archive_replication import ArchiveCopy, ArchiveReplication, ArchiveReplicationArgs
from components.security.detection import ThreatDetection, ThreatDetectionArgs
from components.security.log_archive import LogArchive, LogArchiveArgs
from components.security.log_shipping import LogShipping, LogShippingArgs
from components.security.service_roles import ServiceRoles, ServiceRolesArgs
from components.security.siem import Siem, SiemArgs
from components.security.trail import AuditTrail, AuditTrailArgs
from settings import CONTROL_REGION, DataClass

config = settings.load()
regions = {region.name: region for region in config.regions}
home, policies = config.home, config.data_classes
log_days = policies[DataClass.INTERNAL].retention_days
archive_days = policies[DataClass.RESTRICTED].retention_days

context = Context(
    prefix=f"{pulumi.get_project()}-{pulumi.get_stack()}",
    account_id=aws.get_caller_identity_output().account_id,
    tags=config.tags,
    class_tags=class_tags(config),
    protect=config.protect,
    account_owner=f"{pulumi.get_project()}-{config.account_owner or pulumi.get_stack()}",
)
check_owner(context, regions)

# Who deploys, and the keys they administer

pipeline = PipelineRoles(
    "pipeline",
    PipelineRolesArgs(
        context=context,
        repository=config.repository,
        environment=pulumi.get_stack(),
        regions=sorted({*regions, CONTROL_REGION.name}),
        state_bucket=config.state_bucket,
        state_key_alias=config.state_key_alias,
    ),
)
administrators = [
    pipeline.deploy_role_arn,
    *(pulumi.Output.concat("arn:aws:iam::", context.account_id, f":role/{name}") for name in config.key_administrators),
]
keys = dict(
    Keys(
        "keys",
        KeysArgs(
            context=context, regions=config.regions, held_classes=config.held_classes, administrators=administrators
        ),
    ).arns
)
if CONTROL_REGION.name not in regions:
    control_keys = Keys(
        "control-keys",
        KeysArgs(
            context=context, regions=[CONTROL_REGION], held_classes=config.held_classes, administrators=administrators
        ),
    )
    keys.update(control_keys.arns)
topics = {
    name: AlarmTopic(
        f"alarms-{name}",
        AlarmTopicArgs(
            context=context,
            region=regions.get(name, CONTROL_REGION),
            kms_key_arn=keys[name][DataClass.INTERNAL],
        ),
    ).arn
    for name in keys
}
control_key, control_topic = keys[CONTROL_REGION.name][DataClass.INTERNAL], topics[CONTROL_REGION.name]

# Foundation

if context.owns_account:
    AccountGuardrails("guardrails", AccountGuardrailsArgs(context=context))
    service_roles = [ServiceRoles("service-roles", ServiceRolesArgs(context=context))]
else:
    SharedAccount(f"account-of-{config.account_owner}")
    service_roles = []
archives = {
    name: LogArchive(
        f"archive-{name}",
        LogArchiveArgs(
            context=context,
            region=region,
            kms_key_arn=keys[name][DataClass.RESTRICTED],
            retention_days=archive_days,
        ),
    )
    for name, region in regions.items()
}
for residency in config.search_regions:
    same = [region for region in config.regions if region.residency == residency]
    copies = [
        ArchiveCopy(
            region=region,
            bucket_name=archives[region.name].bucket_name,
            bucket_arn=archives[region.name].bucket_arn,
            kms_key_arn=keys[region.name][DataClass.RESTRICTED],
        )
        for region in same
    ]
    for number, source in enumerate(copies if len(same) > 1 else []):
        ArchiveReplication(
            f"archive-copy-{residency}-{number}",
            ArchiveReplicationArgs(
                context=context,
                source=source,
                destination=copies[(number + 1) % len(copies)],
                alarm_topic_arn=topics[source.region.name],
            ),
        )
networks: dict[str, RegionalNetwork] = {}
for name, region in regions.items():
    if context.owns_account:
        RegionalGuardrails(
            f"guardrails-{name}",
            RegionalGuardrailsArgs(context=context, region=region, volume_key_arn=keys[name][DataClass.CONFIDENTIAL]),
        )
        ConfigRecorder(
            f"recorder-{name}",
            ConfigRecorderArgs(
                context=context,
                region=region,
                records_global_resources=region == home,
                archive_bucket_name=archives[name].deliveries_bucket_name,
                archive_key_arn=keys[name][DataClass.RESTRICTED],
            ),
        )
    zones = aws.get_availability_zones_output(state="available", region=name)
    networks[name] = RegionalNetwork(
        f"network-{name}",
        RegionalNetworkArgs(
            context=context,
            region=region,
            zones=[zones.names[index] for index in range(3)],
            nat_per_zone=config.nat_per_zone,
            logs_key_arn=keys[name][DataClass.INTERNAL],
            log_retention_days=log_days,
            alarm_topic_arn=topics[name],
        ),
    )
TransitMesh(
    "transit",
    TransitMeshArgs(
        context=context,
        sites={
            name: TransitSite(
                region=region,
                vpc_id=networks[name].vpc_id,
                subnet_ids=networks[name].isolated_subnet_ids,
                route_table_ids=[*networks[name].private_route_table_ids, networks[name].isolated_route_table_id],
                alarm_topic_arn=topics[name],
            )
            for name, region in regions.items()
        },
    ),
)
zone = HostedZone(
    "zone",
    HostedZoneArgs(context=context, domain=config.domain, log_kms_key_arn=control_key, log_retention_days=log_days),
)
certificates = Certificates(
    "certificates",
    CertificatesArgs(
        context=context,
        alarm_topic_arns=topics,
        domain=config.domain,
        alternative_names=[f"*.{config.domain}"],
        zone_id=zone.zone_id,
    ),
).arns
if config.private_authority:
    authority = PrivateAuthority(
        "authority",
        PrivateAuthorityArgs(
            context=context,
            regions=config.regions,
            organization=config.domain,
            key_arns={name: keys[name][DataClass.INTERNAL] for name in regions},
            alarm_topic_arns={name: topics[name] for name in regions},
        ),
    )
    internal_root_pem = authority.root_certificate_pem
else:
    internal_root_pem = InternalRoot("internal-root", InternalRootArgs(organization=config.domain)).root_certificate_pem
if config.hsm:
    for name, region in regions.items():
        HsmCluster(
            f"hsm-{name}",
            HsmClusterArgs(
                context=context,
                region=region,
                subnet_ids=networks[name].isolated_subnet_ids,
                administrators=administrators,
                alarm_topic_arn=topics[name],
                trust_anchor=config.hsm_trust_anchor,
                key_store_password=settings.hsm_key_store_password(),
            ),
        )

# Compute

clusters: dict[str, Cluster] = {}
for name, region in regions.items():
    clusters[name] = Cluster(
        f"cluster-{name}",
        ClusterArgs(
            context=context,
            region=region,
            settings=config.cluster,
            vpc_id=networks[name].vpc_id,
            private_subnet_ids=networks[name].private_subnet_ids,
            peer_cidrs=[other.cidr for other in config.regions if other != region],
            kms_key_arn=keys[name][DataClass.CONFIDENTIAL],
            logs_key_arn=keys[name][DataClass.INTERNAL],
            log_retention_days=log_days,
            alarm_topic_arn=topics[name],
            administrator_role_arns={"deploy": pipeline.deploy_role_arn},
        ),
    )
doors = {
    name: EastWest(
        f"east-west-{name}",
        EastWestArgs(
            context=context,
            region=region,
            vpc_id=networks[name].vpc_id,
            subnet_ids=networks[name].private_subnet_ids,
            nodes_security_group_id=clusters[name].security_group_id,
            peer_cidrs=[other.cidr for other in config.regions if other != region],
            alarm_topic_arn=topics[name],
        ),
    )
    for name, region in regions.items()
    if len(regions) > 1
}

# Data

database = ShardedDatabase(
    "database",
    ShardedDatabaseArgs(
        context=context,
        regions=config.regions,
        networks={
            name: DatabaseNetwork(
                vpc_id=networks[name].vpc_id,
                subnet_ids=networks[name].isolated_subnet_ids,
                client_security_group_id=clusters[name].security_group_id,
            )
            for name in regions
        },
        database=config.database,
        writers=config.database.writers or None,
        data_class=DataClass.CONFIDENTIAL,
        policy=policies[DataClass.CONFIDENTIAL],
        key_arns={name: keys[name][DataClass.CONFIDENTIAL] for name in regions},
        rpo_minutes=config.objectives.rpo_minutes,
        alarm_topic_arns={name: topics[name] for name in regions},
    ),
)
shard_map = ShardMap(
    "shard-map",
    ShardMapArgs(
        context=context,
        regions=config.regions,
        key_arns={name: keys[name][DataClass.INTERNAL] for name in regions},
        topology=database.topology,
        alarm_topic_arns={name: topics[name] for name in regions},
    ),
)

# Edge

edge_acl = WebAcl(
    "edge-acl",
    WebAclArgs(
        context=context,
        scope="CLOUDFRONT",
        requests_per_ip_per_5_minutes=config.traffic.requests_per_ip_per_5_minutes,
        blocked_per_minute_alarm=config.traffic.blocked_per_minute_alarm,
        log_kms_key_arn=control_key,
        log_retention_days=log_days,
        alarm_topic_arn=control_topic,
    ),
)
ingresses: dict[str, Ingress] = {}
endpoints: dict[str, RegionalEndpoint] = {}
origins: list[SiteOrigin] = []
for name, region in regions.items():
    acl = WebAcl(
        f"acl-{name}",
        WebAclArgs(
            context=context,
            scope="REGIONAL",
            region=name,
            requests_per_ip_per_5_minutes=config.traffic.requests_per_ip_per_5_minutes,
            blocked_per_minute_alarm=config.traffic.blocked_per_minute_alarm,
            log_kms_key_arn=keys[name][DataClass.INTERNAL],
            log_retention_days=log_days,
            alarm_topic_arn=topics[name],
        ),
    )
    ingress = ingresses[name] = Ingress(
        f"ingress-{name}",
        IngressArgs(
            context=context,
            region=region,
            vpc_id=networks[name].vpc_id,
            subnet_ids=networks[name].private_subnet_ids,
            target_security_group_id=clusters[name].security_group_id,
            certificate_arn=certificates[name],
            access_log_bucket=archives[name].deliveries_bucket_name,
            alarm_topic_arn=topics[name],
        ),
    )
    gateway = ApiGateway(
        f"gateway-{name}",
        ApiGatewayArgs(
            context=context,
            region=region,
            objectives=config.objectives,
            backend_host=config.api_host,
            load_balancer_arn=ingress.load_balancer_arn,
            vpc_link_id=ingress.vpc_link_id,
            web_acl_arn=acl.web_acl_arn,
            mutual_tls=config.mutual_tls,
            requests_per_second=config.traffic.requests_per_second,
            burst_requests=config.traffic.burst_requests,
            tiers={tier: Tier(**limits.model_dump()) for tier, limits in config.traffic.tiers.items()},
            log_kms_key_arn=keys[name][DataClass.INTERNAL],
            log_retention_days=log_days,
            alarm_topic_arn=topics[name],
        ),
    )
    regional_host = f"api-{name}.{config.domain}"
    domain = ApiDomain(
        f"api-domain-{name}",
        ApiDomainArgs(
            context=context,
            region=region,
            rest_api_id=gateway.rest_api_id,
            stage_name=gateway.stage_name,
            shared_host=config.api_host,
            regional_host=regional_host,
            certificate_arn=certificates[name],
            client_ca_pem=internal_root_pem if config.mutual_tls else None,
            kms_key_arn=keys[name][DataClass.INTERNAL],
            access_log_bucket=archives[name].deliveries_bucket_name,
        ),
    )
    endpoints[name] = RegionalEndpoint(
        target_domain_name=domain.target_domain_name,
        target_zone_id=domain.target_zone_id,
        regional_host=regional_host,
        regional_target_domain_name=domain.regional_target_domain_name,
        health_alarm_name=ingress.health_alarm_name,
    )
    site = PrivateBucket(
        f"site-{name}",
        PrivateBucketArgs(
            context=context,
            region=region,
            role="site",
            data_class=DataClass.PUBLIC,
            kms_key_arn=keys[name][DataClass.PUBLIC],
            noncurrent_retention_days=policies[DataClass.PUBLIC].retention_days,
            access_log_bucket=archives[name].deliveries_bucket_name,
        ),
    )
    origins.append(
        SiteOrigin(region=name, bucket_name=site.bucket_name, bucket_arn=site.bucket_arn, domain_name=site.domain_name)
    )
for name, region in regions.items():
    target_groups = {
        "https": ingresses[name].gateway_target_group_arn,
        "status": ingresses[name].status_target_group_arn,
        **({"tls-mesh": doors[name].target_group_arn} if name in doors else {}),
    }
    TargetRegistrar(
        f"registrar-{name}",
        TargetRegistrarArgs(
            context=context,
            region=region,
            cluster_name=clusters[name].name,
            cluster_arn=clusters[name].arn,
            target_group_arns=list(target_groups.values()),
        ),
    )
    manifests = manifests_provider(f"manifests-{name}", f".sandbox/manifests/{pulumi.get_stack()}/{name}")
    MeshRouting(
        f"mesh-{name}",
        MeshRoutingArgs(
            context=context,
            region=region,
            weights={other.name: other.weight for other in config.regions},
            hosts=[config.api_host],
            east_west_addresses={other: door.address for other, door in doors.items() if other != name},
            target_groups=target_groups,
        ),
        pulumi.ResourceOptions(providers={"kubernetes": manifests}),
    )
site_hosts = [config.domain, f"www.{config.domain}"]
cdn = Cdn(
    "cdn",
    CdnArgs(
        context=context,
        objectives=config.objectives,
        origins=origins,
        api_host=None if config.mutual_tls else config.api_host,
        aliases=site_hosts,
        certificate_arn=certificates[CONTROL_REGION.name],
        web_acl_arn=edge_acl.web_acl_arn,
        log_kms_key_arn=control_key,
        log_retention_days=log_days,
        alarm_topic_arn=control_topic,
    ),
)
SiteRecords(
    "site-records",
    SiteRecordsArgs(
        zone_id=zone.zone_id,
        hosts=site_hosts,
        target_domain_name=cdn.domain_name,
        target_zone_id=cdn.hosted_zone_id,
    ),
)
RegionalRecords(
    "api-records",
    RegionalRecordsArgs(
        context=context,
        zone_id=zone.zone_id,
        shared_host=config.api_host,
        endpoints=endpoints,
        alarm_topic_arn=control_topic,
    ),
)

# Security

log_groups = {name: {"control-plane": cluster.log_group_name} for name, cluster in clusters.items()}
if context.owns_account:
    trail = AuditTrail(
        "trail",
        AuditTrailArgs(
            context=context,
            region=home,
            kms_key_arn=keys[home.name][DataClass.RESTRICTED],
            retention_days=log_days,
            archive_bucket_name=archives[home.name].bucket_name,
            log_bucket_arns=[
                arn for archive in archives.values() for arn in (archive.bucket_arn, archive.deliveries_bucket_arn)
            ],
            audited_table_arns=list(shard_map.table_arns.values()),
            alarm_topic_arn=topics[home.name],
        ),
    )
    log_groups[home.name]["trail"] = trail.log_group_name
    for name, region in regions.items():
        ThreatDetection(
            f"detection-{name}",
            ThreatDetectionArgs(
                context=context,
                region=region,
                frameworks=config.frameworks,
                linked_regions=[other for other in regions if other != name] if region == home else [],
                alarm_topic_arn=topics[name],
            ),
        )
siems = {
    residency: Siem(
        f"siem-{residency}",
        SiemArgs(
            context=context,
            region=region,
            kms_key_arn=keys[region.name][DataClass.RESTRICTED],
            retention_days=log_days,
            vpc_id=networks[region.name].vpc_id,
            subnet_ids=networks[region.name].isolated_subnet_ids,
            archive_bucket_arn=archives[region.name].bucket_arn,
            alarm_topic_arn=topics[region.name],
            instance_type=config.search.instance_type,
            volume_gib=config.search.volume_gib,
            dedicated_masters=config.search.dedicated_masters,
        ),
        opts=pulumi.ResourceOptions(depends_on=service_roles),
    )
    for residency, region in config.search_regions.items()
}
for name, region in regions.items():
    LogShipping(
        f"shipping-{name}",
        LogShippingArgs(
            context=context,
            region=region,
            stream_arn=siems[region.residency].stream_arn,
            log_group_names=log_groups[name],
        ),
    )

# Resilience

vaults = {
    name: BackupVaults(
        f"vaults-{name}",
        BackupVaultsArgs(
            context=context,
            region=region,
            policies=policies,
            key_arns=keys[name],
            alarm_topic_arn=topics[name],
        ),
    )
    for name, region in regions.items()
}
for name, region in regions.items():
    BackupPlan(
        f"backup-{name}",
        BackupPlanArgs(
            context=context,
            region=region,
            regions=config.regions,
            policies=policies,
            vault_names=vaults[name].names,
            vault_arns={other: vault.arns for other, vault in vaults.items()},
        ),
    )
    RestoreTesting(
        f"restore-{name}",
        RestoreTestingArgs(
            context=context,
            region=region,
            vault_arns=list(vaults[name].arns.values()),
            database_subnet_group_name=database.subnet_group_names[name],
            database_security_group_id=database.security_group_ids[name],
            alarm_topic_arn=topics[name],
        ),
    )

pulumi.export("apiHost", config.api_host)
pulumi.export("siteHosts", site_hosts)
pulumi.export("nameServers", zone.name_servers)
pulumi.export("dsRecord", zone.ds_record)
pulumi.export("distribution", cdn.domain_name)
pulumi.export("clusters", {name: cluster.name for name, cluster in clusters.items()})
pulumi.export("shardMap", shard_map.table_name)
pulumi.export("writers", dict(zip(database.topology, database.writer_regions, strict=True)))
pulumi.export("logSearch", {residency: siem.domain_endpoint for residency, siem in siems.items()})
pulumi.export("internalRoot", internal_root_pem)
pulumi.export("previewRole", pipeline.preview_role_arn)
pulumi.export("deployRole", pipeline.deploy_role_arn)
