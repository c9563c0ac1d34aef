"""Stacks in an account that another stack owns: nothing of the account is asked of them, and who answers is told."""

import pytest

from policies.core import Judge, Outcome
from policies.rules.stack._account import SHARED_ACCOUNT
from tests.policies.account import WATCHERS
from tests.policies.platform import platform
from tests.policies.stack import Stack, View
from tests.policies.stack_case import STACK_RULES, TWO, every_view, judged

OWNED = "stack_accounts_are_owned"
OF_THE_ACCOUNT = {
    "stack_accounts_have_a_password_policy",
    "stack_buckets_have_an_account_block",
    "stack_regions_have_access_analyzer",
    "stack_regions_have_config",
    "stack_regions_have_guardduty",
    "stack_regions_have_inspector",
    "stack_regions_have_macie",
    "stack_regions_have_security_hub",
    "stack_regions_have_snapshot_block",
    "stack_regions_have_volume_encryption",
}


@pytest.fixture
def bare() -> Stack:
    """A platform with nothing of what AWS keeps once per account."""
    stack = platform(TWO)
    of_account = {*WATCHERS, "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"}
    of_account |= {"aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"}
    of_account |= {"aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "aws:cloudtrail/trail:Trail"}
    for name in [node.name for node in stack.nodes.values() if node.type in of_account]:
        stack.remove(name)
    return stack


def test_a_stack_that_is_active_nowhere_is_not_asked_for_watchers() -> None:
    stack = Stack()
    for kind in WATCHERS:
        stack.add(kind, kind, region=TWO[0])
    assert not {each.rule for each in Judge(STACK_RULES).evaluate_stack(stack.graph()).verdicts} & OF_THE_ACCOUNT


@every_view
def test_a_stack_that_owns_its_account_answers_for_it(bare: Stack, view: View) -> None:
    violated, _ = judged(bare.graph(view))
    assert {rule for rule, _ in violated} == OF_THE_ACCOUNT


@every_view
def test_a_stack_in_a_shared_account_says_who_answers_for_it(bare: Stack, view: View) -> None:
    bare.add(SHARED_ACCOUNT, "account-of-main")
    ((rule, message),), opened = judged(bare.graph(view))
    assert (rule, opened) == (OWNED, set())
    assert message.startswith("account-of-main: that stack answers for passwords, public access, ")
    said = {verdict.rule: verdict.outcome for verdict in Judge(STACK_RULES).evaluate_stack(bare.graph(view)).verdicts}
    assert OF_THE_ACCOUNT.isdisjoint(said), "what another stack shows isn't called passed here"
    assert said[OWNED] is Outcome.VIOLATED
