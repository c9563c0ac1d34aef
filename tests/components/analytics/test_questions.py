"""Where the business asks: every question, over the archive as it lies there, within what a query may read."""

import base64
import json
from typing import Any, Final

import pytest
from sqlglot import exp

from analytics.questions import questions
from analytics.tables import tables
from components._shared.event_tables import EventArchived
from components.analytics.wiring import _declare_questions
from components.data.event_archive import PREFIX
from tests.analytics.lake import parsed
from tests.components.data.declare import Declared, declare, sites

TABLE: Final = "aws:glue/catalogTable:CatalogTable"


@pytest.fixture(scope="module")
def declared() -> list[Declared]:
    def program() -> None:
        archived = EventArchived(
            bucket_name="archive-bucket", bucket_arn="arn:aws:s3:::archive-bucket", key_arn="key", readable_days=400
        )
        _declare_questions(sites(1)["us-east-1"], archived, "")

    return declare(program)


def found(declared: list[Declared], kind: str) -> dict[str, dict[str, Any]]:
    return {each.inputs["name"]: each.inputs for each in declared if each.type == kind}


def test_a_named_query_is_a_question_as_its_file_has_it(declared: list[Declared]) -> None:
    named = found(declared, "aws:athena/namedQuery:NamedQuery")
    assert {name: each["query"] for name, each in named.items()} == {
        name: question.sql for name, question in questions().items()
    }
    assert {each["database"] for each in named.values()} == {"groot_test_lake"}


def test_a_query_that_would_read_everything_is_stopped_whatever_its_client_says(declared: list[Declared]) -> None:
    [group] = found(declared, "aws:athena/workgroup:Workgroup").values()
    assert group["configuration"]["enforceWorkgroupConfiguration"] is True
    assert group["configuration"]["bytesScannedCutoffPerQuery"] == 100 * 10**9


def test_the_archive_is_found_where_firehose_lays_it_down(declared: list[Declared]) -> None:
    archive = found(declared, TABLE)["archive"]
    folder, kind, day, _ = PREFIX.split("/")
    assert archive["storageDescriptor"]["location"] == f"s3://archive-bucket/{folder}/"
    assert [each["name"] for each in archive["partitionKeys"]] == [kind.partition("=")[0], day.partition("=")[0]]
    served = {table.event for table in tables().values()}
    assert set(archive["parameters"]["projection.type.values"].split(",")) == served
    assert archive["parameters"]["projection.date.range"] == "NOW-400DAYS,NOW"


def test_a_view_says_to_athena_what_its_table_is(declared: list[Declared]) -> None:
    kept = found(declared, TABLE)
    for name, table in tables().items():
        text = kept[name]["viewOriginalText"].removeprefix("/* Presto View: ").removesuffix(" */")
        view = json.loads(base64.b64decode(text))
        query = parsed(view["originalSql"])
        assert isinstance(query, exp.Select)
        selected = [each.alias_or_name for each in query.selects]
        assert [each["name"] for each in view["columns"]] == selected
        assert view["schema"] == "groot_test_lake"
        hive = {"varchar": "string", "bigint": "bigint"}
        assert [(each["name"], hive[each["type"]]) for each in view["columns"]] == [
            (each["name"], each["type"]) for each in kept[name]["storageDescriptor"]["columns"]
        ]
        assert table.event in view["originalSql"]


def test_whoever_asks_reads_events_and_answers_and_nothing_else(declared: list[Declared]) -> None:
    [policy] = [each.inputs["policy"] for each in declared if each.type == "aws:iam/policy:Policy"]
    statements = {each["Sid"]: each for each in json.loads(policy)["Statement"]}
    assert statements["ReadsEvents"]["Resource"] == ["arn:aws:s3:::archive-bucket/events/*"]
    answers = "arn:aws:mock:us-east-1:123456789012:answers-bucket/*"
    assert [each["Resource"] for each in statements.values() if "s3:PutObject" in each["Action"]] == [[answers]]
    assert not [each for each in statements.values() if "*" in each["Resource"]]
