"""A stack file's secrets: opened where the sandbox can, and otherwise something in their place, and the reason.

A preview goes on with a value that isn't known, and a deployment with a stand-in: what can't be opened here, such as
what KMS sealed for the stock command, must not keep anybody from seeing what a change does.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from sandbox.declarations import CLOSED, Value, as_json
from sandbox.engine.wire import UNKNOWN_VALUE
from sandbox.state.errors import PassphraseError, SecretsError
from sandbox.state.secrets import PassphraseCipher

STAND_IN_DIGEST_BYTES = 8
"""Makes a stand-in of 25 characters; a key store's password takes 7 to 32 (KMS API reference, KeyStorePasswordType)."""


class Opener:
    """Opens the secrets of one stack file; derives the key at the first."""

    def __init__(self, provider: str, salt: str, passphrase: Callable[[], str] | None, *, deploys: bool) -> None:
        """*provider* and *salt* are the stack file's. Without *passphrase* secrets stay closed and read `[secret]`."""
        self._provider, self._salt, self._passphrase, self._deploys = provider, salt, passphrase, deploys
        self._cipher: PassphraseCipher | None = None

    def value(self, content: Any) -> Value:
        """Return *content* with each `{secure: …}` in it replaced by its text, or by what takes its place.

        Raises:
            SecretsError: a secret is damaged, or the stack file has no salt.
        """
        reasons: list[str] = []
        opened = self._opened(content, reasons)
        text = opened if isinstance(opened, str) else as_json(opened)
        return Value(text=text, content=opened, secret=opened != content, closed="".join(reasons[:1]))

    def _opened(self, content: Any, reasons: list[str]) -> Any:
        if isinstance(content, dict):
            if list(content) == ["secure"] and isinstance(content["secure"], str):
                return self._open(content["secure"], reasons)
            return {key: self._opened(item, reasons) for key, item in content.items()}
        if isinstance(content, list):
            return [self._opened(item, reasons) for item in content]
        return content

    def _open(self, sealed: str, reasons: list[str]) -> str:
        if self._passphrase is None:
            return CLOSED
        if self._provider not in ("", "passphrase"):
            reasons.append(f"sealed by {self._provider}, which the sandbox doesn't reach")
            return self._instead(sealed)
        if not self._salt:
            raise SecretsError("has `secure:` values but no `encryptionsalt`; set the secrets again")
        try:
            self._cipher = self._cipher or PassphraseCipher(self._passphrase(), self._salt)
            return self._cipher.decrypt(sealed)
        except PassphraseError as error:
            reasons.append(str(error))
            return self._instead(sealed)

    def _instead(self, sealed: str) -> str:
        """Return a stand-in that stays the same as long as *sealed* does, or the protocol's mark of an unknown text."""
        if not self._deploys:
            return UNKNOWN_VALUE
        return f"stand-in-{hashlib.blake2b(sealed.encode(), digest_size=STAND_IN_DIGEST_BYTES).hexdigest()}"
