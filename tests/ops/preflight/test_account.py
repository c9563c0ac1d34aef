"""An account asked: on the emulator, and by answers that botocore's models allow where the emulator has none."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pytest
from botocore.stub import Stubber

from ops.preflight import dns, offers, standing
from ops.preflight.account import READING, Account, NotReadingError
from ops.preflight.findings import Finding, Level
from ops.preflight.plan import Plan
from ops.request import OperationError
from policies.model import Resource
from tests.ops.preflight.plans import ACCOUNT, ANY_ROOT, HOME, allow, made, plan_of, policy

Ask = Callable[[Account, Plan], Iterable[Finding]]
NOWHERE = "http://127.0.0.1:1"
CLUSTER = made("aws:eks/cluster:Cluster", "cluster", {"version": "1.36"})
ZONE = made("aws:route53/zone:Zone", "zone", {"name": "groot.example.com"})


class Answering(Account):
    """An account whose answers a test gives, held against botocore's models. What isn't given can't be asked."""

    def __init__(self, *answers: tuple[str, str, Any]) -> None:
        super().__init__(HOME, NOWHERE)
        self.endpoint = None
        self._stubbed: dict[str, Any] = {}
        given: dict[str, list[tuple[str, Any]]] = defaultdict(list)
        for service, call, answer in (
            ("sts", "get_caller_identity", {"Account": ACCOUNT, "Arn": f"arn:aws:iam::{ACCOUNT}:user/a"}),
            *answers,
        ):
            given[service].append((call, answer))
        for service, calls in given.items():
            client = self._stubbed[service] = super().client(service)
            stub = Stubber(client)
            for call, answer in calls:
                if isinstance(answer, int):
                    stub.add_client_error(call, str(answer), http_status_code=answer)
                elif isinstance(answer, str):
                    stub.add_client_error(call, answer)
                else:
                    stub.add_response(call, answer)
            stub.activate()

    def client(self, service: str, region: str = "") -> Any:
        return self._stubbed[service] if service in self._stubbed else super().client(service, region)


def found(ask: Ask, account: Account, *resources: Resource) -> Sequence[str]:
    return [each.message for each in ask(account, plan_of(*resources))]


def zone(name: str, zone_id: str, kind: str = "availability-zone") -> Mapping[str, str]:
    return {"ZoneName": name, "ZoneId": zone_id, "ZoneType": kind, "State": "available"}


SUBNET = made("aws:ec2/subnet:Subnet", "subnet", {"availabilityZone": "us-east-1e"})
USER = made("aws:eks/cluster:Cluster", "cluster", {"version": "1.36"}, vpcConfig=SUBNET)
ZONES = {"AvailabilityZones": [zone("us-east-1e", "use1-az3"), zone("us-east-1-bos-1a", "use1-bos1-az1", "local-zone")]}
CASES: Sequence[tuple[Ask, Sequence[Resource], Sequence[tuple[str, str, Any]], str, Level]] = [
    (
        offers.regions,
        [made("aws:sqs/queue:Queue", "q", {"region": "ap-east-1"})],
        [("ec2", "describe_regions", {"Regions": [{"RegionName": "ap-east-1", "OptInStatus": "not-opted-in"}]})],
        "ap-east-1 isn't open to this account",
        Level.REFUSED,
    ),
    (
        offers.zones,
        [SUBNET, USER],
        [("ec2", "describe_availability_zones", ZONES)],
        "subnet: us-east-1e is use1-az3, where cluster can't be",
        Level.REFUSED,
    ),
    (
        offers.zones,
        [made("aws:ec2/subnet:Subnet", "subnet", {"availabilityZone": "us-east-1-bos-1a"})],
        [("ec2", "describe_availability_zones", ZONES)],
        "subnet: us-east-1-bos-1a is no zone for it in this account",
        Level.REFUSED,
    ),
    (
        offers.cluster_versions,
        [CLUSTER],
        [("eks", "describe_cluster_versions", {"clusterVersions": [{"clusterVersion": "1.35"}]})],
        "cluster: EKS doesn't offer Kubernetes 1.36 in us-east-1",
        Level.REFUSED,
    ),
    (
        offers.addon_versions,
        [CLUSTER, made("aws:eks/addon:Addon", "dns", {"addonName": "coredns"}, clusterName=CLUSTER)],
        [("eks", "describe_addon_versions", {"addons": []})],
        "dns: coredns isn't offered for Kubernetes 1.36 in us-east-1",
        Level.REFUSED,
    ),
    (
        offers.addon_versions,
        [
            CLUSTER,
            made("aws:eks/addon:Addon", "dns", {"addonName": "coredns", "addonVersion": "v1"}, clusterName=CLUSTER),
        ],
        [("eks", "describe_addon_versions", {"addons": [{"addonVersions": [{"addonVersion": "v2"}]}]})],
        "dns: coredns v1 isn't offered for Kubernetes 1.36 in us-east-1",
        Level.REFUSED,
    ),
    (
        offers.engine_versions,
        [made("aws:rds/cluster:Cluster", "db", {"engine": "aurora-postgresql", "engineVersion": "16.6"})],
        [
            (
                "rds",
                "describe_db_engine_versions",
                {"DBEngineVersions": [{"EngineVersion": "16.6", "Status": "deprecated"}]},
            )
        ],
        "db: aurora-postgresql 16.6 isn't offered in us-east-1",
        Level.REFUSED,
    ),
    (
        offers.search_versions,
        [made("aws:opensearch/domain:Domain", "search", {"engineVersion": "OpenSearch_2.19"})],
        [("opensearch", "list_versions", {"Versions": ["OpenSearch_3.5"]})],
        "search: OpenSearch_2.19 isn't offered in us-east-1",
        Level.REFUSED,
    ),
    (
        offers.instance_types,
        [made("aws:eks/nodeGroup:NodeGroup", "nodes", {"instanceTypes": ["m9g.large", "m7g.large"]})],
        [("ec2", "describe_instance_type_offerings", {"InstanceTypeOfferings": [{"InstanceType": "m7g.large"}]})],
        "nodes: m9g.large isn't offered in us-east-1",
        Level.REFUSED,
    ),
    (
        standing.quotas_in_force,
        [made("aws:ec2/eip:Eip", "a"), made("aws:ec2/eip:Eip", "b")],
        [("service-quotas", "get_service_quota", {"Quota": {"Value": 1.0}})],
        "EC2-VPC Elastic IPs: 2 in us-east-1, and there are 1",
        Level.REFUSED,
    ),
    (
        standing.buckets,
        [made("aws:s3/bucket:Bucket", "store", {"bucket": "taken"})],
        [("s3", "head_bucket", 403)],
        "store: another account has a bucket taken",
        Level.REFUSED,
    ),
    (
        standing.buckets,
        [made("aws:s3/bucket:Bucket", "store", {"bucket": "ours"})],
        [("s3", "head_bucket", {})],
        "store: the account has a bucket ours",
        Level.ADVICE,
    ),
    (
        standing.principals,
        [
            made(
                "aws:iam/role:Role",
                "r",
                {
                    "assumeRolePolicy": policy(
                        allow("sts:AssumeRole", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/gone"})
                    )
                },
            )
        ],
        [("iam", "get_role", "NoSuchEntity")],
        f"r: it trusts arn:aws:iam::{ACCOUNT}:role/gone, which isn't there",
        Level.REFUSED,
    ),
    (
        standing.lockouts,
        [made("aws:kms/key:Key", "key", {"policy": policy(allow("kms:Decrypt", Principal=ANY_ROOT))})],
        [],
        f"key: its policy locks arn:aws:iam::{ACCOUNT}:user/a out",
        Level.ADVICE,
    ),
]


@pytest.mark.parametrize(("ask", "resources", "answers", "message", "level"), CASES, ids=[case[3] for case in CASES])
def test_what_the_account_would_refuse_is_told(
    ask: Ask, resources: Sequence[Resource], answers: Sequence[tuple[str, str, Any]], message: str, level: Level
) -> None:
    account = Answering(*answers)
    (told,) = ask(account, plan_of(*resources))
    assert (told.message, told.level) == (message, level)
    assert told.mend
    assert account.told_unasked() == []


OFFERED: Sequence[tuple[Ask, Sequence[Resource], Sequence[tuple[str, str, Any]]]] = [
    (
        offers.regions,
        [CLUSTER],
        [("ec2", "describe_regions", {"Regions": [{"RegionName": HOME, "OptInStatus": "opt-in-not-required"}]})],
    ),
    (offers.zones, [SUBNET], [("ec2", "describe_availability_zones", ZONES)]),
    (
        offers.cluster_versions,
        [CLUSTER],
        [("eks", "describe_cluster_versions", {"clusterVersions": [{"clusterVersion": "1.36"}]})],
    ),
    (
        offers.engine_versions,
        [made("aws:rds/cluster:Cluster", "db", {"engine": "aurora-postgresql", "engineVersion": "16.15"})],
        [
            (
                "rds",
                "describe_db_engine_versions",
                {"DBEngineVersions": [{"EngineVersion": "16.15", "Status": "available"}]},
            )
        ],
    ),
    (
        standing.quotas_in_force,
        [made("aws:ec2/eip:Eip", "a")],
        [("service-quotas", "get_service_quota", {"Quota": {"Value": 5.0}})],
    ),
    (standing.buckets, [made("aws:s3/bucket:Bucket", "store", {"bucket": "free"})], [("s3", "head_bucket", 404)]),
    (standing.lockouts, [made("aws:kms/key:Key", "key", {"policy": policy(allow("kms:*", Principal=ANY_ROOT))})], []),
]


@pytest.mark.parametrize(("ask", "resources", "answers"), OFFERED)
def test_what_the_account_offers_is_no_finding(
    ask: Ask, resources: Sequence[Resource], answers: Sequence[tuple[str, str, Any]]
) -> None:
    account = Answering(*answers)
    assert found(ask, account, *resources) == []
    assert account.told_unasked() == []


def test_a_domain_that_the_public_dns_does_not_lead_to_is_told_with_its_servers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answers() -> Account:
        return Answering(
            (
                "route53",
                "list_hosted_zones_by_name",
                {
                    "HostedZones": [{"Id": "Z1", "Name": "groot.example.com.", "CallerReference": "r"}],
                    "IsTruncated": False,
                    "MaxItems": "1",
                },
            ),
            (
                "route53",
                "get_hosted_zone",
                {
                    "HostedZone": {"Id": "Z1", "Name": "groot.example.com.", "CallerReference": "r"},
                    "DelegationSet": {"NameServers": ["ns-1.aws.net"]},
                },
            ),
        )

    monkeypatch.setattr(dns, "name_servers", lambda _name: ["ns.elsewhere.org"])
    (told,) = standing.delegation(answers(), plan_of(ZONE))
    assert told.level is Level.REFUSED
    assert told.message == "zone: groot.example.com leads to ns.elsewhere.org"
    assert "ns-1.aws.net" in told.mend
    monkeypatch.setattr(dns, "name_servers", lambda _name: ["ns-1.aws.net"])
    assert list(standing.delegation(answers(), plan_of(ZONE))) == []


def test_a_zone_that_is_not_there_yet_says_what_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    account = Answering(
        ("route53", "list_hosted_zones_by_name", {"HostedZones": [], "IsTruncated": False, "MaxItems": "1"})
    )
    monkeypatch.setattr(dns, "name_servers", lambda _name: [])
    (told,) = standing.delegation(account, plan_of(ZONE))
    assert told.level is Level.ADVICE
    assert "certificates wait for that" in told.mend


def test_a_network_without_dns_is_said_and_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_name: str) -> Sequence[str]:
        raise TimeoutError("timed out")

    monkeypatch.setattr(dns, "name_servers", silent)
    account = Answering(
        ("route53", "list_hosted_zones_by_name", {"HostedZones": [], "IsTruncated": False, "MaxItems": "1"})
    )
    assert list(standing.delegation(account, plan_of(ZONE))) == []
    assert account.told_unasked() == ["public DNS: timed out (groot.example.com)"]


def test_rights_are_asked_of_the_deploying_role_where_it_is_there() -> None:
    arn = f"arn:aws:iam::{ACCOUNT}:role/deploy"
    role = {"Path": "/", "RoleName": "deploy", "RoleId": "A" * 16, "Arn": arn, "CreateDate": "2026-01-01"}
    denied = {
        "EvaluationResults": [
            {"EvalActionName": "s3:PutObject", "EvalDecision": "implicitDeny"},
            {"EvalActionName": "s3:GetObject", "EvalDecision": "allowed"},
        ]
    }
    account = Answering(("iam", "get_role", {"Role": role}), ("iam", "simulate_principal_policy", denied))
    (told,) = standing.rights(account, plan_of(exports={"deployRole": arn}), ["s3:GetObject", "s3:PutObject"])
    assert (told.level, told.message) == (Level.REFUSED, f"{arn} may not call s3:PutObject")
    account = Answering(("iam", "simulate_principal_policy", denied))
    (told,) = standing.rights(account, plan_of(), ["s3:GetObject", "s3:PutObject"])
    assert (told.level, told.message) == (Level.ADVICE, f"arn:aws:iam::{ACCOUNT}:user/a may not call s3:PutObject")


def test_a_session_is_the_role_that_it_is_of() -> None:
    account = Answering()
    account.identity["Arn"] = f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/me"
    assert account.caller == f"arn:aws:iam::{ACCOUNT}:role/admin"


def test_a_call_that_may_change_something_never_leaves(emulator_endpoint: str) -> None:
    account = Account(HOME, emulator_endpoint)
    with pytest.raises(NotReadingError, match="CreateBucket"):
        account.client("s3").create_bucket(Bucket="made")
    assert "made" not in [each["Name"] for each in account.client("s3").list_buckets()["Buckets"]]


@pytest.mark.parametrize(
    "name", ["CreateBucket", "PutItem", "DeleteRole", "AssumeRole", "GetterSet2"[:3], "Listen", "Describer"]
)
def test_names_that_only_look_like_reading_do_not_pass(name: str) -> None:
    assert not READING.fullmatch(name)


def test_every_call_of_a_whole_run_reads_and_what_the_emulator_lacks_is_said(
    staging_plan: Plan, emulator_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dns, "name_servers", lambda _name: pytest.fail("an emulator's zones aren't in the public DNS"))
    account = Account(staging_plan.home, emulator_endpoint)
    called: set[str] = set()
    made = account.client

    def listened(service: str, region: str = "") -> Any:
        client = made(service, region)
        client.meta.events.register("before-call", lambda model, **_: called.add(model.name))
        return client

    monkeypatch.setattr(account, "client", listened)
    told = [each for ask in (*offers.ASKS, *standing.ASKS) for each in ask(account, staging_plan)]
    assert called >= {
        "DescribeRegions",
        "DescribeAvailabilityZones",
        "GetServiceQuota",
        "HeadBucket",
        "GetCallerIdentity",
    }
    assert all(READING.fullmatch(name) for name in called)
    unasked = " ".join(account.told_unasked())
    for what in ("versions of clusters", "versions of engines", "versions of search engines", "quotas in force"):
        assert f"{what}: " in unasked
    assert not [each for each in told if each.level is Level.REFUSED and "offer" in each.message]


def test_nobody_signed_in_is_told_with_the_mend(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(OperationError, match=r"no credentials; set AWS_PROFILE"):
        _ = Account(HOME).identity


def test_an_endpoint_never_sees_the_environments_credentials(
    monkeypatch: pytest.MonkeyPatch, emulator_endpoint: str
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    seen: list[str] = []
    account = Account(HOME, emulator_endpoint)
    client = account.client("sts")
    client.meta.events.register(
        "before-send.*.*", lambda request, **_: seen.append(str(request.headers["Authorization"]))
    )
    client.get_caller_identity()
    assert seen
    assert not any("AKIAREAL" in each for each in seen)
