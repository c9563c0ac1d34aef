"""The platform's settings: the only reader of Pulumi configuration.

`load()` turns the `groot:` keys of a stack (declared in `Pulumi.yaml`, given in `Pulumi.<stack>.yaml`) into one frozen
`Settings`. Everything else takes these values as arguments. Unknown keys, wrong types and combinations that cannot
work are refused here, before any resource is declared, with a message that names the key and the command that mends it.
"""

import ipaddress
import itertools
import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Literal

import pulumi
from pulumi.runtime.config import CONFIG, is_config_secret
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel

CONTINUOUS_BACKUP_MINUTES = 5
"""How far behind now a continuous (point-in-time) recovery point is, in minutes.

Amazon Aurora and DynamoDB document a latest restorable time of about five minutes ago.
"""

# fmt: off
AWS_REGIONS = frozenset(
    {
        "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
        "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
        "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1",
        "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
        "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2",
        "us-west-1", "us-west-2",
    }
)
# fmt: on
"""Regions of the `aws` partition (AWS General Reference, "AWS Regions")."""
PRIVATE_NETWORKS = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
"""RFC 1918, section 3. What else Python calls private, such as loopback, is no network of a VPC."""
PLATFORM_TAGS = frozenset({"name", "stack", "data-class", "residency", "rpo-minutes"})
"""Keys that the platform sets itself, in lower case (to IAM, case makes no other key). Policies go by some of them."""


class SettingsError(pulumi.RunError):
    """The stack's configuration cannot be used; the message holds one line per fault."""


def _known_region(name: str) -> str:
    if name not in AWS_REGIONS:
        raise ValueError("not an AWS region; expected a name such as us-east-1")
    return name


def _vpc_cidr(cidr: str) -> str:
    network = ipaddress.IPv4Network(cidr)
    if not any(map(network.subnet_of, PRIVATE_NETWORKS)) or not 16 <= network.prefixlen <= 20:
        raise ValueError("expected a private IPv4 block between /16 and /20, such as 10.0.0.0/16")
    return cidr


def _free_keys(tags: Mapping[str, str]) -> Mapping[str, str]:
    keys = [key.lower() for key in tags]
    if taken := [key for key in keys if key in PLATFORM_TAGS or key.startswith("aws:")]:
        raise ValueError(f"{taken[0]} is a key of the platform's or of AWS's own; call it something else")
    if doubled := [key for key in keys if keys.count(key) > 1]:
        raise ValueError(f"{doubled[0]} stands there in several spellings, which are one key to IAM; keep one")
    return tags


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=to_camel, populate_by_name=True)


class DataClass(StrEnum):
    """How sensitive data is; decides its key, retention and backup (ISO/IEC 27001:2022 A.5.12)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


class Region(_Model):
    """One region that the platform runs in."""

    name: Annotated[str, AfterValidator(_known_region)]
    """AWS region name."""
    cidr: Annotated[str, AfterValidator(_vpc_cidr)]
    """IPv4 block of the region's VPC, /16 to /20, disjoint from every other region's."""
    weight: int = Field(ge=0, le=100)
    """Percent of the traffic without a `region` header; all regions add up to 100."""
    residency: str = Field(pattern=r"^[a-z]{2,10}$")
    """Jurisdiction whose data may rest here, such as `us` or `eu`."""


CONTROL_REGION = Region(name="us-east-1", cidr="10.255.0.0/16", weight=0, residency="us")
"""Where AWS runs CloudFront, its firewall and Route 53 from (AWS Fault Isolation Boundaries, "Global services").

When it isn't an active region it has no network: only what those services need there stands in it.
"""


class Cluster(_Model):
    """Size of every region's Kubernetes cluster."""

    version: str = Field(default="1.34", pattern=r"^1\.\d\d$")
    """Kubernetes minor version that EKS offers."""
    instance_types: tuple[str, ...] = Field(default=("m7g.large",), min_length=1, strict=False)
    """EC2 instance types of the node group, all of one architecture."""
    min_nodes: int = Field(default=3, ge=1, le=450)
    """Fewest nodes; three keep one in each zone."""
    max_nodes: int = Field(default=12, ge=1, le=450)
    """Most nodes (EKS service quota: 450 nodes a managed node group)."""

    @model_validator(mode="after")
    def _ordered(self) -> "Cluster":
        if self.min_nodes > self.max_nodes:
            raise ValueError(f"minNodes ({self.min_nodes}) is more than maxNodes ({self.max_nodes})")
        return self


class Database(_Model):
    """The sharded relational store."""

    shards: int = Field(ge=1, le=256)
    """Number of Aurora global clusters that keys are spread over."""
    engine_version: str = Field(default="16.6", pattern=r"^\d+\.\d+$")
    """Aurora PostgreSQL version that supports global databases."""
    instance_class: str = Field(default="db.r7g.large", pattern=r"^db\.")
    """Instance class of writers and readers (global databases need the memory-optimized classes)."""
    instances_per_region: int = Field(default=1, ge=1, le=15)
    """Instances of a shard in each region; Aurora allows one writer and 15 readers."""
    writers: tuple[str, ...] = Field(default=(), strict=False)
    """Region that founded each shard; empty spreads them. Pin it before adding a region to a stack that is up: Aurora
    founds no second writer, and spreading anew would ask for one."""


class Objectives(_Model):
    """What the platform promises; alarms, budgets and drills are derived from it."""

    availability_percent: float = Field(default=99.99, ge=90, lt=100, strict=False)
    latency_p95_ms: int = Field(default=100, ge=1)
    latency_p99_ms: int = Field(default=500, ge=1)
    error_rate_percent: float = Field(default=0.01, gt=0, le=100, strict=False)
    rto_minutes: int = Field(default=60, ge=1)
    """Recovery time objective: service restored within this many minutes of a disaster."""
    rpo_minutes: int = Field(default=15, ge=CONTINUOUS_BACKUP_MINUTES)
    """Recovery point objective: at most this many minutes of writes lost."""

    @model_validator(mode="after")
    def _ordered(self) -> "Objectives":
        if self.latency_p95_ms > self.latency_p99_ms:
            raise ValueError(f"latencyP95Ms ({self.latency_p95_ms}) is more than latencyP99Ms ({self.latency_p99_ms})")
        return self


class ClassPolicy(_Model):
    """How one data class is kept and backed up."""

    retention_days: int = Field(ge=1, le=3653)
    """Days that records, logs and backups of the class are kept."""
    backup_interval_minutes: int = Field(ge=CONTINUOUS_BACKUP_MINUTES)
    """Minutes between recovery points: 5 means continuous recovery, otherwise whole hours (AWS Backup's schedule)."""
    crosses_borders: bool = False
    """Whether copies may rest in any active region; if not, they stay in the residency of the region they began in."""

    @model_validator(mode="after")
    def _schedulable(self) -> "ClassPolicy":
        minutes = self.backup_interval_minutes
        if minutes != CONTINUOUS_BACKUP_MINUTES and (minutes % 60 or minutes > 24 * 60):
            raise ValueError(f"backupIntervalMinutes ({minutes}) is neither 5 (continuous) nor 60, 120 … 1440")
        return self

    @property
    def continuous(self) -> bool:
        """Whether the class has point-in-time recovery."""
        return self.backup_interval_minutes == CONTINUOUS_BACKUP_MINUTES


class Tier(_Model):
    """What one customer of a usage plan may ask for."""

    requests_per_second: int = Field(ge=1)
    burst_requests: int = Field(ge=1)
    requests_per_day: int = Field(ge=1)


class Traffic(_Model):
    """How much each region takes in."""

    requests_per_second: int = Field(default=10_000, ge=1)
    """Steady rate (API Gateway's default quota for an account and region; more is granted on request)."""
    burst_requests: int = Field(default=5_000, ge=1)
    """Requests at once above the rate (the same quota's burst)."""
    requests_per_ip_per_5_minutes: int = Field(default=2_000, ge=10, le=2_000_000_000)
    """Requests of one address before the firewall holds it off (AWS WAF, "Rate-based rule statement")."""
    blocked_per_minute_alarm: int = Field(default=1_000, ge=1)
    """Blocked requests a minute that somebody should look at."""
    tiers: Mapping[str, Tier] = Field(
        default={
            "standard": Tier(requests_per_second=50, burst_requests=100, requests_per_day=1_000_000),
            "enterprise": Tier(requests_per_second=1_000, burst_requests=2_000, requests_per_day=50_000_000),
        },
        min_length=1,
    )
    """Usage plans by name."""


class Search(_Model):
    """Size of the domain in which each jurisdiction's logs are searched."""

    instance_type: str = Field(default="m7g.large.search", pattern=r"\.search$")
    volume_gib: int = Field(default=100, ge=10, le=16_384)
    """Storage of each data node."""
    dedicated_masters: bool = False
    """Whether masters have nodes of their own, as AWS advises for production."""


Framework = Literal["soc2", "iso27001", "gdpr", "ccpa", "hipaa", "pci-dss", "fedramp-moderate"]


class Settings(_Model):
    """Everything a stack decides. Declared key by key in `Pulumi.yaml`."""

    regions: tuple[Region, ...] = Field(min_length=1, max_length=11, strict=False)
    """Active regions, at most the eleven that an Aurora global database spans.

    The first is the home of what AWS keeps once per account.
    """
    cluster: Cluster = Cluster()
    database: Database
    objectives: Objectives = Objectives()
    data_classes: Mapping[Annotated[DataClass, Field(strict=False)], ClassPolicy]
    frameworks: tuple[Framework, ...] = Field(default=(), strict=False)
    """Compliance frameworks whose packs gate the stack."""
    traffic: Traffic = Traffic()
    search: Search = Search()
    domain: str = Field(pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$", max_length=48)
    """Public DNS domain of the platform; the API answers at `api.<domain>`.

    48, because a certificate's common name has 64 characters (RFC 5280, appendix A.1): ACM puts the domain there, and
    the root inside the domain and what it is for.
    """
    repository: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    """GitHub `owner/name` whose pipelines may assume the deployment roles."""
    state_bucket: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
    """S3 bucket that keeps the stacks' state."""
    state_key_alias: str = Field(default="alias/groot-state", pattern=r"^alias/[\w/-]+$")
    """Alias of the KMS key that encrypts secrets in the state."""
    key_administrators: tuple[Annotated[str, Field(pattern=r"^[\w+=,.@/-]+$")], ...] = Field(default=(), strict=False)
    """Names of the IAM roles that may manage KMS keys besides the pipeline's deploy role, and never use them."""
    account_owner: str = Field(default="", pattern=r"^[\w.-]{0,100}$")
    """Name of the stack that declares what AWS keeps once per account, or once per region of it; empty for this one."""
    tags: Annotated[
        Mapping[
            Annotated[str, Field(pattern=r"^[\w .:/=+@-]+$", max_length=128)],
            Annotated[str, Field(pattern=r"^[\w .:/=+@-]*$", max_length=256)],
        ],
        AfterValidator(_free_keys),
    ] = Field(default={}, max_length=40)
    """Tags on every resource that takes tags, for cost and ownership: 40 of the 50 that AWS allows (AWS General
    Reference, "Tag naming limits and requirements"); the others are the platform's."""
    nat_per_zone: bool = False
    """One NAT gateway a zone, so that losing a zone leaves the others their way out."""
    hsm: bool = False
    """Whether each region has a CloudHSM cluster."""
    hsm_trust_anchor: str = Field(
        default="", pattern=r"^(\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)?$"
    )
    """PEM certificate of the activated HSM cluster; with it the custom key store is made as well."""
    private_authority: bool = False
    """Whether certificates inside are issued by AWS Private CA; otherwise by a root that the program makes itself."""
    mutual_tls: bool = False
    """Whether API clients must show a certificate."""
    protect: bool = False
    """Whether stateful resources refuse deletion."""

    @model_validator(mode="after")
    def _coherent(self) -> "Settings":
        names = [region.name for region in self.regions]
        if duplicated := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"regions: {', '.join(duplicated)} stands more than once; list each region once")
        for one, other in itertools.combinations(self.regions, 2):
            if ipaddress.IPv4Network(one.cidr).overlaps(ipaddress.IPv4Network(other.cidr)):
                raise ValueError(f"regions: {one.name} ({one.cidr}) and {other.name} ({other.cidr}) overlap")
        total = sum(region.weight for region in self.regions)
        if total != 100:
            raise ValueError(f"regions: the weights add up to {total}, not 100")
        if missing := [data_class for data_class in DataClass if data_class not in self.data_classes]:
            raise ValueError(f"dataClasses: {', '.join(missing)} missing; every class needs a policy")
        if self.data_classes[DataClass.RESTRICTED].crosses_borders:
            raise ValueError("dataClasses.restricted.crossesBorders: restricted data stays in its residency; remove it")
        if self.mutual_tls and not self.private_authority:
            raise ValueError("mutualTls needs privateAuthority, which issues the clients' certificates")
        writers = self.database.writers
        if writers and (len(writers) != self.database.shards or not set(writers) <= set(names)):
            raise ValueError(
                f"database.writers: needs one of the regions for each of the {self.database.shards} shards, or nothing"
            )
        for data_class, policy in self.data_classes.items():
            if policy.backup_interval_minutes > self.objectives.rpo_minutes:
                raise ValueError(
                    f"objectives.rpoMinutes ({self.objectives.rpo_minutes}) is shorter than "
                    f"dataClasses.{data_class}.backupIntervalMinutes ({policy.backup_interval_minutes}): "
                    "back up more often or promise less"
                )
        return self

    @property
    def search_regions(self) -> Mapping[str, Region]:
        """By jurisdiction, the region in which its logs are searched: its first one."""
        return {region.residency: region for region in reversed(self.regions)}

    @property
    def held_classes(self) -> frozenset[DataClass]:
        """The data classes whose copies stay in the residency of the region they began in."""
        return frozenset(each for each, policy in self.data_classes.items() if not policy.crosses_borders)

    @property
    def home(self) -> Region:
        """The region that holds what AWS keeps once per account."""
        return self.regions[0]

    @property
    def api_host(self) -> str:
        """Host name that clients of the API use."""
        return f"api.{self.domain}"


PLAIN_KEYS = frozenset(to_camel(name) for name in Settings.model_fields)
SECRET_KEYS = frozenset({"hsmKeyStorePassword"})


def parse(values: Mapping[str, Any], project: str = "groot", stack: str = "<stack>") -> Settings:
    """Return the settings in *values* (configuration keys without their namespace), or raise `SettingsError`."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        places = [fault["loc"] for fault in faults]
        lines = [_describe(fault, project, stack) for fault in faults if not _follows(fault, places)]
        raise SettingsError("\n".join(lines)) from None


def load() -> Settings:
    """Read the running program's configuration.

    Raises:
        SettingsError: a key is unknown, missing, of the wrong type, contradicts another, or holds a secret that would
            not stay one.
    """
    project, stack = pulumi.get_project(), pulumi.get_stack()
    config = pulumi.Config(project)
    given = {key.split(":", 1)[1] for key in CONFIG.get() if key.startswith(f"{project}:")}
    if unknown := sorted(given - PLAIN_KEYS - SECRET_KEYS):
        known = ", ".join(sorted(PLAIN_KEYS | SECRET_KEYS))
        raise SettingsError(
            "\n".join(
                f"{project}:{key}: unknown key in Pulumi.{stack}.yaml; "
                f"remove it with `pulumi config rm {project}:{key} --stack {stack}` (known keys: {known})"
                for key in unknown
            )
        )
    if sealed := sorted(key for key in given & PLAIN_KEYS if is_config_secret(f"{project}:{key}")):
        raise SettingsError(
            "\n".join(
                f"{project}:{key}: holds a `secure:` value in Pulumi.{stack}.yaml, which would stand in the state in "
                f"clear; only {', '.join(sorted(SECRET_KEYS))} can be secret: remove it with `pulumi config rm "
                f"{project}:{key} --stack {stack}`, and write in clear what may be seen"
                for key in sealed
            )
        )
    if bare := sorted(key for key in SECRET_KEYS if config.get(key) and not is_config_secret(f"{project}:{key}")):
        raise SettingsError(
            "\n".join(
                f"{project}:{key}: stands in Pulumi.{stack}.yaml in clear; seal it with "
                f"`pulumi config set --secret {project}:{key} --stack {stack}`, and change it where it is in use"
                for key in bare
            )
        )
    return parse({key: _decode(config.require(key)) for key in given & PLAIN_KEYS}, project, stack)


def hsm_key_store_password() -> pulumi.Output[str] | None:
    """Return the secret password of the HSM's `kmsuser`, when the stack gives one."""
    return pulumi.Config().get_secret("hsmKeyStorePassword") if pulumi.Config().get("hsmKeyStorePassword") else None


def _decode(text: str) -> Any:
    """Undo the engine's encoding: structured values, numbers and booleans arrive as JSON, strings as they are."""
    if re.fullmatch(r"true|false|-?\d+(\.\d+)?|[\[{].*", text, re.DOTALL):
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text
    return text


def _follows(fault: Any, places: Sequence[tuple[int | str, ...]]) -> bool:
    """Return whether a list is found too short only because of what is wrong with its items."""
    place = fault["loc"]
    return fault["type"] == "too_short" and any(other[: len(place)] == place != other for other in places)


def _describe(fault: Any, project: str, stack: str) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"] if part != "[key]")
    path = path.lstrip(".")
    message = fault["msg"].removeprefix("Value error, ")
    if not path:
        return f"{project}: {message} (Pulumi.{stack}.yaml)"
    mend = f"`pulumi config set --path '{project}:{path}' <value> --stack {stack}`"
    if fault["type"] == "missing":
        return f"{project}:{path}: missing from Pulumi.{stack}.yaml; set it with {mend}"
    if fault["type"] == "extra_forbidden":
        return f"{project}:{path}: unknown key in Pulumi.{stack}.yaml; remove it"
    return f"{project}:{path}: {fault['input']!r:.80}: {message[:1].lower()}{message[1:]}; set it with {mend}"
