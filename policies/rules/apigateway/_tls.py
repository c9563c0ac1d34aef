"""The TLS policies of API Gateway that will do."""

FORWARD_SECRET = frozenset(
    {
        "SecurityPolicy_TLS12_PFS_2025_EDGE",
        "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
        "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
        "SecurityPolicy_TLS13_1_3_2025_09",
        "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
        "SecurityPolicy_TLS13_2025_EDGE",
    }
)
"""TLS 1.2 or later, ciphers of forward secrecy alone (API Gateway Developer Guide, "Supported security policies")."""
TLS_1_2 = "TLS_1_2"
"""TLS 1.2 or later; the only policy that goes with mutual TLS."""
