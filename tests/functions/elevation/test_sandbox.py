"""Where IAM is evaluated: nothing before others agreed, the action after that, and nothing after the end.

The table is DynamoDB's, signatures are checked by STS, and the tier's role is judged by its policies, the session's and
the denials. Unlike in AWS, a denial holds at once, and STS knows nothing of source identities.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from functions._shared import chain
from functions.elevation import giving, wiring
from functions.elevation.giving import Keys
from functions.elevation.handler import handle
from functions.elevation.request import Request, Status
from functions.elevation.tier import Tier, read
from ops.elevation.signing import signed
from tests.functions.calls import context, logged
from tests.functions.elevation.place import REASON, id_of
from tests.functions.event_store.data_plane import create_table
from tests.sandbox.dataplane.cloud import ACCOUNT, REGION, Cloud, cloud

FUNCTION, ROLE, TABLE, QUEUE = "groot-elevation", "elevated-operator", "elevations", "work"
ANYBODY = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
TIER = {
    "name": "operator",
    "role_arn": f"arn:aws:iam::{ACCOUNT}:role/{ROLE}",
    "requesters": ["Engineers"],
    "approvers": ["Leads"],
    "approvals": 1,
    "max_minutes": 60,
    "review_days": 0,
    "networks": ["127.0.0.0/8"],
}
ASKED = {"tier": "operator", "reason": REASON, "ticket": "OPS-17", "minutes": 15}
SCHEDULED = {"detail-type": "Scheduled Event"}


class Account:
    """The emulator's account, with people and the function's own credentials."""

    def __init__(self, running: Cloud) -> None:
        self.cloud = running
        status = running.emulator.status()
        assert status
        self.judge = f"http://127.0.0.1:{status.ports['ministack']}"
        """Where STS is that knows of credentials what the evaluator knows; the router's is moto's."""
        create_table(running.client("dynamodb"), TABLE, "pk", "sk")
        self.url, queue = running.queue(QUEUE)
        self.role(ROLE, {"Action": "sqs:SendMessage", "Resource": queue})
        self.role(FUNCTION)
        for group in ("Engineers", "Leads", "Guests"):
            self.role(f"AWSReservedSSO_{group}_0123456789abcdef")

    def role(self, name: str, *allowed: dict[str, Any]) -> None:
        iam = self.cloud.client("iam")
        trust = {"Version": "2012-10-17", "Statement": [ANYBODY]}
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
        if allowed:
            document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **each} for each in allowed]}
            iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=json.dumps(document))

    def client(self, service: str, **credentials: str) -> Any:
        own = credentials or {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        return boto3.client(service, region_name=REGION, endpoint_url=self.judge, **own)  # pyright: ignore

    def session(self, name: str, group: str) -> Any:
        """Return botocore's credentials of somebody whom Identity Center signed in."""
        role = f"arn:aws:iam::{ACCOUNT}:role/AWSReservedSSO_{group}_0123456789abcdef"
        given = self.client("sts").assume_role(RoleArn=role, RoleSessionName=name)["Credentials"]
        own = (given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
        return boto3.Session(*own, region_name=REGION).get_credentials()

    def ask(self, who: Any, act: str, number: int = 1, **more: Any) -> dict[str, Any]:
        call = signed({"do": act, "request": id_of(number), **more}, FUNCTION, who, REGION, self.judge)
        return handle(call, context())

    def sends(self, given: dict[str, Any]) -> Callable[[], Any]:
        sqs = self.client("sqs", **keys(given))
        return lambda: sqs.send_message(QueueUrl=self.url, MessageBody="go on")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with cloud(tmp_path_factory.mktemp("judging"), judges=True) as running:
        yield Account(running)


@pytest.fixture
def account(judged: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """The account, with the function's environment."""
    told = {
        "ACCOUNT": ACCOUNT,
        "AUDIENCE": FUNCTION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": judged.cloud.endpoint,
        "AWS_ENDPOINT_URL_STS": judged.judge,
        "AWS_SECRET_ACCESS_KEY": "test",
        "GLASS_REVIEW_DAYS": "2",
        "METRICS": "groot/elevation",
        "TABLE": TABLE,
        "TIERS": json.dumps([TIER]),
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    wiring._client.cache_clear()  # pyright: ignore[reportPrivateUsage]
    yield judged
    wiring._client.cache_clear()  # pyright: ignore[reportPrivateUsage]
    dynamodb = judged.cloud.client("dynamodb")
    for item in dynamodb.scan(TableName=TABLE)["Items"]:
        dynamodb.delete_item(TableName=TABLE, Key={"pk": item["pk"], "sk": item["sk"]})
    iam = judged.cloud.client("iam")
    if giving.POLICY in iam.list_role_policies(RoleName=ROLE)["PolicyNames"]:
        iam.delete_role_policy(RoleName=ROLE, PolicyName=giving.POLICY)


def is_refused(call: Callable[[], Any]) -> bool:
    try:
        call()
    except ClientError as fault:
        return fault.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException")
    return False


def test_access_is_there_while_the_session_is(account: Account) -> None:
    ann, bob = account.session("ann", "Engineers"), account.session("bob", "Leads")
    assert account.ask(ann, "request", **ASKED)["status"] == "requested"
    assert account.ask(ann, "credentials")["error"] == "OutOfOrder"
    assert account.ask(ann, "approve")["error"] == "NotAllowed"
    assert account.ask(bob, "approve")["status"] == "active"
    assert account.ask(bob, "credentials")["error"] == "NotAllowed"
    first, second = account.ask(ann, "credentials"), account.ask(ann, "credentials")
    for given in (first, second):
        account.sends(given)()
    assert is_refused(lambda: account.client("iam", **keys(first)).list_roles()), "the tier gives that to nobody"
    assert account.ask(ann, "revoke")["status"] == "revoked"
    for given in (first, second):
        assert is_refused(account.sends(given)), "whatever was given out for the session is refused"
    assert account.ask(ann, "credentials")["error"] == "OutOfOrder"


def test_one_session_that_is_revoked_leaves_the_others(account: Account) -> None:
    bob = account.session("bob", "Leads")
    sends: dict[int, Callable[[], Any]] = {}
    for number, name in ((1, "ann"), (2, "dan")):
        who = account.session(name, "Engineers")
        account.ask(who, "request", number, **ASKED)
        account.ask(bob, "approve", number)
        sends[number] = account.sends(account.ask(who, "credentials", number))
    account.ask(bob, "revoke", 1)
    assert is_refused(sends[1])
    sends[2]()
    assert handle(SCHEDULED, context())["active"] == 1


def test_nothing_is_allowed_from_the_end_on(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, bob = account.session("ann", "Engineers"), account.session("bob", "Leads")
    account.ask(ann, "request", **ASKED)
    ends = datetime.fromisoformat(account.ask(bob, "approve")["ends_at"])
    past = Keys(account.client("sts"), None).give(active(wiring.now() - timedelta(hours=1)), tier())
    assert is_refused(account.sends(past)), "credentials that have minutes left open nothing"
    monkeypatch.setattr(wiring, "now", lambda: ends)
    assert account.ask(ann, "credentials") == {"error": "OutOfOrder", "detail": "the request is ended"}
    assert handle(SCHEDULED, context()) == {"active": 0, "reviews_overdue": 0}


def test_credentials_are_worth_nothing_elsewhere(account: Account) -> None:
    keys_of = Keys(account.client("sts"), None)
    account.sends(keys_of.give(active(wiring.now()), tier()))()
    assert is_refused(account.sends(keys_of.give(active(wiring.now()), tier(networks=["192.0.2.0/24"]))))


@pytest.mark.parametrize("spoil", ["act", "tier", "audience", "secret", "nobody"])
def test_who_did_not_sign_the_call_is_nobody(account: Account, spoil: str) -> None:
    ann = account.session("ann", "Engineers" if spoil != "nobody" else "Guests")
    call = {"do": "request", "request": id_of(1), **ASKED}
    if spoil == "secret":
        ann = Credentials(ann.access_key, "another", ann.token)
    audience = "another" if spoil == "audience" else FUNCTION
    made = signed(call, audience, ann, REGION, account.judge)
    made |= {"act": {"do": "approve"}, "tier": {"minutes": 60}}.get(spoil, {})
    assert handle(made, context())["error"] == ("NotAllowed" if spoil == "nobody" else "NotProven")


def test_what_became_of_it_is_chained(account: Account) -> None:
    ann, bob = account.session("ann", "Engineers"), account.session("bob", "Leads")
    account.ask(ann, "request", **ASKED)
    account.ask(bob, "refuse")
    told = handle(signed({"do": "audit"}, FUNCTION, bob, REGION, account.judge), context())
    assert (told["faults"], [each["act"] for each in told["entries"]]) == ([], ["requested", "refused"])
    kept = wiring.desk().book.entries
    assert chain.faults(kept.all()) == []


def test_a_chat_carries_what_somebody_signed_and_can_make_nothing_else_of_it(account: Account) -> None:
    ann, bob = account.session("ann", "Engineers"), account.session("bob", "Leads")
    account.ask(ann, "request", **ASKED)
    message = json.dumps(signed({"do": "approve", "request": id_of(1)}, FUNCTION, bob, REGION, account.judge))
    pasted = json.loads(message)
    assert handle({**pasted, "do": "revoke"}, context())["error"] == "NotProven"
    assert handle({**pasted, "request": id_of(2)}, context())["error"] == "NotProven"
    assert handle(pasted, context())["status"] == "active"
    assert handle(pasted, context())["error"] == "OutOfOrder", "whoever reads the chat gets nothing by it"


def test_broken_glass_is_kept_and_owed_a_review(account: Account) -> None:
    bob = account.session("bob", "Leads")
    rung = {"detail-type": "CloudWatch Alarm State Change", "id": "0f8fad5b-d9cb-469f-a165-70867728950e"}
    told = handle(rung, context())
    [owed] = handle(signed({"do": "list"}, FUNCTION, bob, REGION, account.judge), context())["requests"]
    assert (owed["id"], owed["tier"]) == (told["request"], "break-glass")
    call = {"do": "review", "request": told["request"], "reason": "Ann's drill of the quarter"}
    assert handle(signed(call, FUNCTION, bob, REGION, account.judge), context())["reviewed_by"] == "bob"
    assert handle(signed({"do": "list"}, FUNCTION, bob, REGION, account.judge), context())["requests"] == []


def test_no_credential_is_in_what_is_logged_refused_or_kept(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = logged(wiring.LOG, monkeypatch)
    ann, bob = account.session("ann", "Engineers"), account.session("bob", "Leads")
    said = [account.ask(ann, "request", **ASKED), account.ask(ann, "approve"), account.ask(bob, "approve")]
    given = account.ask(ann, "credentials")
    proof = signed({"do": "audit"}, FUNCTION, bob, REGION, account.judge)
    said += [handle(proof, context()), handle({**proof, "do": "list"}, context()), account.ask(ann, "revoke")]
    said += [account.ask(ann, "credentials"), handle({"do": "list", "proof": {"authorization": "canary"}}, context())]
    assert "entered" in lines.getvalue(), "there is a log to look into"
    kept = account.cloud.client("dynamodb").scan(TableName=TABLE)["Items"]
    denied = account.cloud.client("iam").get_role_policy(RoleName=ROLE, PolicyName=giving.POLICY)["PolicyDocument"]
    secret = {
        *(given[name] for name in ("SecretAccessKey", "SessionToken")),
        *(each for who in (ann, bob) for each in (who.secret_key, who.token)),
        proof["proof"]["authorization"].rpartition("=")[2],
        "canary",
    }
    for place in (lines.getvalue(), json.dumps(said), json.dumps(kept), json.dumps(denied)):
        assert not [each for each in secret if each in place]


def tier(**changed: Any) -> Tier:
    [found] = read(json.dumps([{**TIER, **changed}])).values()
    return found


def active(since: datetime) -> Request:
    """Return a session that began *since* then and lasts for half an hour."""
    begins, ends = since.isoformat(), (since + timedelta(minutes=30)).isoformat()
    asked: dict[str, Any] = {"id": id_of(7), "by": "ann", "tier": "operator", "reason": REASON, "ticket": "OPS-17"}
    times: dict[str, Any] = {"requested_at": begins, "expires_at": ends, "began_at": begins, "ends_at": ends}
    return Request(**asked, **times, minutes=30, status=Status.ACTIVE)


def keys(given: dict[str, Any]) -> dict[str, str]:
    """Return credentials as boto3's clients take them."""
    return {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }
