"""Databases and tables of Glue's catalogue, taken through their lives and read back."""

import pytest

from tests.sandbox.providers.aws.bench import Bench

DATABASE = "aws:glue/catalogDatabase:CatalogDatabase"
TABLE = "aws:glue/catalogTable:CatalogTable"
INPUTS = {
    "name": "archive",
    "description": "As it is",
    "tableType": "EXTERNAL_TABLE",
    "parameters": {"classification": "json"},
    "partitionKeys": [{"name": "date", "type": "string"}],
    "storageDescriptor": {
        "location": "s3://archive/events/",
        "columns": [{"name": "stream", "type": "string", "comment": "which"}],
        "serDeInfo": {"serializationLibrary": "org.openx.data.jsonserde.JsonSerDe"},
    },
}


def test_database_lives(bench: Bench) -> None:
    inputs = {"name": "events", "description": "one", "tags": {"stack": "groot-test"}}
    bench.lives(DATABASE, inputs, {"description": "other", "tags": {"stack": "other"}})


@pytest.fixture
def in_database(bench: Bench, request: pytest.FixtureRequest) -> Bench:
    bench.deploy(DATABASE, name=request.node.name)
    return bench


def test_table_lives(in_database: Bench, request: pytest.FixtureRequest) -> None:
    inputs = {**INPUTS, "databaseName": request.node.name}
    in_database.lives(TABLE, inputs, {"parameters": {"classification": "csv"}, "description": "other"})


def test_table_is_made_as_the_api_spells_it(in_database: Bench, request: pytest.FixtureRequest) -> None:
    in_database.deploy(TABLE, **{**INPUTS, "databaseName": request.node.name})
    found = in_database.boto("glue").get_table(DatabaseName=request.node.name, Name="archive")["Table"]
    assert found["StorageDescriptor"]["SerdeInfo"] == {"SerializationLibrary": "org.openx.data.jsonserde.JsonSerDe"}
    assert found["PartitionKeys"] == [{"Name": "date", "Type": "string"}]
