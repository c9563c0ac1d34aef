"""Every field of the contracts is classified, and whatever is added to them asks to be."""

import json
from pathlib import Path

import yaml

from governance.contracts import faults, fields
from governance.loading import OWN, load
from tests.governance.catalogues import Copy

NEW = {"type": "object", "properties": {"email": {"type": "string"}}}


def test_every_field_of_the_contracts_is_classified() -> None:
    assert faults(OWN, load().fields) == []
    assert len([*fields(OWN)]) > 60


def test_a_field_that_is_added_at_any_depth_has_to_be_classified(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    path = tmp_path / "api" / "events" / "append.v1.schema.json"
    schema = json.loads(path.read_text())
    schema["properties"]["events"]["items"]["properties"]["author"] = {"anyOf": [NEW, {"type": "null"}]}
    schema["$defs"]["other"] = {"type": "array", "items": NEW}
    path.write_text(json.dumps(schema))
    path = tmp_path / "api" / "openapi.yaml"
    document = yaml.safe_load(path.read_text())
    document["components"]["schemas"]["Guest"] = {"allOf": [NEW]}
    document["components"]["schemas"]["Anything"] = {"type": "object"}
    document["components"]["parameters"]["Caller"] = {"in": "header", "name": "From"}
    document["paths"]["/health"]["get"]["parameters"] = [{"in": "query", "name": "who"}]
    path.write_text(yaml.safe_dump(document))
    found = {each.split(" ")[1] for each in faults(copy.root, load().fields)}
    assert found == {
        "events/append.v1.schema.json#/events[]/author",
        "events/append.v1.schema.json#/events[]/author/email",
        "events/append.v1.schema.json#/$defs/other[]/email",
        "openapi.yaml#Anything",
        "openapi.yaml#Guest/email",
        "openapi.yaml#parameters/Caller",
        "openapi.yaml#/health/who",
    }


def test_what_the_contracts_lost_has_to_go_from_the_catalogue_too(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    (tmp_path / "api" / "events" / "receipt.v1.schema.json").unlink()
    told = faults(copy.root, load().fields)
    assert len(told) == 9
    assert all("is no field of the contracts; take it out" in each for each in told)
