import hashlib
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.state.errors import SecretsError
from sandbox.state.secrets import PassphraseCipher
from sandbox.state.store import Store
from sandbox.values import Secret
from tests.sandbox.state import PASSPHRASE, SALT
from tests.sandbox.state.stores import crashed, open_store, resource


def test_a_secret_sealed_by_the_stock_command_opens() -> None:
    cipher = PassphraseCipher(PASSPHRASE, SALT)
    assert cipher.decrypt("v1:uIOKawSrYcB58nNl:mKEOdqeKtl6IlcNPyBu8C5I24J4Mzg==") == "s3cr3t"


def test_a_wrong_passphrase_is_refused_with_the_variables_to_set() -> None:
    with pytest.raises(SecretsError, match=r"incorrect passphrase.*PULUMI_CONFIG_PASSPHRASE_FILE"):
        PassphraseCipher("another", SALT)


@given(st.text())
def test_what_is_sealed_opens_and_never_looks_the_same_twice(text: str) -> None:
    cipher = PassphraseCipher(PASSPHRASE, SALT)
    sealed = cipher.encrypt(text)
    assert cipher.decrypt(sealed) == text
    assert cipher.encrypt(text) != sealed


def test_a_new_salt_opens_with_its_own_passphrase_only() -> None:
    sealed = PassphraseCipher("mine").encrypt("x")
    with pytest.raises(SecretsError, match="another key"):
        PassphraseCipher(PASSPHRASE, SALT).decrypt(sealed)


def test_the_slow_key_is_derived_once(monkeypatch: pytest.MonkeyPatch) -> None:
    PassphraseCipher(PASSPHRASE, SALT)
    monkeypatch.setattr(hashlib, "pbkdf2_hmac", None)
    PassphraseCipher(PASSPHRASE, SALT)


def test_no_key_is_derived_for_a_new_salt_until_something_is_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setattr(hashlib, "pbkdf2_hmac", None)
        cipher = PassphraseCipher("mine")
    sealed = cipher.encrypt("x")
    assert PassphraseCipher("mine", cipher.encryption_salt).decrypt(sealed) == "x"


@pytest.mark.parametrize("salt", ["v2:AAAA:v1:a:b", "v1:%%:v1:a:b", "v1:AAAA", "v1:AAAA:v1"])
def test_a_malformed_salt_is_refused(salt: str) -> None:
    with pytest.raises(SecretsError, match="malformed"):
        PassphraseCipher(PASSPHRASE, salt)


@pytest.mark.parametrize("value", ["", "v1", "v1:AAAA", "v2:AAAA:AAAA", "v1:%%%%:AAAA", "v1:AAAA:AAAA"])
def test_a_malformed_value_is_refused(value: str) -> None:
    with pytest.raises(SecretsError):
        PassphraseCipher(PASSPHRASE, SALT).decrypt(value)


def test_the_wrong_passphrase_is_refused_and_the_lock_freed(recorded: Path) -> None:
    with pytest.raises(SecretsError, match="incorrect passphrase"):
        Store(recorded, "sample", "demo", "wrong").__enter__()
    with open_store(recorded):
        pass


def test_a_new_stack_gets_a_salt_that_its_passphrase_opens(folder: Path) -> None:
    with Store(folder, "sample", "demo", "mine") as store:
        store.put(resource("a", value=Secret("s")))
        salt = store.salt
    with Store(folder, "sample", "demo", "mine") as store:
        assert store.salt == salt
        assert store.resources[0].inputs == {"value": Secret("s")}


def test_secrets_are_on_no_file_in_clear_and_files_are_the_owners_alone(folder: Path, tmp_path: Path) -> None:
    with open_store(folder) as store:
        secret = resource("a", value={"password": Secret("TOP-SECRET")})
        store.put(secret)
        store.begin("updating", secret)
        left = crashed(folder, tmp_path / "left")
    for path in (*left.iterdir(), *folder.iterdir()):
        assert b"TOP-SECRET" not in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
