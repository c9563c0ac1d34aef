"""All settings of a stack together, and what must agree among them."""

import ipaddress
import itertools
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from settings._model import Model, RoleName
from settings.api import SAMPLE, Api
from settings.chaos import Fault, PodFault, ServiceFault, lacking, pod_faults, service_faults
from settings.cluster import Cluster
from settings.data_classes import RECOVERY_DAYS, ClassPolicy, DataClass
from settings.database import Database
from settings.elevation import Elevation
from settings.gitops import Gitops
from settings.load_test import LoadTest
from settings.objectives import Objectives
from settings.regions import Region
from settings.search import Search
from settings.tags import Tags
from settings.targets import Targets
from settings.traffic import Traffic
from settings.warehouses import Warehouse

Framework = Literal["soc2", "iso27001", "gdpr", "ccpa", "hipaa", "pci-dss", "fedramp-moderate"]
SpareRoom = Literal["edge", "resilience", "security"]
"""A room that no other one needs anything of."""


class Settings(Model):
    """Everything a stack decides. Declared key by key in `Pulumi.yaml`."""

    regions: tuple[Region, ...] = Field(min_length=1, max_length=11, strict=False)
    """Active regions, at most the eleven that an Aurora global database spans.

    The first is the home of what AWS keeps once per account.
    """
    cluster: Cluster = Cluster()
    api: Api = SAMPLE
    """The workload behind the gateways."""
    database: Database
    objectives: Objectives = Objectives()
    data_classes: Mapping[Annotated[DataClass, Field(strict=False)], ClassPolicy]
    frameworks: tuple[Framework, ...] = Field(default=(), strict=False)
    """Compliance frameworks whose packs gate the stack."""
    traffic: Traffic = Traffic()
    targets: Targets = Targets()
    search: Search = Search()
    leave_out: tuple[SpareRoom, ...] = Field(default=(), strict=False)
    """Rooms that aren't declared: nobody reaches the API, no backups, or neither audit nor detection nor search."""
    gitops: Gitops = Gitops()
    """Whether Argo CD keeps the workload as the registry has it."""
    chaos: tuple[Fault, ...] = Field(default=(), strict=False)
    """Faults that may be made on purpose, as experiments that stop on the API's alarms or after minutes. None unless
    named."""
    load_test: LoadTest = LoadTest()
    """What makes the load of the targets, by name. None unless its images are named."""
    elevation: Elevation = Elevation()
    """Privileged access for a while, and what is behind glass. None unless named."""
    warehouses: tuple[Warehouse, ...] = Field(default=(), strict=False, max_length=10)
    """Warehouses outside that read the lake's served tables, each by a role of its own. None unless named."""
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
    key_administrators: tuple[RoleName, ...] = Field(default=(), strict=False)
    """Names of the IAM roles that may manage KMS keys besides the pipeline's deploy role, and never use them."""
    token_issuers: tuple[RoleName, ...] = Field(default=(), strict=False)
    """Names of the IAM roles that may sign the tokens of the API's callers. Without one nobody can."""
    token_keys: tuple[Annotated[int, Field(ge=1, le=999)], ...] = Field(
        default=(1,), min_length=1, max_length=2, strict=False
    )
    """Generations of the key that tokens are signed by: the first signs, all are taken. To renew it, deploy `[1, 2]`,
    then `[2, 1]`, and once the tokens of the old one have expired `[2]`."""
    trust_roots: tuple[Annotated[int, Field(ge=1, le=999)], ...] = Field(
        default=(1,), min_length=1, max_length=2, strict=False
    )
    """Generations of the root that certificates inside go back to: the first issues, all are trusted.
    docs/trust-root.md says how it is renewed."""
    account_owner: str = Field(default="", pattern=r"^[\w.-]{0,100}$")
    """Name of the stack that declares what AWS keeps once per account, or once per region of it; empty for this one."""
    tags: Tags = Field(default={}, max_length=40)
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

    @property
    def service_faults(self) -> list[ServiceFault]:
        """Those of `chaos` that AWS Fault Injection Service makes."""
        return service_faults(self.chaos)

    @property
    def pod_faults(self) -> list[PodFault]:
        """Those of `chaos` that Chaos Mesh makes."""
        return pod_faults(self.chaos)

    @model_validator(mode="after")
    def _coherent(self) -> "Settings":
        names = [region.name for region in self.regions]
        if duplicated := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"regions: {', '.join(duplicated)} stands more than once; list each region once")
        for one, other in itertools.combinations(self.regions, 2):
            if ipaddress.IPv4Network(one.cidr).overlaps(ipaddress.IPv4Network(other.cidr)):
                raise ValueError(f"regions: {one.name} ({one.cidr}) and {other.name} ({other.cidr}) overlap")
        for key, generations in (("tokenKeys", self.token_keys), ("trustRoots", self.trust_roots)):
            if len({*generations}) < len(generations):
                raise ValueError(f"{key}: {generations[0]} stands twice; list each generation once")
        total = sum(region.weight for region in self.regions)
        if total != 100:
            raise ValueError(f"regions: the weights add up to {total}, not 100")
        if missing := [data_class for data_class in DataClass if data_class not in self.data_classes]:
            raise ValueError(f"dataClasses: {', '.join(missing)} missing; every class needs a policy")
        if self.data_classes[DataClass.RESTRICTED].crosses_borders:
            raise ValueError("dataClasses.restricted.crossesBorders: restricted data stays in its residency; remove it")
        shorter = [name for name, policy in self.data_classes.items() if policy.key_recovery_days < RECOVERY_DAYS]
        if shorter and len(self.regions) > 1:
            raise ValueError(
                f"dataClasses.{shorter[0]}.keyRecoveryDays: tables that several regions share are recovered to "
                f"{RECOVERY_DAYS} days ago in each; give {RECOVERY_DAYS}, or a single region"
            )
        if self.load_test.enabled and self.targets.requests_per_minute is None:
            raise ValueError("loadTest makes the load of targets.requestsPerMinute; say how much that is")
        if self.mutual_tls and not self.private_authority:
            raise ValueError("mutualTls needs privateAuthority, which issues the clients' certificates")
        if why := lacking(
            self.chaos,
            regions=len(self.regions),
            instances_per_region=self.database.instances_per_region,
            left_out=self.leave_out,
        ):
            raise ValueError(f"chaos: {why}")
        called = [each.name for each in self.warehouses]
        if len({*called}) < len(called):
            raise ValueError("warehouses: two have the same name; give each its own")
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
