"""What a gateway hands over, and what it is answered."""

import json

import pytest

from functions.authorizer import handler
from tests.functions.calls import context, logged

METHOD = "arn:aws:execute-api:us-east-1:123456789012:abc/live/GET/v1/streams/orders"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"TOKEN_ISSUER": "issuer", "TOKEN_AUDIENCE": "audience", "TOKEN_KEYS": "arn:aws:kms:us-east-1:1:key/k"}
    for name, value in {**known, "GRANTS": "{}", "AWS_DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)
    for kept in (handler._issuer, handler._grants, handler._kms):
        kept.cache_clear()


@pytest.mark.parametrize(
    "given",
    [{}, {"authorizationToken": ""}, {"authorizationToken": "Basic x"}, {"authorizationToken": "Bearer SECRET.b.c"}],
)
def test_the_gateway_hears_one_word_and_the_log_the_reason_without_the_token(
    given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = logged(handler.LOG, monkeypatch)
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        handler.handle({"methodArn": METHOD, **given}, context())
    assert json.loads(lines.getvalue())["reason"]
    assert "SECRET" not in lines.getvalue()
