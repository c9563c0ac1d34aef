"""The register of consents: what people agreed to, to which text, and what they took back; asked where data is read."""
