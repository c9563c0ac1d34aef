import gzip

import pytest

from functions.search.documents import MAX_FIELDS_BYTES, documents
from functions.search.errors import SearchError
from tests.functions.search.batches import batch


def test_each_event_is_a_document_of_its_day() -> None:
    first, second = documents(batch("one", "two"))
    assert (first.id, second.id) == ("0", "1")
    assert first.index == "siem-2026.11.30"
    assert first.body == {
        "@timestamp": "2026-11-30T12:00:00.000+00:00",
        "account": "123456789012",
        "log_group": "/aws/rds/cluster/one/postgresql",
        "log_stream": "one.0",
        "message": "one",
    }


def test_what_a_structured_message_says_is_searched_by_name() -> None:
    (document,) = documents(batch('{"action": "BLOCK", "rule": {"id": 7}}'))
    assert document.body["fields"] == {"action": "BLOCK", "rule": {"id": 7}}


@pytest.mark.parametrize("message", ["{no json", '["a list"]', '{"long": "' + "x" * MAX_FIELDS_BYTES + '"}'])
def test_any_other_message_is_text_alone(message: str) -> None:
    (document,) = documents(batch(message))
    assert document.body["message"] == message
    assert "fields" not in document.body


def test_a_word_about_the_subscription_itself_is_no_document() -> None:
    assert documents(batch("CWL CONTROL MESSAGE", kind="CONTROL_MESSAGE")) == []


@pytest.mark.parametrize(
    "data",
    [b"", b"plain", gzip.compress(b"text"), gzip.compress(b"{}"), batch("one")[:-9]],
    ids=["nothing", "no gzip", "no JSON", "no batch", "cut short"],
)
def test_what_is_no_batch_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(SearchError, match="a record is no batch of CloudWatch Logs"):
        documents(data)
