"""Credentials are told from what merely looks like them: names of other things, references, placeholders."""

import pytest

from policies.credentials import credentials_in, holds_credential, is_credential, names_credential

_ACCESS_KEY = "AKIA" + "IOSFODNN7EXAMPLE"


@pytest.mark.parametrize(
    "text",
    [
        _ACCESS_KEY,
        f"export AWS_ACCESS_KEY_ID={_ACCESS_KEY}\n",
        "ghp_" + "a1" * 18,
        "glpat-" + "a1" * 10,
        "xoxb-" + "1234567890-abc",
        "sk_live_" + "a1" * 8,
        "-----BEGIN RSA PRIVATE KEY-----\nMII",
        "-----BEGIN PRIVATE KEY-----",
        "postgresql://app:hunter2@db.example.com/app",
    ],
)
def test_credentials_of_known_form_are_found(text: str) -> None:
    assert holds_credential(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        7,
        "AKIA",
        f"X{_ACCESS_KEY}",
        "-----BEGIN PUBLIC KEY-----",
        "https://example.com/a:b@c",
        "postgresql://app:${PASSWORD}@db.example.com/app",
        "https://app@example.com",
    ],
)
def test_what_only_resembles_a_credential_is_not_one(text: object) -> None:
    assert not holds_credential(text)


@pytest.mark.parametrize("name", ["DB_PASSWORD", "apiKey", "API_KEY", "githubToken", "client-secret", "PASSWORD"])
def test_names_of_credentials_are_told_by_their_last_words(name: str) -> None:
    assert names_credential(name)


@pytest.mark.parametrize("name", ["", "TOKEN_URL", "SECRET_ARN", "passwordLength", "KEY", "HOSTKEY", "SECRETARY"])
def test_names_of_other_things_are_left_alone(name: str) -> None:
    assert not names_credential(name)


@pytest.mark.parametrize(
    "found", ["", 7, "arn:aws:secretsmanager:x", "{{resolve:ssm-secure:a}}", "${PASSWORD}", "/prod/db", "https://a/b"]
)
def test_a_reference_is_no_credential_whatever_its_name(found: object) -> None:
    assert not is_credential("DB_PASSWORD", found)


def test_variables_with_credentials_are_named() -> None:
    assert credentials_in({"A": "b", "TOKEN": "t0p", "URL": "https://a:b@c"}) == ["TOKEN", "URL"]
