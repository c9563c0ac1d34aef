"""Where a column comes from and goes to, from a client of the API to an answer; as text, JSON and OpenLineage."""

from typing import Any

import pytest

from governance.flows import Lineage
from governance.loading import Catalogue
from ops.cli import run
from ops.lineage import answer, openlineage
from ops.lineage.graph import Graph
from tests.conftest import ROOT
from tests.ops.lineage import theirs

AT = "2026-11-30T12:00:00+00:00"


def document(made: Graph, catalogue: Catalogue, text: str) -> dict[str, Any]:
    place = made.place(text)
    assert place
    return answer.document(made, catalogue, place)


def places(found: dict[str, Any], way: str) -> set[str]:
    return {each["place"] for each in found[way]}


def test_an_answers_column_leads_back_to_what_a_client_sent(made: Graph, catalogue: Catalogue) -> None:
    found = document(made, catalogue, "revenue_months.net_cents")
    assert places(found, "comes_from") == {
        *("payments.amount_cents", "payment.settled.amount_cents", "archive.data", "events.data"),
        "events/append.v1.schema.json#/events[]/data",
    }
    assert places(found, "goes_to") == {"answers"}
    assert (found["store"], found["categories"]) == ("answers", ["content"])
    assert "payments.occurred_ms" in found["decided_by"]


def test_a_member_of_an_event_leads_to_what_it_is_in_and_to_nothing_beside(made: Graph, catalogue: Catalogue) -> None:
    found = document(made, catalogue, "order.placed.amount_cents")
    assert places(found, "goes_to") == {"orders.amount_cents", "journey_channels.amount_cents", "answers"}


def test_a_field_of_the_api_leads_to_stores_and_their_recovery_points(made: Graph, catalogue: Catalogue) -> None:
    found = document(made, catalogue, "openapi.yaml#parameters/Record")
    assert {"records.key", "confidential-backups"} <= places(found, "goes_to")
    assert found["comes_from"] == []


def test_every_column_that_is_derived_of_a_personal_field_rests_in_a_store_that_says_it_holds_some(
    made: Graph, catalogue: Catalogue
) -> None:
    for dataset, columns in made.datasets.items():
        store = catalogue.stores.get(made.stores.get(dataset, ""))
        for column in columns if store else ():
            place = made.place(f"{dataset}.{column}")
            assert place
            assert not answer.categories(made, catalogue, place) or (store and store.holds), str(place)


def test_each_event_is_one_by_openlineages_own_classes(made: Graph, lineage: Lineage, catalogue: Catalogue) -> None:
    events = openlineage.documents(made, lineage, catalogue, AT)
    assert {each["job"]["name"] for each in events} == lineage.jobs.keys() | made.queries.keys()
    for event in events:
        theirs.job_event(event)


def test_an_event_says_of_each_column_which_it_is_made_of(made: Graph, lineage: Lineage, catalogue: Catalogue) -> None:
    events = {each["job"]["name"]: each for each in openlineage.documents(made, lineage, catalogue, AT)}
    (output,) = events["analytics/revenue_months"]["outputs"][1:]
    fields = output["facets"]["columnLineage"]["fields"]
    assert fields["gross_cents"]["inputFields"] == [
        {"namespace": "groot", "name": "payments", "field": "amount_cents", "transformations": [{"type": "DIRECT"}]}
    ]
    outputs = {each["name"]: each["facets"] for each in events["event-api"]["outputs"]}
    assert outputs["events"]["tags"]["tags"][0]["value"] == "confidential"


@pytest.fixture
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.usefixtures("_at_home")
def test_the_command_answers_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lineage", "events.data"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("events.data  (content; in events, confidential)\ncomes from\n")
    assert "  archive.data  by event-delivery" in text


@pytest.mark.usefixtures("_at_home")
def test_a_place_that_is_not_there_is_told_with_those_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lineage", "events.dat", "--format", "json"]) == 2
    assert "there is no events.dat; one of stream, version" in capsys.readouterr().err
