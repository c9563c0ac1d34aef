"""Keys and certificates, made as the tls provider (v5) makes them, with `cryptography`; nothing outside the state.

`keys.py` and `certificates.py` make them, `provider.py` is the provider and the table of its types. Issuing by a real
authority is not here: that is ACM's and the private CA's.
"""

from sandbox.providers.tls.provider import TlsProvider

__all__ = ["TlsProvider"]
