"""Each policy that the platform chooses, and the FIPS one beside it, lets in forward secrecy alone.

OpenSearch publishes no list for its policy: what it promises was read, not tried.
"""

import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
import yaml
from moto.elbv2.ssl_policies import SSL_POLICIES

from components.compute import ingress, mesh_gateway
from components.edge import _api_tls, cdn
from components.foundation.certificates import KEY_ALGORITHM
from policies.rules.apigateway._tls import FORWARD_SECRET
from policies.rules.lb.lb_listener_agrees_on_post_quantum_keys import POLICIES as POST_QUANTUM
from policies.rules.lb.lb_listener_requires_forward_secrecy import POLICIES as WITH_SECRECY
from tests.tls.handshakes import Agreed, door, every_cipher, knock, new_key

LISTS: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("lists.yaml").read_text(encoding="utf-8"))
BOTH_KEYS = [new_key("EC_prime256v1"), new_key("RSA_2048")]
FIPS = ("SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09", "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09")
HYBRID = "X25519MLKEM768"


BALANCERS: dict[str, dict[str, Any]] = {
    name: {
        "ciphers": policy["ciphers"],
        "versions": policy["ssl_protocols"],
        "post_quantum": "-PQ-" in name,
    }
    for name, policy in SSL_POLICIES.items()
}
"""What the emulator answers to DescribeSSLPolicies, which moto takes from AWS's page."""
MESH = {"ciphers": mesh_gateway.CIPHERS, "versions": ["TLSv1.2", "TLSv1.2"], "post_quantum": False}
"""What is said of TLS 1.2; Envoy brings its own ciphers of 1.3, all of forward secrecy."""
CHOSEN = {
    ingress.TLS_POLICY: BALANCERS[ingress.TLS_POLICY],
    "the mesh's gateway": MESH,
    **{name: LISTS[name] for name in (_api_tls.ENHANCED_POLICY, cdn.TLS_POLICY, *FIPS)},
}


def _forward_secret(agreed: Agreed) -> bool:
    """Say whether the key was agreed on afresh, as OpenSSL saw it and by the cipher's name."""
    return agreed.group is not None and agreed.cipher.startswith(("TLS_", "ECDHE-"))


def _let_in(policy: dict[str, Any], keys: list[Any]) -> dict[str, Agreed]:
    with door(policy["ciphers"], policy["versions"], keys) as port:
        answers = {cipher: knock(port, [cipher]) for cipher in every_cipher()}
    return {cipher: agreed for cipher, agreed in answers.items() if agreed}


@pytest.mark.parametrize("name", CHOSEN)
def test_a_door_lets_in_what_its_policy_lists_and_all_of_it_keeps_its_secrets(name: str) -> None:
    """Every cipher that OpenSSL knows is tried, the weakest too."""
    let_in = _let_in(CHOSEN[name], BOTH_KEYS)
    assert set(let_in) == set(CHOSEN[name]["ciphers"])
    assert all(agreed.cipher == asked and _forward_secret(agreed) for asked, agreed in let_in.items())


@pytest.mark.parametrize("name", [*CHOSEN, _api_tls.MUTUAL_TLS_POLICY])
def test_a_client_of_tls_1_1_is_turned_away(name: str) -> None:
    policy = CHOSEN.get(name) or LISTS[name]
    with door(policy["ciphers"], policy["versions"], BOTH_KEYS) as port:
        assert knock(port, newest="TLSv1.1") is None
        assert knock(port) is not None


def test_mutual_tls_keeps_its_secrets_by_the_key_of_its_certificate() -> None:
    """Its policy lists ciphers without forward secrecy, which need an RSA key in the certificate: ours has none."""
    policy = LISTS[_api_tls.MUTUAL_TLS_POLICY]
    ours = _let_in(policy, [new_key(KEY_ALGORITHM)])
    assert ours
    assert all(_forward_secret(agreed) for agreed in ours.values())
    by_rsa = _let_in(policy, [new_key("RSA_2048")])
    assert {cipher for cipher, agreed in by_rsa.items() if not _forward_secret(agreed)} == {
        "AES128-GCM-SHA256",
        "AES128-SHA256",
        "AES256-GCM-SHA384",
        "AES256-SHA256",
    }


@pytest.mark.parametrize("name", [name for name, policy in CHOSEN.items() if policy["post_quantum"]])
def test_who_can_agrees_on_post_quantum_keys_and_others_still_come_in(name: str) -> None:
    """The other is Python's own TLS, of an OpenSSL without ML-KEM where it is older than 3.5."""
    with door(CHOSEN[name]["ciphers"], CHOSEN[name]["versions"], BOTH_KEYS) as port:
        agreed = knock(port)
        classical = ssl.create_default_context()
        classical.check_hostname, classical.verify_mode = False, ssl.CERT_NONE
        classical.set_ecdh_curve("prime256v1")
        with (
            socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
            classical.wrap_socket(plain) as secured,
        ):
            assert secured.version() == "TLSv1.3"
    assert agreed
    assert (agreed.version, agreed.group) == ("TLSv1.3", HYBRID)


def test_the_rules_let_through_policies_of_forward_secrecy_and_no_others() -> None:
    """Compared with the emulator's answer to DescribeSSLPolicies, and with API Gateway's list."""
    secret = {
        name
        for name, policy in BALANCERS.items()
        if min(policy["versions"]) >= "TLSv1.2"
        and all(cipher.startswith(("TLS_", "ECDHE-")) for cipher in policy["ciphers"])
        and not any(cipher.endswith("-SHA") for cipher in policy["ciphers"])
    }
    assert secret & WITH_SECRECY == WITH_SECRECY & BALANCERS.keys()
    assert {name for name in BALANCERS if "TLS13-1-2-Res" in name or "TLS13-1-3" in name} <= WITH_SECRECY & secret
    assert POST_QUANTUM <= WITH_SECRECY
    assert _api_tls.ENHANCED_POLICY in FORWARD_SECRET
    assert FIPS[0] in FORWARD_SECRET
    assert FIPS[1] in WITH_SECRECY & POST_QUANTUM
    assert _api_tls.MUTUAL_TLS_POLICY not in FORWARD_SECRET
