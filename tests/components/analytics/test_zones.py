"""The lake's zones: each under the key of its class, opened by one policy each, held to the same rules everywhere."""

import json
from typing import Any, Final

import pytest

from analytics.tables import tables
from analytics.zones import ruleset
from components._shared.event_tables import EventArchived
from components.analytics.lake_job import TOLD
from components.analytics.wiring import _declare_zones
from components.analytics.zone import PREFIX
from functions.lake import specification, wiring
from settings import BigQuery, Snowflake
from tests.components.data.declare import Declared, declare, sites

BUCKET: Final = "arn:aws:mock:us-east-1:123456789012:lake-{}-bucket"
SNOWFLAKE: Final = Snowflake(
    kind="snowflake",
    name="snow",
    user_arn="arn:aws:iam::210987654321:user/abc1-b-self1234",
    external_id="ABC_SFCRole=1_xyz=",
)
BIGQUERY: Final = BigQuery(kind="bigquery", name="bq", identity="108325472359348012345")


@pytest.fixture(scope="module")
def declared() -> list[Declared]:
    def program() -> None:
        archived = EventArchived(
            bucket_name="archive-bucket", bucket_arn="arn:aws:s3:::archive-bucket", key_arn="key", readable_days=400
        )
        _declare_zones(sites(1)["us-east-1"], archived, "", administrators=[], warehouses=(SNOWFLAKE, BIGQUERY))

    return declare(program)


def policy(declared: list[Declared], name: str) -> dict[str, dict[str, Any]]:
    [found] = [each.inputs for each in declared if each.type == "aws:iam/policy:Policy" and name in each.inputs["name"]]
    return {each["Sid"]: each for each in json.loads(found["policy"])["Statement"]}


def test_readers_open_the_served_tables_and_nothing_that_these_were_made_of(declared: list[Declared]) -> None:
    statements = policy(declared, "lake-readers")
    assert statements["ServedFiles"]["Resource"] == [f"{BUCKET.format('served')}/{PREFIX}*"]
    assert "curated" not in json.dumps(statements)
    assert "archive" not in json.dumps(statements)
    actions = {action for each in statements.values() for action in each["Action"]}
    assert not {each for each in actions if not each.partition(":")[2].startswith(("Get", "List", "Decrypt"))}


def test_the_job_reads_events_and_fills_both_zones_and_nothing_else(declared: list[Declared]) -> None:
    statements = policy(declared, "lake-job")
    written = [each["Resource"] for each in statements.values() if "s3:PutObject" in each["Action"]]
    assert written == [[f"{BUCKET.format(zone)}/{PREFIX}*" for zone in ("curated", "served")]]
    assert statements["ReadsEvents"]["Resource"] == ["arn:aws:s3:::archive-bucket/events/*"]
    assert [sid for sid, each in statements.items() if "*" in each["Resource"]] == ["Measures"]


def test_tokens_are_made_by_the_jobs_role_alone(declared: list[Declared]) -> None:
    [key] = [each.inputs for each in declared if each.type == "aws:kms/key:Key"]
    [making] = [each for each in json.loads(key["policy"])["Statement"] if "kms:GenerateMac" in each["Action"]]
    assert making["Condition"]["ArnLike"]["aws:PrincipalArn"].endswith(":role/groot-test-lake-job")


def test_the_job_is_told_the_tables_where_it_looks_for_them(declared: list[Declared]) -> None:
    [told] = [each.inputs for each in declared if each.type == "aws:s3/bucketObjectv2:BucketObjectv2"]
    assert told["key"] == TOLD == wiring.TABLES
    assert specification.tables(json.loads(told["content"])).keys() == tables().keys()


def test_glue_holds_each_table_to_the_jobs_rules(declared: list[Declared]) -> None:
    found = [each.inputs for each in declared if each.type == "aws:glue/dataQualityRuleset:DataQualityRuleset"]
    assert {each["ruleset"] for each in found} == {ruleset(table) for table in tables().values()}
    assert len(found) == len(tables())


def test_files_go_a_week_and_a_day_after_their_rows(declared: list[Declared]) -> None:
    kind = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
    rules = [each.inputs["rules"][0] for each in declared if each.type == kind]
    assert [(each["filter"]["prefix"], each["expiration"]["days"]) for each in rules] == [("", 408)] * 2


def test_a_warehouse_assumes_its_role_as_itself_alone_and_reads_what_is_served(declared: list[Declared]) -> None:
    roles = {each.inputs["name"]: each.inputs for each in declared if each.type == "aws:iam/role:Role"}
    trusted = {name: json.loads(each["assumeRolePolicy"])["Statement"] for name, each in roles.items()}
    assert trusted["groot-test-warehouse-snow"] == [
        {
            "Effect": "Allow",
            "Action": ["sts:AssumeRole"],
            "Principal": {"AWS": [SNOWFLAKE.user_arn]},
            "Condition": {"StringEquals": {"sts:ExternalId": SNOWFLAKE.external_id}},
        }
    ]
    assert trusted["groot-test-warehouse-bq"] == [
        {
            "Effect": "Allow",
            "Action": ["sts:AssumeRoleWithWebIdentity"],
            "Principal": {"Federated": ["accounts.google.com"]},
            "Condition": {"StringEquals": {"accounts.google.com:sub": BIGQUERY.identity}},
        }
    ]
    kind = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    given = [each.inputs["policyArn"] for each in declared if each.type == kind]
    assert len(given) == 2
    assert all("lake-readers" in each for each in given)
    assert not [each for each in declared if each.type == "aws:iam/rolePolicy:RolePolicy"]
