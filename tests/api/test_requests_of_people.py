"""People ask to be forgotten in a running stack: its own workflow does it, and every byte is searched."""

import json
import uuid
from typing import Any

from ops.functions.standing import standing
from ops.privacy.needle import Needle
from tests.api.caller import HOST, Caller
from tests.api.shards import Shards
from tests.api.test_every_byte import Person, everywhere, places
from tests.api.waiting import until
from tests.conftest import Deployed


def ask(staging: Deployed, do: str, **more: Any) -> Any:
    [desk] = [each for each in standing(staging.resources) if each.component.endswith("-desk")]
    answer = staging.client("lambda", desk.region).invoke(
        FunctionName=desk.name, Qualifier=desk.alias, Payload=json.dumps({"do": do, **more})
    )
    return json.loads(answer["Payload"].read())


def run(staging: Deployed) -> None:
    [machine] = staging.of_type("aws:sfn/stateMachine:StateMachine")
    client = staging.client("stepfunctions")
    started = client.start_execution(stateMachineArn=machine.outputs["arn"], input="{}")["executionArn"]
    ended = until(lambda: client.describe_execution(executionArn=started), lambda found: found["status"] != "RUNNING")
    assert ended["status"] == "SUCCEEDED", ended


def rows(shards: Shards, text: str) -> list[tuple[Any, ...]]:
    """Return the records of all shards that have *text* anywhere: keys without their tenant, documents, people."""
    found = list[tuple[Any, ...]]()
    asked = "SELECT split_part(key, '/', 2), document, subjects FROM groot.records r WHERE strpos(r::text, :text) > 0"
    for label in ("shard-000", "shard-001"):
        with shards.connect(label) as shard:
            found += [(key, document, subjects) for key, document, subjects in shard.run(asked, text=text) or []]
    return sorted(found, key=str)


def proof(staging: Deployed, request: str, subject: str) -> str:
    claims = {"aud": f"{HOST}/data-subject-requests", "sub": subject, "acr": "reasonably-high", "nonce": request}
    return Caller(staging, "us-east-1", claims=claims).token


def test_one_of_two_who_are_written_in_different_regions_is_erased_by_the_stacks_own_workflow(
    staging: Deployed, caller: Caller, abroad: Caller, shards: Shards
) -> None:
    eve, fay, request = Person("eve"), Person("fay"), f"r-{uuid.uuid4().hex[:8]}"
    for each, writer in ((eve, caller), (fay, abroad)):
        each.plant(caller)
        for number in range(6):
            name, whose = f"/v1/records/{each.stream}-{number}", {"Groot-Subjects": each.subject}
            assert writer.send("PUT", name, {"mail": each.email}, **whose).status == 201
    both, name = {"a": {"mail": eve.email}, "b": fay.email}, f"/v1/records/{request}-both"
    said = f"{eve.subject}=/a/mail, {fay.subject}=/b"
    assert caller.send("PUT", name, both, **{"Groot-Subjects": said}).status == 201
    before, hers = caller.read(fay.stream).body, rows(shards, fay.subject)
    assert len(rows(shards, eve.subject)) == len(hers) == 7
    asked = {"request": request, "kind": "gdpr-erasure", "subjects": [eve.subject]}
    assert ask(staging, "receive", **asked, proofs=[caller.token])["proven"] is False, "the API's token proves nothing"
    told = ask(staging, "receive", **asked, proofs=[proof(staging, request, eve.subject)])
    assert (told["status"], told["proven"]) == ("open", True)
    run(staging)
    waiting = ask(staging, "tell", request=request)
    assert not {"records", "subject-keys"} & {*waiting["left"]}
    for each in waiting["steps"]:
        if each["mode"] == "person":
            ask(staging, "confirm", request=request, store=each["store"])
    run(staging)
    told = ask(staging, "tell", request=request)
    assert told["status"] == "done", told["left"]
    gone = {"$forgotten": {"subject": eve.subject}}
    for who in (caller, abroad):
        data = until(lambda who=who: who.read(eve.stream).body["events"][0]["data"], lambda data: data["email"] == gone)
        assert data == {"email": gone, "home": {"street": gone, "country": "FR"}}
    assert caller.read(fay.stream).body == before
    emptied = (name.rpartition("/")[2], {"a": {"mail": None}, "b": fay.email}, {fay.subject: ["/b"]})
    assert rows(shards, fay.subject) == [each if each[0] != emptied[0] else emptied for each in hers]
    assert rows(shards, eve.subject) == rows(shards, eve.email) == []
    assert caller.send("GET", name).headers["Groot-Subjects"] == f"{fay.subject}=/b"
    said = [Needle.of(text) for text in (eve.email, eve.street)]
    assert places(everywhere(staging, *said)) == {}
    named = everywhere(staging, Needle.of(eve.subject))
    assert [each.name for each in named.values() if each.denied] == []
    assert "people-requests-audit" not in places(named)
    assert places(named)["people-requests"] == {"stream"}, "for a day, as the catalogue says"
    assert ask(staging, "audit")["faults"] == []
