import ssl
from pathlib import Path

import botocore
import pytest

from functions._shared import shard_aws
from functions._shared.shard_table import Address
from functions.rebalancer import handler, wiring
from tests.functions.calls import context
from tests.functions.shards.fleet import REGION, THREE, Fleet


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    known = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "DATABASE_USER": "rebalancer",
        "DATABASE_NAME": "groot",
        "DATABASE_ROOTS": str(Path(botocore.__file__).parent / "cacert.pem"),
    }
    for name, value in known.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_rebalancing_is_planned_started_run_and_cancelled(
    fleet: Fleet, emulator_endpoint: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("AWS_ENDPOINT_URL_DYNAMODB", emulator_endpoint)
    environment.setenv("SHARD_MAP", fleet.table.name)
    environment.setenv("STACK", "groot-staging")
    environment.setattr(shard_aws, "connector", fleet.connector)
    environment.setattr(wiring, "_as_master", lambda _, label: fleet.connect(label))

    def ask(do: str, seconds: float = 90, **more: object) -> dict[str, object]:
        return handler.handle({"do": do, **more}, context(seconds))

    moves = ask("plan", shards=THREE)["moves"]
    assert isinstance(moves, list)
    assert moves[0] == "shard-000 → shard-002: 5462-5717"
    assert ask("start", shards=THREE) == {"step": "announce", "made": 0, "moves": len(moves), "reason": ""}
    assert ask("tend", seconds=30.0)["step"] == "announce"  # nothing is begun that there is no time for
    assert ask("cancel")["step"] == "cancel"
    assert ask("tend")["step"] == "cancelled"
    assert ask("tend") == {"applied": {"shard-000": (), "shard-001": ()}}
    assert ask("join", shards=["shard-002"]) == {"joined": {"shard-002": ()}}
    with pytest.raises(ValueError, match="nothing such as 'drop' to do"):
        ask("drop")


def test_it_connects_by_iam_and_checks_who_answers(environment: pytest.MonkeyPatch) -> None:
    connector = shard_aws.connector(2.0)
    assert isinstance(connector.tls, ssl.SSLContext)
    assert (connector.tls.verify_mode, connector.tls.check_hostname) == (ssl.CERT_REQUIRED, True)
    address = Address(host="shard-000.example.com", port=5432, region="eu-central-1")
    token = connector.token(address, "rebalancer")
    assert token.startswith("shard-000.example.com:5432/?Action=connect&DBUser=rebalancer&")
    assert "%2Feu-central-1%2Frds-db%2F" in token
    told = connector.conninfo(address)
    assert "sslmode='verify-full' sslrootcert='/rdsdbdata/rds-metadata/ca-cert.pem'" in told
    assert f"password='{token}'" in told
