"""Stacks without a room: nothing asks for its parts, what needed it is still judged, and the lack is a violation."""

from policies.core import Judge
from policies.graph import LEFT_OUT
from tests.policies.account import WATCHERS
from tests.policies.platform import platform
from tests.policies.stack import Stack, View
from tests.policies.stack_case import STACK_RULES, TWO, every_view, judged

OF_THE_SECURITY_ROOM = {
    "aws:guardduty/detector:Detector": "stack_regions_have_guardduty",
    "aws:inspector2/enabler:Enabler": "stack_regions_have_inspector",
    "aws:macie2/account:Account": "stack_regions_have_macie",
    "aws:securityhub/account:Account": "stack_regions_have_security_hub",
}


def bare(*types: str, room: str = "") -> Stack:
    """Return a platform with nothing of *types*, which says that *room* is left out."""
    stack = platform(TWO)
    for name in [node.name for node in stack.nodes.values() if node.type in types]:
        stack.remove(name)
    if room:
        stack.add(LEFT_OUT, f"left-out-{room}")
    return stack


@every_view
def test_a_stack_without_security_lacks_one_thing_and_shows_nothing_of_its_parts(view: View) -> None:
    graph = bare(*OF_THE_SECURITY_ROOM, "aws:cloudtrail/trail:Trail", room="security").graph(view)
    ((rule, message),), opened = judged(graph)
    assert (rule, opened) == ("stack_security_is_in_place", set())
    assert message.startswith("left-out-security: nothing here shows audit trail, ")
    said = {verdict.rule for verdict in Judge(STACK_RULES).evaluate_stack(graph).verdicts}
    assert said.isdisjoint(OF_THE_SECURITY_ROOM.values()), "what isn't there isn't called passed"


def test_what_another_room_holds_is_asked_for_all_the_same() -> None:
    violated, _ = judged(bare(*WATCHERS, room="security").graph())
    asked = {rule for rule, _ in violated} - {"stack_security_is_in_place"}
    assert asked == {
        "stack_regions_have_access_analyzer",
        "stack_regions_have_config",
        "stack_regions_have_volume_encryption",
    }


def test_a_room_that_another_mark_names_is_asked_for() -> None:
    violated, _ = judged(bare(*OF_THE_SECURITY_ROOM, room="edge").graph())
    assert {rule for rule, _ in violated} == {*OF_THE_SECURITY_ROOM.values()}


@every_view
def test_stores_without_backups_stay_violations_where_no_backups_were_meant_to_be(view: View) -> None:
    backups = {f"aws:backup/{kind}" for kind in ("plan:Plan", "selection:Selection", "vault:Vault")}
    stack = bare(*backups, "aws:backup/vaultLockConfiguration:VaultLockConfiguration", room="resilience")
    violated, _ = judged(stack.graph(view))
    assert {rule for rule, _ in violated} >= {"stack_recovery_is_in_place", "stack_stores_are_backed_up"}


@every_view
def test_nothing_is_amiss_where_the_public_has_no_way_in(view: View) -> None:
    stack = platform(TWO)
    stack.add(LEFT_OUT, "left-out-edge")
    assert judged(stack.graph(view)) == (set(), set())
