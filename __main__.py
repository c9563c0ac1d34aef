"""Composition root: settings in, the rooms in order, outputs out. Decisions live in settings, wiring in the rooms."""

import pulumi

import settings
from components._shared.deployment import deployment_context
from components.analytics.wiring import declare_analytics
from components.api.wiring import declare_api
from components.compute.wiring import declare_compute
from components.data.wiring import declare_data
from components.delivery.wiring import declare_delivery
from components.edge.wiring import declare_edge
from components.elevation.wiring import declare_elevation
from components.foundation.wiring import declare_foundation
from components.governance.wiring import declare_governance
from components.identity.wiring import declare_identity
from components.resilience.wiring import declare_resilience
from components.security.wiring import declare_security
from components.sites.wiring import declare_sites
from governance.flows import load as lineage
from governance.for_purposes import purposes
from governance.loading import load as load_catalogue

config = settings.load()
catalogue = load_catalogue()
context = deployment_context(config)

# Who deploys, and what every region is given before anything stands in it: keys, an alarm topic, a log archive; who may
# have more for a while

identity = declare_identity(config, context)
sites = declare_sites(config, context, key_administrator_arns=identity.key_administrator_arns)
elevation_logs = declare_elevation(config, context, sites)

# Networks, names and certificates; clusters with their mesh and the way into it, and what feeds them; the shards and
# their map

foundation = declare_foundation(
    config,
    context,
    sites,
    key_administrator_arns=identity.key_administrator_arns,
    hsm_key_store_password=settings.hsm_key_store_password(),
)
compute = declare_compute(
    config,
    sites,
    networks=foundation.networks,
    certificate_arns=foundation.certificate_arns,
    issuer_arns=foundation.issuers.authority_arns,
    token_key_set=foundation.tokens.key_set,
)
delivery = declare_delivery(
    config,
    context,
    sites,
    networks=foundation.networks,
    apis=compute.apis,
    workload=compute.workload,
    key_administrator_arns=[*identity.key_administrator_arns],
    issuer_chain_pem=foundation.issuers.own_chain_pem,
    issuer_key_pem=foundation.issuers.own_key_pem,
    root_pems=foundation.issuers.root_pems,
)
data = declare_data(
    config,
    sites,
    networks=foundation.networks,
    client_group_ids=compute.node_group_ids,
)
api = declare_api(
    config,
    context,
    sites,
    networks=foundation.networks,
    token_key_set=foundation.tokens.key_set,
    event_tables=data.event_tables,
    shards=data.shards,
    consent_tables=data.consent_tables,
    purposes=purposes(catalogue),
)

# What all of it may hold of people, what takes that out and sees to what they ask; what is learnt of its use

governance = declare_governance(
    config,
    context,
    sites,
    catalogue=catalogue,
    lineage=lineage(catalogue),
    networks=foundation.networks,
    key_administrator_arns=identity.key_administrator_arns,
    token_key_set=foundation.tokens.key_set,
    event_tables=data.event_tables,
    request_tables=data.request_tables,
    shards=data.shards,
    consent_tables=data.consent_tables,
)
analytics = declare_analytics(
    config,
    sites,
    networks=foundation.networks,
    archived=data.archived,
    key_administrator_arns=identity.key_administrator_arns,
)

# What clients reach: content delivery, and in each region a gateway that leads to the region's front

edge = declare_edge(
    config,
    sites,
    fronts=compute.fronts,
    authorizers=api.authorizers,
    functions=api.functions,
    certificate_arns=foundation.certificate_arns,
    client_ca_pem=foundation.issuers.chain_pem,
    zone_id=foundation.zone_id,
)

# What brings it back, and who watches over it

resilience_logs = declare_resilience(
    config,
    sites,
    networks=foundation.networks,
    cluster_names=compute.cluster_names,
    alarm_arns=edge.alarm_arns,
    database_subnet_group_names=data.subnet_group_names,
    database_group_ids=data.security_group_ids,
    subject_keys_arns={region: tables.keys.arn for region, tables in data.event_tables.items()},
)
security = declare_security(
    config,
    context,
    sites,
    networks=foundation.networks,
    log_group_names=[
        foundation.log_group_names,
        compute.log_group_names,
        delivery.log_group_names,
        data.log_group_names,
        api.log_group_names,
        governance.log_group_names,
        analytics.log_group_names,
        edge.log_group_names,
        resilience_logs,
        elevation_logs,
    ],
    audited_table_arns=data.shard_map_table_arns,
)

pulumi.export("apiHost", edge.api_host)
pulumi.export("siteHosts", edge.site_hosts)
pulumi.export("nameServers", foundation.name_servers)
pulumi.export("dsRecord", foundation.ds_record)
pulumi.export("distribution", edge.distribution_domain_name)
pulumi.export("clusters", compute.cluster_names)
pulumi.export("tokenKeys", {name: arns[0] for name, arns in foundation.tokens.key_arns.items()})
pulumi.export("shardMap", data.shard_map_table_name)
pulumi.export("writers", data.writer_regions)
pulumi.export("logSearch", security.search_endpoints)
pulumi.export("internalRoot", foundation.internal_root_pem)
pulumi.export("previewRole", identity.preview_role_arn)
pulumi.export("deployRole", identity.deploy_role_arn)
pulumi.export("publishRole", delivery.publish_role_arn)
pulumi.export("feeds", delivery.feeds)
