"""AWS Glue's catalogue: databases, and tables and views in them. The emulator keeps them and reads no data."""

from typing import Any, Final

from sandbox.providers.aws.spec import Call, Read, Recorded, Rename, Type
from sandbox.providers.aws.tags import tagged_by

_ARN: Final = "arn:{partition}:glue:{region}:{account}"


def _within(block: str, *names: str) -> Rename:
    return {name: f"{block}.{name[0].upper()}{name[1:]}" for name in names}


_DATABASE: Final[dict[str, Any]] = {"Name": "{name}"}
_DATABASE_INPUT: Final = _within("DatabaseInput", "description", "locationUri", "name", "parameters")

DATABASE = Type(
    "aws:glue/catalogDatabase:CatalogDatabase",
    service="glue",
    id="{account}:{name}",
    create=Call("create_database", rename=_DATABASE_INPUT),
    read=Read("get_database", _DATABASE, result="Database"),
    update=Call("update_database", _DATABASE, rename=_DATABASE_INPUT),
    delete=Call("delete_database", _DATABASE),
    tags=tagged_by(
        {"ResourceArn": f"{_ARN}:database/{{name}}"}, member="TagsToAdd", keys="TagsToRemove", read="get_tags"
    ),
    outputs={"arn": f"{_ARN}:database/{{name}}"},
    replaces={"name"},
)
_TABLE: Final[dict[str, Any]] = {"DatabaseName": "{databaseName}", "Name": "{name}"}
_TABLE_INPUT: Final = {
    **_within(
        "TableInput",
        "description",
        "name",
        "owner",
        "parameters",
        "partitionKeys",
        "retention",
        "storageDescriptor",
        "tableType",
        "viewExpandedText",
        "viewOriginalText",
    ),
    "storageDescriptor.serDeInfo": "SerdeInfo",
}

TABLE = Type(
    "aws:glue/catalogTable:CatalogTable",
    service="glue",
    id="{account}:{databaseName}:{name}",
    create=Call("create_table", {"DatabaseName": "{databaseName}"}, rename=_TABLE_INPUT),
    read=Read("get_table", _TABLE, result="Table", rename={"storageDescriptor.serDeInfo": "SerdeInfo"}),
    update=Call("update_table", {"DatabaseName": "{databaseName}"}, rename=_TABLE_INPUT),
    delete=Call("delete_table", _TABLE),
    outputs={"arn": f"{_ARN}:table/{{databaseName}}/{{name}}"},
    replaces={"databaseName", "name", "openTableFormatInput"},
    write_only={"openTableFormatInput"},
)

RULESET = Recorded(
    "aws:glue/dataQualityRuleset:DataQualityRuleset",
    reason="the emulator has no Glue Data Quality (CreateDataQualityRuleset isn't implemented)",
    id="{name}",
    outputs={"arn": f"{_ARN}:dataQualityRuleset/{{name}}"},
    replaces={"name", "targetTable"},
)

TYPES = (DATABASE, TABLE, RULESET)
