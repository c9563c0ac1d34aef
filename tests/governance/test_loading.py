"""The catalogue as it is, and what whoever spoils it is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from governance.loading import FOLDER, CatalogueError, load
from governance.means import Means, Right
from tests.governance.catalogues import Copy


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_what_holds_something_of_people_says_how_every_right_is_done() -> None:
    catalogue = load()
    for name, store in catalogue.stores.items():
        rights = catalogue.rights_of(name)
        assert (rights is not None) == bool(store.holds)
        assert not rights or all(rights.of(right).how for right in Right)


def test_a_store_is_erased_after_the_one_that_it_is_erased_with() -> None:
    catalogue = load()
    order = [*catalogue.stores]
    pairs = [
        (name, rights.erase.store)
        for name in order
        if (rights := catalogue.rights_of(name)) and rights.erase.by is Means.WITH
    ]
    assert {("events", "subject-keys"), ("event-archive", "subject-keys")} <= {*pairs}
    assert all(order.index(str(other)) < order.index(name) for name, other in pairs)


def of(store: str, **changes: Any) -> Callable[[Any], object]:
    return lambda content: content[store].update(changes)


def right(name: str, which: str, **changes: Any) -> Callable[[Any], object]:
    return lambda content: content[name][which].update(changes)


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        ("stores/data.yaml", of("records", klass="x"), "data.yaml: records.klass: Extra inputs are not permitted"),
        ("stores/data.yaml", of("records", data_class="secret"), "data.yaml: records.data_class: "),
        ("stores/data.yaml", of("records", resources=[]), "data.yaml: records.resources: "),
        ("stores/data.yaml", of("records", kept={}), "records.kept: say one of days, retention_of, until"),
        ("stores/data.yaml", of("records", kept={"days": 0}), "records.kept.days: "),
        ("stores/data.yaml", of("records", kept={"days": 1, "until": "later"}), "records.kept: say one of"),
        ("stores/data.yaml", of("records", holds=[]), "records: say in `holds` what it may hold"),
        ("stores/data.yaml", of("records", nothing="is empty"), "records: say in `holds` what it may hold"),
        ("stores/data.yaml", of("records", rights=None), "records: activities, rights: "),
        ("stores/data.yaml", of("site", activities=["security"]), "site: activities, rights: "),
        ("stores/data.yaml", of("records", rights="none"), "records: rights: there is no none; one of archive, "),
        (
            "stores/data.yaml",
            of("records", activities=["x"]),
            "records: activities: there is no x; one of consents, events-of",
        ),
        ("stores/data.yaml", of("records", where=["attic"]), "records: where: there is no attic; one of account, "),
        ("stores/data.yaml", of("records", data_class="public"), "records: data_class: what holds something of people"),
        ("stores/data.yaml", of("records", rights="subject-keys"), "records: holds: its erasure destroys a key"),
        ("stores/data.yaml", of("records", rights="logs"), "records: kept: its erasure is by expiry"),
        ("rights.yaml", right("logs", "erase", by="scan"), "rights.yaml: logs: erase: scan is no way to erase; one of"),
        ("rights.yaml", right("logs", "erase", by="with"), "rights.yaml: logs.erase: store: name the other store"),
        ("rights.yaml", right("logs", "search", by="not-possible"), "logs.search: ground: say why"),
        ("rights.yaml", right("archive", "erase", store="site"), "rights.yaml: archive.erase: site is no store that"),
        (
            "rights.yaml",
            lambda content: content["subject-keys"].update(erase={"by": "with", "how": "both", "store": "events"}),
            "rights.yaml: erasing goes in a circle: ",
        ),
        ("activities.yaml", of("security", ground="6(1)(z)"), "activities.yaml: security.ground: "),
        ("fields.yaml", of("openapi.yaml", Document="gossip"), "fields.yaml: openapi.yaml.Document: "),
    ],
)
def test_whatever_does_not_fit_is_named_with_where_it_is(
    copy: Copy, file: str, change: Callable[[Any], object], told: str
) -> None:
    copy.change(file, change)
    with pytest.raises(CatalogueError) as refused:
        load(copy.root)
    assert told in str(refused.value)


def test_every_fault_is_told_at_once(copy: Copy) -> None:
    copy.change("stores/data.yaml", of("records", activities=["x"]))
    copy.change("stores/logs.yaml", of("trail", where=["attic"]))
    with pytest.raises(CatalogueError) as refused:
        load(copy.root)
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [", "data.yaml: not YAML: "),
        ("site: 1", "data.yaml: site: "),
        ("site: {}\nsite: {}", "data.yaml: not YAML: site stands twice"),
        ("\udcff", "data.yaml: cannot be read: "),
    ],
)
def test_a_file_that_is_none_is_told(copy: Copy, text: str, told: str) -> None:
    path = copy.root / FOLDER / "stores" / "data.yaml"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(CatalogueError, match=told):
        load(copy.root)


def test_a_project_without_a_catalogue_is_told_where_it_goes(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="governance/catalogue: there is none; write there"):
        load(tmp_path)
