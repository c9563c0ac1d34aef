"""What the account's regions offer: regions, zones, versions, sizes. See `account.py`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ops.preflight.account import Account, regions_of
from ops.preflight.findings import Finding, Kind, Level
from ops.preflight.plan import Plan
from ops.preflight.translation import region_of
from policies.model import Resource

CLUSTER = "aws:eks/cluster:Cluster"
SUBNET = "aws:ec2/subnet:Subnet"
DATABASE = "aws:rds/cluster:Cluster"
ZONES_REFUSED: Mapping[str, frozenset[str]] = {
    CLUSTER: frozenset({"cac1-az3", "use1-az3", "usw1-az2"}),
    "aws:rds/proxy:Proxy": frozenset({"use1-az3"}),
}
"""Zone ids in which a type can't be (Amazon EKS User Guide, "View Amazon EKS networking requirements for VPC and
subnets"; Amazon Aurora User Guide, "Quotas and limitations for RDS Proxy")."""


_CHOOSE_ZONE = "Choose zones by id, among those with opt-in-not-required"


def regions(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find regions that the account hasn't opted in to."""
    known = account.asked("regions", lambda: account.client("ec2").describe_regions(AllRegions=True)["Regions"])
    states = {each["RegionName"]: each.get("OptInStatus", "") for each in known or ()}
    for region in regions_of(plan) if known else ():
        if states.get(region) in (None, "not-opted-in"):
            mend = f"Enable it: aws account enable-region --region-name {region}"
            yield finding("region", f"{region} isn't open to this account", mend)


def zones(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find subnets in zones that aren't there, aren't plain ones, or that what they serve refuses."""
    serves = _served(plan)
    for subnet in plan.of_type(SUBNET):
        named = str(plan.known(subnet, "availabilityZone") or plan.known(subnet, "availabilityZoneId") or "")
        known = account.asked("zones", _asking(account, subnet, plan, _zones), region_of(subnet, plan.home))
        if known is None or not named:
            continue
        zone = next((each for each in known if named in (each["ZoneName"], each["ZoneId"])), None)
        if zone is None or (zone["ZoneType"], zone["State"]) != ("availability-zone", "available"):
            yield finding("zone", f"{subnet.name}: {named} is no zone for it in this account", _CHOOSE_ZONE, subnet)
            continue
        for user in serves.get(subnet.urn, ()):
            if zone["ZoneId"] in ZONES_REFUSED[user.type]:
                what = f"{subnet.name}: {named} is {zone['ZoneId']}, where {user.name} can't be"
                yield finding("zone", what, _CHOOSE_ZONE, subnet)


def cluster_versions(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find versions of Kubernetes that a region doesn't offer."""
    for cluster in plan.of_type(CLUSTER):
        version, region = plan.known(cluster, "version"), region_of(cluster, plan.home)
        known = account.asked("versions of clusters", _asking(account, cluster, plan, _clusters), region)
        offered = sorted(each["clusterVersion"] for each in known or ())
        if version and known is not None and version not in offered:
            what = f"{cluster.name}: EKS doesn't offer Kubernetes {version} in {region}"
            yield finding("eks", what, f"Choose one of {', '.join(offered)}", cluster)


def addon_versions(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find add-ons that aren't offered for their cluster's version, or not in their own."""
    for addon in plan.of_type("aws:eks/addon:Addon"):
        clusters = plan.sources(addon, "clusterName")
        version = str(plan.known(clusters[0], "version") or "") if clusters else ""
        region, name = region_of(addon, plan.home), str(plan.known(addon, "addonName"))
        ask = partial(_addons, account, region, name, version)
        known = account.asked("versions of add-ons", ask, region, name, version) if version else None
        wanted = plan.known(addon, "addonVersion")
        if known is not None and (wanted not in known if wanted else not known):
            what = f"{addon.name}: {name} {wanted or ''}".rstrip()
            mend = f"Choose one of `aws eks describe-addon-versions --addon-name {name} --kubernetes-version {version}`"
            yield finding("eks", f"{what} isn't offered for Kubernetes {version} in {region}", mend, addon)


def engine_versions(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find versions of database engines that a region doesn't offer for new clusters."""
    for cluster in plan.of_type(DATABASE):
        engine, version = (str(plan.known(cluster, name) or "") for name in ("engine", "engineVersion"))
        region = region_of(cluster, plan.home)
        ask = partial(_engines, account, region, engine, version)
        known = account.asked("versions of engines", ask, region, engine, version) if version else None
        if known is not None and "available" not in known:
            what = f"{cluster.name}: {engine} {version} isn't offered in {region}"
            yield finding(
                "rds", what, f"Choose one of `aws rds describe-db-engine-versions --engine {engine}`", cluster
            )


def search_versions(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find versions of search engines that a region doesn't offer."""
    for domain in plan.of_type("aws:opensearch/domain:Domain"):
        version, region = plan.known(domain, "engineVersion"), region_of(domain, plan.home)
        known = account.asked("versions of search engines", _asking(account, domain, plan, _searches), region)
        if version and known is not None and version not in known:
            what = f"{domain.name}: {version} isn't offered in {region}"
            yield finding("opensearch", what, "Choose one of `aws opensearch list-versions`", domain)


def instance_types(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find types of nodes that a region doesn't offer."""
    for group in plan.of_type("aws:eks/nodeGroup:NodeGroup"):
        region = region_of(group, plan.home)
        types = sorted(plan.known(group, "instanceTypes") or ())
        known = account.asked("types of nodes", partial(_instances, account, region, types), region, *types)
        for missing in sorted(set(types) - set(known)) if known is not None else ():
            what = f"{group.name}: {missing} isn't offered in {region}"
            yield finding("ec2", what, "Choose one of `aws ec2 describe-instance-type-offerings`", group)


ASKS = (regions, zones, cluster_versions, addon_versions, engine_versions, search_versions, instance_types)


def _asking(
    account: Account, resource: Resource, plan: Plan, ask: Callable[[Account, str], Iterable[Any]]
) -> Callable[[], Iterable[Any]]:
    return partial(ask, account, region_of(resource, plan.home))


def _zones(account: Account, region: str) -> Iterable[Mapping[str, Any]]:
    return account.client("ec2", region).describe_availability_zones(AllAvailabilityZones=True)["AvailabilityZones"]


def _clusters(account: Account, region: str) -> Iterable[Mapping[str, Any]]:
    return account.client("eks", region).describe_cluster_versions(includeAll=True)["clusterVersions"]


def _addons(account: Account, region: str, name: str, version: str) -> Iterable[str]:
    found = account.client("eks", region).describe_addon_versions(addonName=name, kubernetesVersion=version)
    return [offered["addonVersion"] for each in found["addons"] for offered in each["addonVersions"]]


def _engines(account: Account, region: str, engine: str, version: str) -> Iterable[str]:
    rds = account.client("rds", region)
    found = rds.describe_db_engine_versions(Engine=engine, EngineVersion=version, IncludeAll=True)
    return [each.get("Status", "available") for each in found["DBEngineVersions"]]


def _searches(account: Account, region: str) -> Iterable[str]:
    return account.client("opensearch", region).list_versions(MaxResults=100)["Versions"]


def _instances(account: Account, region: str, types: Sequence[str]) -> Iterable[str]:
    filters = [{"Name": "instance-type", "Values": types}]
    found = account.client("ec2", region).describe_instance_type_offerings(LocationType="region", Filters=filters)
    return [each["InstanceType"] for each in found["InstanceTypeOfferings"]]


def _served(plan: Plan) -> Mapping[str, Sequence[Resource]]:
    found: dict[str, list[Resource]] = {}
    for user in plan.of_type(*ZONES_REFUSED):
        for name in ("vpcConfig", "vpcSubnetIds"):
            for source in plan.sources(user, name):
                found.setdefault(source.urn, []).append(user)
    return found


def finding(
    rule: str, message: str, mend: str, resource: Resource | None = None, level: Level = Level.REFUSED
) -> Finding:
    """Return what the account was found to refuse of *resource*."""
    return Finding(
        level=level,
        kind=Kind.ACCOUNT,
        rule=rule,
        message=message,
        mend=mend,
        source=resource.source if resource else None,
        urn=resource.urn if resource else "",
    )
