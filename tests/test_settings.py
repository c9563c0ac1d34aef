"""What the platform's configuration may say, and what a person is told who says something else."""

import contextvars
import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi.runtime
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import settings
from sandbox.project import load_project
from sandbox.state.secrets import PassphraseCipher
from settings import AWS_REGIONS, DataClass, Elevation, Settings, SettingsError, loading
from tests.policies.case import ABSENT, changed
from tests.sandbox.state import PASSPHRASE, SALT

ROOT = Path(__file__).resolve().parents[1]
TWO_REGIONS = [
    {"name": "us-east-1", "cidr": "10.0.0.0/16", "weight": 70, "residency": "us"},
    {"name": "eu-west-1", "cidr": "10.1.0.0/16", "weight": 30, "residency": "eu"},
]
API = {"image": "example.com/team/api:1@sha256:" + "0" * 64}
SNOWFLAKE = {
    "kind": "snowflake",
    "name": "snow",
    "userArn": "arn:aws:iam::210987654321:user/abc1-b-self1234",
    "externalId": "ABC_SFCRole=1_xyz=",
}
VALID = {
    "regions": TWO_REGIONS,
    "database": {"shards": 2},
    "dataClasses": {each.value: {"retentionDays": 30, "backupIntervalMinutes": 5} for each in DataClass},
    "domain": "groot.example.com",
    "repository": "owner/groot",
    "stateBucket": "groot-state",
}


def fault(values: dict[str, Any]) -> str:
    with pytest.raises(SettingsError) as refused:
        settings.parse(values, stack="staging")
    return str(refused.value)


def given_by(stack: str) -> dict[str, Any]:
    config = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))["config"]
    return {key.removeprefix("groot:"): value for key, value in config.items() if key.startswith("groot:")}


def declared() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))["config"]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("regions.0.weight", "70", ["groot:regions[0].weight", "'70'", "valid integer"]),
        ("regions.0.name", "us-east-9", ["groot:regions[0].name", "'us-east-9'", "not an AWS region", "us-east-1"]),
        ("regions.0.cidr", "8.8.0.0/16", ["groot:regions[0].cidr", "'8.8.0.0/16'", "private IPv4 block", "/16"]),
        ("regions.0.cidr", "10.0.0.0/24", ["groot:regions[0].cidr", "'10.0.0.0/24'", "between /16 and /20"]),
        ("api", {"image": "example.com/api:1"}, ["groot:api.image", "'example.com/api:1'", "should match pattern"]),
        ("api", {"image": "api@sha256:" + "0" * 64}, ["groot:api.image", "should match pattern"]),
        ("api", {"port": 8080}, ["groot:api.image", "missing"]),
        ("api", {**API, "port": 443}, ["groot:api.port", "443", "greater than or equal to 1024"]),
        ("api", {**API, "port": 15001}, ["groot:api.port", "15001", "less than or equal to 14999"]),
        ("api", {**API, "paths": {"ready": "readyz"}}, ["groot:api.paths.ready", "'readyz'", "should match pattern"]),
        ("api", {**API, "replicas": {"min": 4, "max": 3}}, ["groot:api.replicas", "min (4) is more than max (3)"]),
        ("regions.0.cidr", "10.0.0.1/16", ["groot:regions[0].cidr", "'10.0.0.1/16'", "host bits"]),
        ("regions", [], ["groot:regions", "[]", "at least 1"]),
        ("database.shards", 0, ["groot:database.shards", "0", "greater than or equal to 1"]),
        ("database.shards", 2.5, ["groot:database.shards", "2.5", "integer"]),
        ("dataClasses.public.backupIntervalMinutes", 90, ["groot:dataClasses.public", "(90)", "60, 120"]),
        ("regions.0.cidr", "127.0.0.0/16", ["groot:regions[0].cidr", "'127.0.0.0/16'", "private IPv4 block"]),
        ("regions.0.cidr", "169.254.0.0/16", ["groot:regions[0].cidr", "'169.254.0.0/16'", "private IPv4 block"]),
        ("domain", "groot", ["groot:domain", "'groot'", "pattern"]),
        ("accountOwner", "the other", ["groot:accountOwner", "'the other'", "pattern"]),
        ("domain", f"{'a' * 45}.com", ["groot:domain", "at most 48 characters"]),
        ("tags", {"aws:owner": "x"}, ["groot:tags", "aws:owner is a key of the platform's or of AWS's own"]),
        ("tags", {"Residency": "any-region"}, ["groot:tags", "residency is a key of the platform's"]),
        ("tags", {"owner": "x", "Owner": "x"}, ["groot:tags", "owner stands there in several spellings"]),
        ("tags", {"own*r": "x"}, ["groot:tags.own*r:", "'own*r'", "pattern"]),
        ("tags", {"": "x"}, ["groot:tags", "pattern"]),
        ("tags", {f"key{number}": "x" for number in range(41)}, ["groot:tags", "at most 40 items"]),
        ("hsmTrustAnchor", "nonsense", ["groot:hsmTrustAnchor", "'nonsense'", "BEGIN CERTIFICATE"]),
        ("database.instanceClass", "db.t4g.medium", ["groot:database.instanceClass", "'db.t4g.medium'", "pattern"]),
        ("search", {"instanceType": "t3.small.search"}, ["groot:search.instanceType", "'t3.small.search'", "pattern"]),
        ("leaveOut", ["compute"], ["groot:leaveOut[0]", "'compute'", "'edge', 'resilience' or 'security'"]),
        ("chaos", ["pods"], ["groot:chaos[0]", "'pods'", "'zone-power'", "'pod-kill'"]),
        ("warehouses", [{"kind": "teradata", "name": "t"}], ["groot:warehouses[0]", "'teradata'", "'bigquery'"]),
        ("warehouses", [{"kind": "bigquery", "name": "bq", "identity": "me"}], ["warehouses[0]", "identity"]),
        ("warehouses", [{**SNOWFLAKE, "externalId": "guessed"}], ["warehouses[0]", "externalId"]),
        ("warehouses", [{**SNOWFLAKE, "userArn": "*"}], ["warehouses[0]", "userArn"]),
        ("gitops", {"team": "Team"}, ["groot:gitops.team", "'Team'", "pattern"]),
        ("gitops", {"members": ["all"]}, ["groot:gitops.members[0]", "'all'", "pattern"]),
        ("frameworks", ["soc3"], ["groot:frameworks[0]", "'soc3'", "soc2"]),
        ("protect", "yes", ["groot:protect", "'yes'", "boolean"]),
        ("cluster", {"minNodes": 9, "maxNodes": 3}, ["groot:cluster", "minNodes (9)", "maxNodes (3)"]),
        ("objectives", {"latencyP95Ms": 900}, ["groot:objectives", "latencyP95Ms (900)", "latencyP99Ms (500)"]),
    ],
)
def test_a_value_that_cannot_be_is_named_with_its_key_and_the_command_that_mends_it(
    path: str, value: Any, said: list[str]
) -> None:
    message = fault(changed(VALID, path, value))
    for part in [*said, "pulumi config set --path", "--stack staging"]:
        assert part in message


@pytest.mark.parametrize("key", ["regions", "database", "dataClasses", "domain", "repository", "stateBucket"])
def test_a_missing_key_is_named_with_the_command_that_sets_it(key: str) -> None:
    message = fault(changed(VALID, key, ABSENT))
    assert f"groot:{key}: missing from Pulumi.staging.yaml" in message
    assert f"pulumi config set --path 'groot:{key}'" in message


def test_two_warehouses_are_told_apart_by_name() -> None:
    assert len(settings.parse({**VALID, "warehouses": [SNOWFLAKE]}, stack="staging").warehouses) == 1
    assert "warehouses: two have the same name" in fault({**VALID, "warehouses": [SNOWFLAKE, SNOWFLAKE]})


def test_an_unknown_key_is_named_wherever_it_stands() -> None:
    assert "groot:regoins: unknown key in Pulumi.staging.yaml; remove it" in fault({**VALID, "regoins": []})
    assert "groot:database.shard: unknown key" in fault(changed(VALID, "database.shard", 2))


def test_a_fault_within_a_list_is_one_line() -> None:
    assert len(fault(changed(VALID, "regions.0.name", "us-east-9")).splitlines()) == 1


def test_every_fault_has_a_line_of_its_own() -> None:
    lines = fault(changed(changed(VALID, "database.shards", 0), "regions.1.weight", -1)).splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["groot:regions[1].weight", "groot:database.shards"]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("regions.1.cidr", "10.0.16.0/20", "us-east-1 (10.0.0.0/16) and eu-west-1 (10.0.16.0/20) overlap"),
        ("regions.1.weight", 40, "the weights add up to 110, not 100"),
        ("regions.1.name", "us-east-1", "us-east-1 stands more than once; list each region once"),
        ("dataClasses.restricted", ABSENT, "dataClasses: restricted missing; every class needs a policy"),
        (
            "dataClasses.restricted.crossesBorders",
            True,
            "dataClasses.restricted.crossesBorders: restricted data stays in its residency; remove it",
        ),
        ("tokenKeys", [2, 2], "tokenKeys: 2 stands twice; list each generation once"),
        ("trustRoots", [1, 1], "trustRoots: 1 stands twice; list each generation once"),
        (
            "dataClasses.confidential.keyRecoveryDays",
            9,
            "dataClasses.confidential.keyRecoveryDays: tables that several regions share are recovered to 35 days ago",
        ),
        ("mutualTls", True, "mutualTls needs privateAuthority"),
        (
            "dataClasses.internal.backupIntervalMinutes",
            60,
            "objectives.rpoMinutes (15) is shorter than dataClasses.internal.backupIntervalMinutes (60): "
            "back up more often or promise less",
        ),
    ],
)
def test_values_that_contradict_each_other_are_both_named(path: str, value: Any, said: str) -> None:
    message = fault(changed(VALID, path, value))
    assert said in message
    assert "Pulumi.staging.yaml" in message


def test_the_same_contradictions_are_no_fault_once_resolved() -> None:
    patient = changed(VALID, "dataClasses.internal.backupIntervalMinutes", 60) | {"objectives": {"rpoMinutes": 60}}
    assert not settings.parse(patient).data_classes[DataClass.INTERNAL].continuous
    assert settings.parse({**VALID, "mutualTls": True, "privateAuthority": True}).mutual_tls


@st.composite
def region_lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to eleven regions in blocks of their own, their weights adding up to 100."""
    names = draw(st.lists(st.sampled_from(sorted(AWS_REGIONS)), min_size=1, max_size=11, unique=True))
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(names) - 1, max_size=len(names) - 1)))
    weights = [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]
    return [
        {
            "name": name,
            "cidr": f"10.{index}.0.0/{draw(st.integers(16, 20))}",
            "weight": weight,
            "residency": draw(st.sampled_from(["us", "eu", "apac"])),
        }
        for index, (name, weight) in enumerate(zip(names, weights, strict=True))
    ]


@given(region_lists())
def test_any_list_of_regions_whose_weights_add_up_is_taken(regions: list[dict[str, Any]]) -> None:
    parsed = settings.parse({**VALID, "regions": regions})
    assert [region.name for region in parsed.regions] == [region["name"] for region in regions]
    assert parsed.home == parsed.regions[0]
    for residency, region in parsed.search_regions.items():
        assert region == next(each for each in parsed.regions if each.residency == residency)


@given(region_lists(), st.integers(1, 100))
def test_weights_that_do_not_add_up_are_refused_however_many_regions(regions: list[dict[str, Any]], off: int) -> None:
    regions = copy.deepcopy(regions)
    heaviest = max(regions, key=lambda region: region["weight"])
    heaviest["weight"] -= min(off, heaviest["weight"])
    assert "the weights add up to" in fault({**VALID, "regions": regions})


def test_data_stays_in_its_residency_unless_its_class_says_otherwise() -> None:
    assert settings.parse(VALID).held_classes == set(DataClass)
    crossing = changed(VALID, "dataClasses.public.crossesBorders", True)
    assert settings.parse(crossing).held_classes == set(DataClass) - {DataClass.PUBLIC}


STACKS = {path.name.split(".")[1] for path in ROOT.glob("Pulumi.*.yaml")}


@pytest.mark.parametrize("stack", sorted(STACKS))
def test_the_stacks_settings_are_taken(stack: str) -> None:
    parsed = settings.parse(given_by(stack), stack=stack)
    assert (len(parsed.regions) >= 2) is (stack != "dev")
    assert parsed.protect is (stack == "prod")
    assert parsed.leave_out == ()


@pytest.mark.parametrize("key", ["domain", "stateBucket"])
def test_no_two_stacks_share_a_name_that_the_world_has_once(key: str) -> None:
    assert len({given_by(stack)[key] for stack in STACKS}) == len(STACKS)


def test_every_key_is_declared_with_its_type_and_what_it_is_for() -> None:
    assert declared().keys() == settings.PLAIN_KEYS | settings.SECRET_KEYS
    for key, declaration in declared().items():
        assert declaration["type"] in {"array", "boolean", "integer", "object", "string"}, key
        assert declaration["description"].endswith("."), key


def test_what_is_declared_as_a_default_is_the_default() -> None:
    defaults = {key: each["default"] for key, each in declared().items() if "default" in each}
    plain = {key: value for key, value in defaults.items() if key in settings.PLAIN_KEYS}
    assert settings.parse({**VALID, **plain}) == settings.parse(VALID)


def test_the_keys_without_a_default_are_the_ones_that_must_be_given() -> None:
    required = {key for key, each in declared().items() if "default" not in each}
    assert required == VALID.keys()


@given(st.booleans() | st.integers() | st.lists(st.text()) | st.dictionaries(st.text(), st.integers() | st.booleans()))
def test_structured_values_come_through_the_engine_as_they_were(value: Any) -> None:
    assert loading._decode(json.dumps(value)) == value


@pytest.mark.parametrize("text", ["groot.example.com", "{not json", "alias/groot-state", ""])
def test_plain_text_comes_through_the_engine_as_it_was(text: str) -> None:
    assert loading._decode(text) == text


def read(config: Mapping[str, str], secret_keys: list[str]) -> Settings:
    """Read the settings in a program that an engine gave *config*, as both engines' hosts give it."""

    def program() -> Settings:
        pulumi.runtime.configure(pulumi.runtime.Settings("groot", "staging"))
        pulumi.runtime.set_all_config(dict(config), secret_keys)
        return settings.load()

    return contextvars.copy_context().run(program)


def texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {f"groot:{key}": each if isinstance(each, str) else json.dumps(each) for key, each in values.items()}


@pytest.mark.parametrize(("key", "value"), [("tags", {"owner": "s3cr3t"}), ("domain", "s3cr3t.example.com")])
def test_a_secret_that_would_not_stay_one_is_refused_unseen(key: str, value: Any, monkeypatch: Any) -> None:
    """The stock host gives its program a whole structured value in clear and the names of keys that hold secrets."""
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps(texts({**VALID, key: value})))
    monkeypatch.setenv("PULUMI_CONFIG_SECRET_KEYS", json.dumps([f"groot:{key}"]))
    with pytest.raises(SettingsError) as refused:
        read(pulumi.runtime.get_config_env(), pulumi.runtime.get_config_secret_keys_env())
    (line,) = str(refused.value).splitlines()
    for part in (f"groot:{key}: holds a `secure:` value in Pulumi.staging.yaml", f"`pulumi config rm groot:{key} "):
        assert part in line
    assert "s3cr3t" not in line


def test_a_secret_within_an_object_is_refused_from_the_stack_file_too(tmp_path: Path) -> None:
    sealed = {"secure": PassphraseCipher(PASSPHRASE, SALT).encrypt("s3cr3t")}
    config = {f"groot:{key}": each for key, each in {**VALID, "tags": {"owner": "platform", "token": sealed}}.items()}
    (tmp_path / "Pulumi.yaml").write_text((ROOT / "Pulumi.yaml").read_text())
    (tmp_path / "Pulumi.staging.yaml").write_text(yaml.safe_dump({"encryptionsalt": SALT, "config": config}))
    project = load_project(tmp_path, "staging", lambda _: PASSPHRASE)
    with pytest.raises(SettingsError, match=r"^groot:tags: holds a `secure:` value"):
        read(project.config, sorted(project.secret_keys))


def test_the_secret_setting_is_taken_and_is_no_field() -> None:
    config = texts({**VALID, "hsmKeyStorePassword": "s3cr3t"})
    assert "s3cr3t" not in repr(read(config, ["groot:hsmKeyStorePassword"]))


def test_the_secret_setting_in_clear_is_refused_unseen_with_the_command_that_seals_it() -> None:
    with pytest.raises(SettingsError) as refused:
        read(texts({**VALID, "hsmKeyStorePassword": "s3cr3t"}), [])
    assert "`pulumi config set --secret groot:hsmKeyStorePassword --stack staging`" in str(refused.value)
    assert "s3cr3t" not in str(refused.value)


def test_no_stack_makes_faults_unless_it_names_them() -> None:
    assert settings.parse(VALID, stack="staging").chaos == ()
    assert "chaos" not in given_by("prod")


def test_argo_cd_is_off_unless_a_stack_names_an_identity_center() -> None:
    assert not settings.parse(VALID, stack="staging").gitops.enabled
    assert not [stack for stack in ("dev", "staging", "prod") if "gitops" in given_by(stack)]


def test_a_load_test_needs_both_images_by_digest_and_a_load() -> None:
    image = f"example.com/k6@sha256:{'0' * 64}"
    both = {"image": image, "starterImage": image}
    assert "image and starterImage go together" in fault({**VALID, "loadTest": {"image": image}})
    assert "should match pattern" in fault({**VALID, "loadTest": {**both, "image": "example.com/k6:1"}})
    assert "targets.requestsPerMinute; say how much" in fault({**VALID, "loadTest": both})
    assert not settings.parse(VALID, stack="staging").load_test.enabled
    assert not [stack for stack in ("dev", "staging", "prod") if "loadTest" in given_by(stack)]


def test_faults_of_pods_need_nothing_else_of_the_stack() -> None:
    alone = {**VALID, "leaveOut": ["edge"], "chaos": ["pod-kill"]}
    assert settings.parse(alone, stack="staging").chaos == ("pod-kill",)


def test_faults_between_regions_need_two_of_them() -> None:
    alone = {**VALID, "regions": [{**TWO_REGIONS[0], "weight": 100}], "chaos": ["nodes", "region-network"]}
    assert "chaos: region-network needs a second region" in fault(alone)


def test_a_writer_is_failed_over_only_where_a_reader_is() -> None:
    assert "set database.instancesPerRegion to 2" in fault({**VALID, "chaos": ["database-failover"]})
    with_readers = {**VALID, "database": {"shards": 2, "instancesPerRegion": 2}, "chaos": ["database-failover"]}
    assert settings.parse(with_readers, stack="staging").chaos == ("database-failover",)


@pytest.mark.parametrize("room", ["edge", "resilience"])
def test_faults_need_what_stops_them(room: str) -> None:
    assert f"don't leave out {room}" in fault({**VALID, "leaveOut": [room], "chaos": ["nodes"]})
    assert settings.parse({**VALID, "leaveOut": [room]}, stack="staging").leave_out == (room,)


OWN = "arn:aws:iam::aws:policy/job-function/"
TIER = {"name": "operator", "policy": f"{OWN}SupportUser", "requesters": ["Engineers"], "approvers": ["Leads"]}
GLASS = {"users": ["sealed/glass-1", "sealed/glass-2"], "policy": f"{OWN}SystemAdministrator"}


def test_nobody_elevates_unless_a_stack_names_tiers_and_glass() -> None:
    assert settings.parse(VALID, stack="staging").elevation == Elevation()
    both = {"tiers": [TIER], "breakGlass": GLASS}
    assert settings.parse({**VALID, "elevation": both}, stack="staging").elevation.tiers[0].approvals == 1
    for name in both:
        alone = {**VALID, "elevation": {name: both[name]}}
        assert "tiers and breakGlass go together" in fault(alone)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"tiers": [TIER, TIER]}, "two have the same name"),
        ({"tiers": [{**TIER, "name": "break-glass"}]}, "call it otherwise"),
        ({"tiers": [{**TIER, "approvers": []}]}, "approvers"),
        ({"tiers": [{**TIER, "maxMinutes": 481}]}, "maxMinutes"),
        ({"tiers": [{**TIER, "networks": ["10.0.0.1/8"]}]}, "has host bits set"),
        ({"tiers": [{**TIER, "policy": "AdministratorAccess"}]}, "policy"),
        ({"breakGlass": {**GLASS, "users": ["glass-1"]}}, "users"),
    ],
)
def test_what_gives_access_is_checked(wrong: dict[str, Any], said: str) -> None:
    assert said in fault({**VALID, "elevation": {"tiers": [TIER], "breakGlass": GLASS, **wrong}})
