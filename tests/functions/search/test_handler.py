import gzip
import json
import time
from typing import Any

import pytest

from functions.search import core, handler
from functions.search import index as indexing
from functions.search.domain import Domain
from functions.search.errors import SearchError
from tests.functions.calls import context, logged
from tests.functions.search.batches import NOON_MS, batch, records
from tests.functions.search.domain_server import DomainServer

RULES = {
    "keepers": ["arn:aws:iam::1:role/keeper"],
    "administrators": ["arn:aws:iam::1:role/admin"],
    "writers": ["arn:aws:iam::1:role/indexer"],
    "retention_days": 90,
}
SECURITY = "/_plugins/_security/api"
RETENTION = "/_plugins/_ism/policies/siem-retention"


def keep(rules: dict[str, Any] = RULES) -> Any:
    return handler.keep(rules, context())


def test_every_event_can_be_searched_and_every_record_is_archived_as_it_came(domain: DomainServer) -> None:
    event = records(batch("one", "two"), batch("three", first=2))
    answer = handler.index(event, context())
    assert [one["message"] for one in domain.documents.values()] == ["one", "two", "three"]
    assert answer["records"] == [{**record, "result": "Ok"} for record in event["records"]]
    assert domain.signatures[0].startswith("AWS4-HMAC-SHA256 Credential=key/")
    assert "/eu-west-1/es/aws4_request" in domain.signatures[0]


def test_what_comes_twice_is_found_once(domain: DomainServer, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        handler.index(records(batch("one")), context())
    assert len(domain.documents) == 1
    assert [json.loads(line)["Rejected"] for line in capsys.readouterr().out.splitlines()] == [[0], [0]]


def test_what_is_no_batch_is_archived_apart_and_the_rest_is_searched(domain: DomainServer) -> None:
    answer = handler.index(records(b"garbage", batch("one")), context())
    assert [record["result"] for record in answer["records"]] == ["ProcessingFailed", "Ok"]
    assert len(domain.documents) == 1


def test_neither_log_nor_fault_repeats_what_was_to_be_indexed(
    domain: DomainServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = logged(handler.LOG, monkeypatch)
    broken = gzip.compress(b'{"logEvents": ["CANARY \xff"]}')  # such a fault of decoding holds all that was decoded
    handler.index(records(broken, b"CANARY", batch("CANARY")), context())
    assert len(lines.getvalue().splitlines()) == 2
    domain.refusals, domain.words = [400], "failed to parse CANARY"
    with pytest.raises(SearchError, match=r"^POST /_bulk: 400$"):
        handler.index(records(batch("CANARY")), context())
    assert "CANARY" not in lines.getvalue() + "".join(capsys.readouterr())


def test_a_malformed_document_stops_no_other_and_is_counted(
    domain: DomainServer, capsys: pytest.CaptureFixture[str]
) -> None:
    handler.index(records(batch("malformed", "one")), context())
    assert len(domain.documents) == 1
    measured = json.loads(capsys.readouterr().out)
    assert (measured["Rejected"], measured["taken"]) == ([1], 1)


def test_age_is_measured_in_the_form_that_cloudwatch_reads(
    domain: DomainServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: NOON_MS / 1000 + 42)
    handler.index(records(batch("one", "two")), context())
    measured = json.loads(capsys.readouterr().out)
    assert measured["AgeSeconds"] == [42]
    (directive,) = measured["_aws"]["CloudWatchMetrics"]
    assert (directive["Namespace"], directive["Dimensions"]) == ("groot-test/search", [[]])


def test_a_domain_that_is_short_of_something_gets_the_records_again(domain: DomainServer) -> None:
    domain.full = True
    with pytest.raises(SearchError, match="takes no more documents"):
        handler.index(records(batch("one")), context())
    domain.full, domain.refusals = False, [503]
    with pytest.raises(SearchError, match="503"):
        handler.index(records(batch("one")), context())


def test_many_documents_go_in_requests_that_the_domain_takes(
    domain: DomainServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "REQUEST_BYTES", 1000)
    handler.index(records(batch(*(str(number) for number in range(20)))), context())
    assert len(domain.documents) == 20
    assert len(domain.bulk_sizes) > 1
    assert max(domain.bulk_sizes) <= 1000


def test_rules_say_who_rules_who_writes_and_when_logs_are_gone(domain: DomainServer) -> None:
    assert set(keep()) == domain.rules.keys()
    rulers = {"backend_roles": ["arn:aws:iam::1:role/keeper", "arn:aws:iam::1:role/admin"]}
    assert domain.rules[f"{SECURITY}/rolesmapping/all_access"] == rulers
    assert domain.rules[f"{SECURITY}/rolesmapping/security_manager"] == rulers
    assert domain.rules[f"{SECURITY}/rolesmapping/siem_writer"] == {"backend_roles": ["arn:aws:iam::1:role/indexer"]}
    written = domain.rules[f"{SECURITY}/roles/siem_writer"]["index_permissions"]
    assert written == [{"index_patterns": ["siem-*"], "allowed_actions": ["create_index", "index"]}]
    assert domain.rules[f"{SECURITY}/audit/config"]["enabled"] is True
    kept, _ = domain.rules[RETENTION]["policy"]["states"]
    assert kept["transitions"][0]["conditions"] == {"min_index_age": "90d"}


def test_documents_have_the_fields_that_the_mapping_takes(domain: DomainServer) -> None:
    keep()
    handler.index(records(batch('{"a": 1}')), context())
    mappings = domain.rules["/_index_template/siem"]["template"]["mappings"]
    assert mappings["dynamic"] == "strict"
    for document in domain.documents.values():
        assert document.keys() <= mappings["properties"].keys()


def test_rules_can_be_kept_again(domain: DomainServer) -> None:
    keep()
    keep({**RULES, "retention_days": 30})
    kept, _ = domain.rules[RETENTION]["policy"]["states"]
    assert kept["transitions"][0]["conditions"] == {"min_index_age": "30d"}


def test_a_new_domain_is_waited_for_and_one_that_never_answers_fails_the_deployment(domain: DomainServer) -> None:
    waits: list[float] = []
    domain.refusals = [403, 503]
    core.bring_about(Domain(domain.url, lambda *_: {}), RULES, waits.append)
    assert len(waits) == 2
    domain.refusals = [403] * 100
    with pytest.raises(SearchError, match="403"):
        core.bring_about(Domain(domain.url, lambda *_: {}), RULES, waits.append)
