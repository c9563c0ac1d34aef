"""What is said of what goes where, and what whoever says too much, too little or nonsense is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from governance import flows
from governance.loading import CatalogueError, load
from tests.governance.catalogues import Copy

JOBS, TABLES = "../lineage/jobs/platform.yaml", "../lineage/tables/platform.yaml"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_what_is_derived_of_a_store_is_told_through_every_job_nearest_first() -> None:
    lineage = flows.load(load())
    assert lineage.derived("event-deliveries") == (
        "event-archive",
        "delivery-errors",
        "answers",
        "confidential-backups",
        "lake-curated",
        "lake-served",
    )
    assert {"confidential-backups", "answers", "event-archive"} <= {*lineage.derived("events")}
    assert lineage.derived("confidential-backups") == ()


def test_a_store_that_is_only_looked_at_goes_nowhere() -> None:
    assert "events" not in flows.load(load()).derived("event-summaries")


def test_a_table_that_copies_another_has_its_columns_and_its_own() -> None:
    archive = flows.load(load()).tables["archive"]
    assert archive.columns["data"] == ("events.data",)
    assert archive.columns["date"] == ()


def of(name: str, **changes: Any) -> Callable[[Any], object]:
    return lambda content: content[name].update(changes)


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        (JOBS, of("health", where=["attic"]), "health: where: there is no attic; one of account"),
        (JOBS, of("health", looks_at=["gone"]), "health: gone is no store of the catalogue, nor a file of api/"),
        (JOBS, of("health", wider={"events": "so it is"}), "health: events is nothing that it writes"),
        (JOBS, of("health", kind="magic"), "platform.yaml: health.kind: "),
        (JOBS, of("confidential-recovery", wider={}), "confidential-backups may rest where event-archive may not"),
        (JOBS, of("rebalancer", sheds={}), "rebalancer: shard-map is made of records, which holds something of people"),
        (
            JOBS,
            of("event-delivery", writes=["function-logs"], sheds={}),
            "function-logs is of a lower class than event-",
        ),
        (TABLES, of("events", by="nobody"), "events: by: there is no job nobody"),
        (TABLES, of("events", store="nowhere"), "events: store: there is no nowhere in the catalogue"),
        (TABLES, of("archive", copies="nothing"), "archive: copies: there is no table nothing"),
        ("stores/data.yaml", of("event-archive", residency="class"), "event-archive may rest where event-deliveries"),
    ],
)
def test_what_does_not_fit_is_named(copy: Copy, file: str, change: Callable[[Any], object], told: str) -> None:
    copy.change(file, change)
    with pytest.raises(CatalogueError) as raised:
        flows.load(load(copy.root), copy.root)
    assert told in str(raised.value)
