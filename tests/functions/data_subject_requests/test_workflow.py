"""The workflow itself, run by the sandbox's data plane over functions from their archives and an event store."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from pg8000.native import Connection, identifier

from components._shared.state_machine_args import filled
from components.data.rebalancer import AUTHORITIES
from components.foundation.key_set import key_set
from components.governance.request_states import definition
from functions import contents
from functions._shared.chain import BEGINNING
from functions.event_store.commits import Commits
from functions.event_store.core import EventStore
from functions.event_store.data_keys import DataKeys
from functions.event_store.home import Homes
from functions.event_store.model import NewEvent, Personal
from functions.event_store.table import Table
from functions.event_store.upcasting import AS_WRITTEN
from governance.flows import load as load_lineage
from governance.for_purposes import purposes
from governance.for_requests import described
from governance.loading import load
from ops.privacy import readers
from ops.privacy.needle import Needle
from sandbox.dataplane.postgresql import OWNER, SOCKET
from tests.conftest import ROOT
from tests.functions.event_store.data_plane import create_table
from tests.sandbox.dataplane.cloud import ACCOUNT, REGION, Cloud, cloud, eventually

ISSUER = "https://api.example.com"
TABLES = {
    "REQUESTS": ("pk", "sk"),
    "AUDIT": ("pk", "sk"),
    "EVENTS": ("pk", "sk"),
    "KEYS": ("subject",),
    "SUMMARIES": ("pk",),
    "CHECKPOINTS": ("pk", "sk"),
    "SHARD_MAP": ("shard", "record"),
    "STANDING": ("pk", "sk"),
    "PROOFS": ("pk", "sk"),
}
SHARDS = ("shard-000", "shard-001")


class Office:
    """A desk, its workflow and an event store, on an emulator of their own."""

    def __init__(self, own: Cloud) -> None:
        self.own, self.dynamodb, self.kms = own, own.client("dynamodb"), own.client("kms")
        for name, keys in TABLES.items():
            create_table(self.dynamodb, name.lower(), *keys)
        key = self.kms.create_key()["KeyMetadata"]["Arn"]
        self.token_key = self.kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]
        self.queue, _ = own.queue("notices")
        self.functions: dict[str, str] = {}
        shards = self._found_shards() | {"PURPOSES": purposes(load()), "STANDING": "standing", "PROOFS": "proofs"}
        environment = {
            **shards,
            **{name: name.lower() for name in TABLES},
            "KEY_ID": key,
            "FOUNDING_REGION": REGION,
            "NOTICES": self.queue,
            "METRICS": "tests",
            "TOKEN_ISSUER": ISSUER,
            "TOKEN_AUDIENCE": f"{ISSUER}/requests",
            "TOKEN_KEY_SET": key_set({self.token_key["KeyId"]: self._public_pem()}),
        }
        for entry in ("desk", "state"):
            self._function(entry, "data_subject_requests", entry, environment)
        self._function("records", "records", "handle", shards | {"KEYS": "keys"})
        self._function("consent", "consent", "handle", shards)
        catalogue = load()
        states = definition(described(catalogue, load_lineage(catalogue), catalogue.stores))
        self.machine = own.client("stepfunctions").create_state_machine(
            name="requests",
            definition=json.dumps(filled(states, {"states": self.functions["state"]})),
            roleArn=f"arn:aws:iam::{ACCOUNT}:role/anyone",
        )["stateMachineArn"]
        homes = Homes(Table(self.dynamodb, "events"), REGION, REGION, time.monotonic)
        commits = Commits(homes.table, homes, lambda: 1_700_000_000_000, time.sleep)
        self.keys = DataKeys(self.dynamodb, "keys", self.kms, key, time.monotonic)
        self.store = EventStore(commits, self.keys, AS_WRITTEN)

    def _public_pem(self) -> str:
        der = self.kms.get_public_key(KeyId=self.token_key["Arn"])["PublicKey"]
        return load_der_public_key(der).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def _function(self, name: str, folder: str, entry: str, environment: Mapping[str, str]) -> None:
        self.functions[name] = self.own.client("lambda").create_function(
            FunctionName=name,
            Role=f"arn:aws:iam::{ACCOUNT}:role/anyone",
            Code={"ZipFile": (ROOT / contents.archive(folder, "local")).read_bytes()},
            Runtime=contents.RUNTIME,
            Handler=f"functions.{folder}.handler.{entry}",
            Timeout=60,
            Environment={"Variables": {**environment}},
        )["FunctionArn"]

    def _found_shards(self) -> dict[str, str]:
        """Found two shards by the platform's own function; return what functions are told of them."""
        secret = json.dumps({"username": "platform_master", "password": "drawn"})
        master = self.own.client("secretsmanager").create_secret(Name="master", SecretString=secret)["ARN"]
        for label in SHARDS:
            host = {"S": f"groot-{label}-{REGION}.proxy.{REGION}.rds.amazonaws.com"}
            item = {"shard": {"S": label}, "record": {"S": "topology"}, "founding_region": {"S": REGION}}
            hosts = {"M": {REGION: {"M": {"write": host, "cluster": host}}}}
            self.dynamodb.put_item(
                TableName="shard_map", Item={**item, "endpoints": hosts, "master_secret": {"S": master}}
            )
        told = {"DATABASE_NAME": "platform", "SHARD_MAP": "shard_map"}
        more = {"DATABASE_USER": "rebalancer", "DATABASE_ROOTS": AUTHORITIES, "STACK": "tests"}
        self._function("rebalancer", "rebalancer", "handle", told | more)
        assert "errorType" not in self.own.call("rebalancer", {"do": "tend"})
        return told | {"DATABASE_USER": "application"}

    @contextmanager
    def down(self, label: str) -> Iterator[None]:
        """Let nobody into the shard called *label*."""
        socket = str((self.own.emulator.home / "data/postgresql").resolve() / SOCKET)
        database = identifier(f"groot-{label}")
        with Connection(OWNER, unix_sock=socket, database="postgres") as server:
            server.run(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
            server.run(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name",
                name=f"groot-{label}",
            )
            yield
            server.run(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")

    def record(self, method: str, name: str, document: Any = None, **headers: str) -> tuple[int, Any]:
        """Call the function of records as the gateway does."""
        answer = self.own.call(
            "records",
            {
                "httpMethod": method,
                "pathParameters": {"key": name},
                "headers": {name.replace("_", "-"): value for name, value in headers.items()},
                "requestContext": {"authorizer": {"tenant": "acme", "scope": "purpose:offers purpose:sharing"}},
                "body": json.dumps(document),
            },
        )
        return answer["statusCode"], json.loads(answer["body"] or "null")

    def agree(self, subject: str, purpose: str) -> None:
        """Publish a text for *purpose* and have *subject* consent to it."""
        words = {"purpose": purpose, "language": "en", "words": "May we?"}
        given = {"decision": "given", "surface": "shop", "method": "box", "text": purpose, "version": 1}
        who = {"tenant": "acme", "scope": "consents.write", "principalId": "shop"}
        for path, body in (
            ({"text": purpose, "version": "1"}, words),
            ({"subject": subject, "purpose": purpose}, given),
        ):
            asked = {"httpMethod": "PUT", "pathParameters": path, "body": json.dumps(body)}
            assert self.own.call("consent", {**asked, "requestContext": {"authorizer": who}})["statusCode"] == 200

    def plant(self, subject: str) -> None:
        personal = [Personal(subject=subject, pointers=["/mail"])]
        data = {"mail": f"{subject}@example.com", "country": "FR"}
        self.store.append(f"profile-{subject}", 0, [NewEvent(type="Said", schema=1, data=data, personal=personal)], "c")

    def read(self, subject: str) -> Any:
        self.keys._known.clear()  # a process knows a key for a minute
        return self.store.read(f"profile-{subject}").events

    def ask(self, do: str, **more: Any) -> Any:
        return self.own.call("desk", {"do": do, **more})

    def receive(self, request: str, kind: str, subject: str, **more: Any) -> Any:
        now = int(time.time())
        said = {"iss": ISSUER, "aud": f"{ISSUER}/requests", "sub": subject, "acr": "reasonably-high", "nonce": request}
        signed = ".".join(
            _encoded(json.dumps(part).encode())
            for part in ({"alg": "ES256", "kid": self.token_key["KeyId"]}, {**said, "iat": now, "exp": now + 60})
        )
        signature = self.kms.sign(
            KeyId=self.token_key["Arn"],
            Message=hashlib.sha256(signed.encode()).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )["Signature"]
        numbers = b"".join(each.to_bytes(32, "big") for each in decode_dss_signature(signature))
        return self.ask(
            "receive", request=request, kind=kind, subjects=[subject], proofs=[f"{signed}.{_encoded(numbers)}"], **more
        )

    def run(self) -> None:
        """Run the workflow to its end."""
        client = self.own.client("stepfunctions")
        execution = client.start_execution(stateMachineArn=self.machine, input="{}")["executionArn"]
        ended = eventually(
            lambda: (found := client.describe_execution(executionArn=execution))["status"] != "RUNNING" and found
        )
        assert ended["status"] == "SUCCEEDED", ended

    def confirm(self, request: str) -> list[str]:
        """Say of every step that waits for people that it is done; return which those were."""
        left = [
            each["store"]
            for each in self.ask("tell", request=request)["steps"]
            if each["mode"] == "person" and not each["done"]
        ]
        for store in left:
            self.ask("confirm", request=request, store=store)
        return left

    def entries(self) -> list[Mapping[str, Any]]:
        items = self.dynamodb.query(
            TableName="audit", KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": "chain"}}
        )["Items"]
        return [json.loads(item["body"]["S"]) for item in items]

    def holding(self, text: str) -> set[str]:
        """Return in which tables *text* stands, in any form."""
        needle, ask = Needle.of(text), self.own.client
        return {
            name.lower()
            for name in TABLES
            if any(needle.within(piece) for _, piece in readers.table(ask, name.lower()))
        }


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with cloud(tmp_path_factory.mktemp("office")) as own:
        yield Office(own)


def test_one_of_two_is_erased_a_store_being_down_in_the_middle_and_the_other_is_as_before(office: Office) -> None:
    for each in ("ann-7f3b", "bob-7f3b"):
        office.plant(each)
    before = office.read("bob-7f3b")
    told = office.receive("r1", "gdpr-erasure", "ann-7f3b")
    assert (told["status"], told["proven"]) == ("open", True)
    assert office.receive("r1", "gdpr-erasure", "ann-7f3b") == told

    kept = office.dynamodb.scan(TableName="keys")["Items"]
    office.dynamodb.delete_table(TableName="keys")
    office.run()
    entries = office.entries()
    assert (entries[-1]["act"], entries[-1]["detail"]) == ("stopped", {"fault": "ResourceNotFoundException"})
    assert {"subject-keys", "events"} <= {*office.ask("tell", request="r1")["left"]}
    create_table(office.dynamodb, "keys", "subject")
    for item in kept:
        office.dynamodb.put_item(TableName="keys", Item=item)

    office.run()
    assert "records" not in office.confirm("r1"), "the workflow does that"
    office.run()
    told = office.ask("tell", request="r1")
    assert told["status"] == "done", told["left"]
    outcomes = {each["store"]: each["outcome"] for each in told["certificate"]["stores"]}
    assert outcomes["subject-keys"] == "1 keys destroyed"
    assert office.read("ann-7f3b")[0]["data"] == {"mail": {"$forgotten": {"subject": "ann-7f3b"}}, "country": "FR"}
    assert office.read("bob-7f3b") == before
    assert office.holding("ann-7f3b@example.com") == set()
    assert office.holding("ann-7f3b") == {"events", "keys"}, "as the catalogue says; requests name nobody any more"
    executions = [piece for _, piece in readers.state_machine(office.own.client, office.machine)]
    assert any(b"subject-keys" in each for each in executions)
    assert not any(Needle.of("ann-7f3b").within(each) for each in executions)
    audit = office.ask("audit")
    assert (audit["faults"], audit["entries"]) == ([], len(office.entries()))
    assert office.entries()[0]["former"] == BEGINNING
    notices = office.own.client("sqs").receive_message(QueueUrl=office.queue)["Messages"]
    assert json.loads(notices[0]["Body"])["subjects"] == ["ann-7f3b"]


def test_a_person_gets_what_is_theirs_and_a_restriction_is_heeded(office: Office) -> None:
    office.plant("cyd-7f3b")
    assert office.record("PUT", "cyd", {"name": "Cyd"}, Groot_Subjects="cyd-7f3b")[0] == 201
    office.receive("r2", "gdpr-access", "cyd-7f3b")
    office.receive("r3", "gdpr-restriction", "cyd-7f3b")
    office.run()
    assert office.read("cyd-7f3b")[0]["data"]["mail"] == {"$restricted": {"subject": "cyd-7f3b"}}
    assert office.record("GET", "cyd")[1]["type"] == "urn:groot:problem:records:restricted"
    office.confirm("r2")
    document = json.loads(office.ask("hand", request="r2")["content"])
    pieces = {each["store"]: each["pieces"] for each in document["stores"]}
    assert [each["data"]["data"]["mail"] for each in pieces["events"]] == ["cyd-7f3b@example.com"]
    assert pieces["records"] == [{"place": "acme/cyd", "at": "", "data": {"name": "Cyd"}}]
    office.run()
    assert office.ask("tell", request="r2")["status"] == "done"


def test_a_forged_proof_is_kept_told_and_nothing_is_done(office: Office) -> None:
    office.plant("dan-7f3b")
    told = office.ask("receive", request="r4", kind="ccpa-delete", subjects=["dan-7f3b"], proofs=["a.b.c"])
    assert (told["proven"], told["needs"].partition(":")[0]) == (False, "proof 1")
    refused = office.ask("receive", request="r5", kind="ccpa-delete", subjects=["dan' --"])
    assert refused["errorType"] == "MalformedError"
    assert "dan" not in refused["errorMessage"]
    office.run()
    assert office.read("dan-7f3b")[0]["data"]["mail"] == "dan-7f3b@example.com"


def test_records_in_all_shards_are_erased_one_of_them_being_down_in_the_middle(office: Office) -> None:
    names = [f"of-eve-{number}" for number in range(12)]
    for name in names:
        assert office.record("PUT", name, {"mail": "eve-7f3b@example.com"}, Groot_Subjects="eve-7f3b")[0] == 201
    both, said = {"a": "eve-7f3b@example.com", "b": "Fay"}, "eve-7f3b=/a, fay-7f3b=/b"
    assert office.record("PUT", "both", both, Groot_Subjects=said)[0] == 201
    office.receive("r6", "gdpr-erasure", "eve-7f3b")
    with office.down("shard-001"):
        office.run()
        stopped = [each["detail"] for each in office.entries() if each["request"] == "r6" and each["act"] == "stopped"]
        assert stopped == [{"fault": "ShardsDownError"}]
        assert "records" in office.ask("tell", request="r6")["left"]
        left = {office.record("GET", name)[0] for name in names}
        assert left == {404, 503}, "what answered is erased"
    office.run()
    office.confirm("r6")
    office.run()
    told = office.ask("tell", request="r6")
    assert told["status"] == "done", told["left"]
    assert {office.record("GET", name)[0] for name in names} == {404}
    assert office.record("GET", "both") == (200, {"a": None, "b": "Fay"})
    assert "records" not in told["certificate"]["still_named_in"]


def test_a_person_has_records_corrected_and_nothing_of_others(office: Office) -> None:
    office.record("PUT", "gil", {"mail": "old@example.com", "n": 1}, Groot_Subjects="gil-7f3b=/mail")
    wrong = {"store": "events", "place": "s/1", "pointer": "/mail", "value": "told-7f3b"}
    corrections = [{**wrong, "store": "records", "place": "acme/gil", "pointer": each} for each in ("/mail", "/n")]
    refused = office.receive("r7", "gdpr-rectification", "gil-7f3b", corrections=[wrong])
    assert refused["errorType"] == "MalformedError"
    office.receive("r7", "gdpr-rectification", "gil-7f3b", corrections=corrections)
    office.run()
    office.confirm("r7")
    office.run()
    told = office.ask("tell", request="r7")
    assert told["status"] == "done", told["left"]
    outcomes = {each["store"]: each["outcome"] for each in told["certificate"]["stores"]}
    assert outcomes["records"] == "1 fields corrected, 1 that are not there or not of the person left"
    assert office.record("GET", "gil") == (200, {"mail": "told-7f3b", "n": 1})
    assert "told-7f3b" not in str(office.dynamodb.scan(TableName="requests")["Items"]), (
        "what has ended says nothing of it"
    )


def test_a_restriction_is_lifted_and_whoever_lifts_it_is_told_to_tell_the_person(office: Office) -> None:
    office.record("PUT", "hal", {"n": 1}, Groot_Subjects="hal-7f3b")
    for request, kind, status in (("r8", "gdpr-restriction", 403), ("r9", "gdpr-restriction-lifted", 200)):
        office.receive(request, kind, "hal-7f3b")
        office.run()
        found = eventually(lambda status=status: (read := office.record("GET", "hal"))[0] == status and read)
        assert found[0] == status


def test_what_a_person_asks_bears_on_what_is_read_and_their_erasure_leaves_proofs_of_nobody(
    office: Office,
) -> None:
    office.record("PUT", "ivy", {"n": 1}, Groot_Subjects="ivy-7f3b")
    for purpose in ("offers", "sharing"):
        office.agree("ivy-7f3b", purpose)
        assert office.record("GET", "ivy", Groot_Purpose=purpose)[0] == 200
    asked = {"request": "r10", "kind": "ccpa-opt-out", "subjects": ["ivy-7f3b"]}
    assert office.ask("receive", **asked)["status"] == "open"
    office.run()
    statuses = [office.record("GET", "ivy", Groot_Purpose=each)[0] for each in ("offers", "sharing")]
    assert statuses == [200, 403]

    office.receive("r11", "gdpr-access", "ivy-7f3b")
    office.run()
    office.confirm("r11")
    document = json.loads(office.ask("hand", request="r11")["content"])
    [held] = [each["pieces"] for each in document["stores"] if each["store"] == "consents"]
    assert held[0]["data"]["purposes"] == {"offers": "given", "sharing": "withdrawn"}
    office.receive("r12", "gdpr-erasure", "ivy-7f3b")
    office.run()
    office.confirm("r12")
    office.run()
    told = office.ask("tell", request="r12")
    assert told["status"] == "done", told["left"]
    assert not {"standing", "proofs"} & office.holding("ivy-7f3b")
    kept = {each["store"]: each["note"] for each in told["certificate"]["stores"]}
    assert "17(3)(b), (e)" in kept["consent-proofs"]
