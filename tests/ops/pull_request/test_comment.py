"""What a comment says, and in which order, of documents of any content."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ops.pull_request.comment import LIMIT_CHARACTERS, comment
from ops.pull_request.markdown import code, plain
from ops.pull_request.recorded import Recorded
from ops.request import OperationError
from policies.stateful import STATEFUL
from tests.ops.pull_request.golden import PRICES

BUCKET = "aws:s3/bucket:Bucket"
RULE = "aws:ec2/securityGroup:SecurityGroup"
NAT = "aws:ec2/natGateway:NatGateway"
Document = dict[str, Any]


def document(**parts: Any) -> Document:
    return {"stack": "staging", "changes": {}, "judged_at": "2026-01-31T12:00:00+00:00", **parts}


def step(op: str, type_token: str, name: str, **parts: Any) -> Document:
    return {"op": op, "type": type_token, "name": name, "urn": f"urn:pulumi:staging::p::{type_token}::{name}", **parts}


def violation(rule: str, name: str, level: str = "mandatory") -> Document:
    return {"rule": rule, "level": level, "message": f"{name}: is open. Close it.", "urn": f"urn::p::t::{name}"}


def resource(type_token: str, name: str, **parts: Any) -> Document:
    return {"type": type_token, "urn": f"urn:pulumi:staging::p::{type_token}::{name}", "region": "us-east-1", **parts}


def made(base: Document, head: Document) -> str:
    return comment(Recorded.model_validate(base), Recorded.model_validate(head), PRICES)


def place(text: str, *parts: str) -> list[int]:
    found = [text.find(part) for part in parts]
    assert -1 not in found, (parts, text)
    return found


def test_what_loses_data_comes_before_all_other_changes() -> None:
    steps = [
        step("create", RULE, "aa-new"),
        step("delete", RULE, "ab-plain"),
        step("replace", BUCKET, "zz-store", changes=[{"path": "bucket", "forces_replacement": True}]),
        step("delete", "aws:kms/key:Key", "zy-key"),
    ]
    text = made(
        document(), document(steps=steps, violations=[violation("open", "x")], controls={"open": {"soc2": ["C"]}})
    )
    heading, broken, other = place(text, "#### ⚠️ Data at stake: 2", "Controls newly broken", "Other replacements")
    assert heading < broken < other
    assert "**replace** `zz-store` `aws:s3/bucket:Bucket`, forced by `bucket`" in text[heading:broken]
    assert "**delete** `zy-key`" in text[heading:broken]
    assert "ab-plain" not in text[heading:broken]
    diff = text[text.index("```diff") :]
    assert sorted(place(diff, "zy-key", "zz-store", "ab-plain", "aa-new")) == place(
        diff, "zy-key", "zz-store", "ab-plain", "aa-new"
    )


def test_every_type_that_holds_data_counts_as_stateful() -> None:
    assert {BUCKET, "aws:kms/key:Key", "aws:rds/cluster:Cluster", "aws:dynamodb/table:Table"} <= STATEFUL
    assert RULE not in STATEFUL


def test_a_control_is_newly_broken_only_if_it_was_met_before() -> None:
    controls = {"one": {"soc2": ["CC6.1"]}, "two": {"soc2": ["CC6.1", "CC6.7"], "gdpr": ["Art.32"]}}
    base = document(violations=[violation("one", "old")], controls={"one": controls["one"]})
    text = made(base, document(violations=[violation("one", "old"), violation("two", "new")], controls=controls))
    broken = text[text.index("Controls newly broken: 2") : text.index("Violations that stood before")]
    assert "**soc2** CC6.7" in broken
    assert "**gdpr** Art.32" in broken
    assert "CC6.1" not in broken
    assert "`new`: is open. Close it." in broken
    assert "`old`" in text[text.index("Violations that stood before") :]


def test_a_control_is_mended_once_nothing_breaks_it_any_more() -> None:
    controls = {"one": {"soc2": ["CC6.1"]}, "two": {"soc2": ["CC6.1", "CC6.7"]}}
    base = document(violations=[violation("one", "a"), violation("two", "b")], controls=controls)
    text = made(base, document(violations=[violation("one", "a")], controls={"one": controls["one"]}))
    assert "Controls newly mended: 1\n\n**soc2** CC6.7" in text
    assert "`two` isn't violated any more" in text


def test_another_violation_of_a_broken_control_is_still_told_as_new() -> None:
    controls = {"one": {"soc2": ["CC6.1"]}}
    base = document(violations=[violation("one", "a")], controls=controls)
    text = made(base, document(violations=[violation("one", "a"), violation("one", "b")], controls=controls))
    assert "newly broken" not in text
    new, old = place(text, "#### New violations", "#### Violations that stood before")
    assert "`b`" in text[new:old]
    assert "`a`" in text[old:]


def test_the_headline_says_whether_the_change_is_stopped() -> None:
    assert "✅ every mandatory policy is met" in made(document(), document())
    stopped = made(document(), document(violations=[violation("one", "a"), violation("two", "a", "advisory")]))
    assert "❌ stopped by 1 mandatory violation, 1 advisory" in stopped
    failed = made(document(), document(failures=[step("create", RULE, "a", message="AccessDenied")]))
    assert "❌ can't be done as it stands" in failed
    assert "- `a`: `AccessDenied`" in failed


@pytest.mark.parametrize(
    "base",
    [
        {"stack": "staging", "error": "no passphrase"},
        {"stack": "staging", "changes": {"same": 3}},
        document(diagnostics=[{"severity": "error", "message": "the program fails"}]),
        document(failures=[step("create", RULE, "a", message="AccessDenied")]),
    ],
)
def test_without_a_base_nothing_is_called_new_and_no_saving_is_made_up(base: Document) -> None:
    head = document(
        violations=[violation("one", "a")],
        controls={"one": {"soc2": ["CC6.1"]}},
        resources=[resource(NAT, "a", uses={"nat-gateway": "1"})],
        waivers=[{"ticket": "T", "rule": "r", "approver": "p", "expires": "2027-01-01", "resources": 1}],
    )
    text = made(base, head)
    assert "nothing is called new or mended" in text
    assert "newly" not in text
    assert "**new**" not in text
    assert "`a`: is open" in text
    assert "$36.50 for what is priced; what it was before isn't known" in text


def test_a_change_that_cannot_be_previewed_says_why_and_compares_nothing() -> None:
    base = document(violations=[violation("one", "a")], controls={"one": {"soc2": ["C"]}})
    text = made(base, {"stack": "staging", "error": "weights `add up` to 90"})
    assert "❌ could not be previewed" in text
    assert "weights 'add up' to 90" in text
    assert "mended" not in text


def test_what_depends_on_a_refused_step_counts_as_it_was_and_not_as_mended_or_saved() -> None:
    controls = {"one": {"soc2": ["CC6.1"]}}
    nat = resource(NAT, "dependent", uses={"nat-gateway": "1"})
    waiver = {"ticket": "T", "rule": "r", "approver": "p", "expires": "2027-01-01", "resources": 1}
    broken = [violation("one", "dependent")]
    base = document(resources=[nat], violations=broken, controls=controls, waivers=[waiver])
    refused = step("replace", BUCKET, "store", message="is protected and would be replaced")
    text = made(base, document(failures=[refused]))
    stake, failures = place(text, "#### ⚠️ Data at stake: 1", "#### Can't be done")
    assert "`store` `aws:s3/bucket:Bucket`, **refused**: is protected" in text[stake:failures]
    assert "mended" not in text
    assert "excuses nothing any more" not in text
    assert "what is priced stays the same" in text


def test_documents_of_two_stacks_are_not_compared() -> None:
    with pytest.raises(OperationError, match="staging, the head's of prod"):
        made(document(), document(stack="prod"))


def test_regions_are_counted_with_what_is_deleted_there() -> None:
    base = document(resources=[resource(RULE, "gone", region="eu-west-1")])
    head = document(
        resources=[resource(RULE, "new"), resource("aws:iam/role:Role", "role", region=None)],
        steps=[
            step("create", RULE, "new"),
            step("delete", RULE, "gone"),
            step("update", "aws:iam/role:Role", "role"),
            step("create", "groot:index:Thing", "component"),
        ],
    )
    text = made(base, head)
    assert "| `eu-west-1` |  |  | 1 |" in text
    assert "| `us-east-1` | 1 |  |  |" in text
    assert "| `global` |  | 1 |  |" in text


def test_a_size_without_a_price_shows_as_not_known_in_no_total() -> None:
    cluster = "aws:rds/clusterInstance:ClusterInstance"
    base = document(
        resources=[
            resource(cluster, "a", uses={"aurora/db.r7g.large": "1"}),
            resource(NAT, "b", uses={"nat-gateway": "1"}),
        ]
    )
    text = made(base, document(resources=[resource(cluster, "a", uses={"aurora/db.x": "1"})]))
    assert "#### Cost a month: -$36.50, and 1 that can't be told" in text
    assert "| `aws:rds:ClusterInstance` | `us-east-1` | $219.00 | not known | not known |" in text
    assert "| `aws:ec2:NatGateway` | `us-east-1` | $36.50 | none | -$36.50 |" in text
    assert "| **all that is priced** |  | $36.50 | $0.00 | **-$36.50** |" in text
    assert "`aws:rds:ClusterInstance` (0 → 1): no price is kept for aurora/db.x" in text


def test_waivers_that_are_new_end_soon_or_are_left_over_are_named() -> None:
    def waiver(ticket: str, expires: str) -> Document:
        return {"ticket": ticket, "rule": "rule", "approver": "p@x.org", "expires": expires, "resources": 2}

    kept, soon = waiver("SEC-1", "2027-01-01"), waiver("SEC-2", "2026-03-02")
    base = document(waivers=[kept, soon, waiver("SEC-4", "2027-01-01")])
    text = made(base, document(waivers=[kept, soon, waiver("SEC-3", "2026-03-03")]))
    assert "Waivers: 3 in use, 6 violations excused" in text
    assert "SEC-1" not in text
    assert re.search(r"`SEC-2` .*\*\*ends on 2026-03-02\*\*$", text, re.MULTILINE)
    assert re.search(r"`SEC-3` .*: \*\*new\*\*$", text, re.MULTILINE)
    assert "`SEC-4` for `rule` excuses nothing any more" in text


def test_obligations_are_counted_by_rule() -> None:
    text = made(document(), document(obligations=[violation("late", "a"), violation("late", "b")]))
    assert "Open until deployed: 2 obligations\n\n- `late` on 2 resources" in text


NASTY = st.text(max_size=300) | st.sampled_from(["```", "</details>", "@team", "#1", "a|b", "\n# heading"])


@given(
    names=st.lists(NASTY, min_size=1, max_size=5),
    copies=st.integers(min_value=1, max_value=400),
    op=st.sampled_from(["create", "update", "replace", "delete"]),
)
def test_a_comment_always_fits_and_never_breaks_out_of_its_markup(names: list[str], copies: int, op: str) -> None:
    change = {"path": "p", "old": "x", "new": "y" * 60, "forces_replacement": True}
    types = {"create": RULE, "delete": RULE}
    steps = [
        step(op, types.get(op, BUCKET), f"{name}{number}", changes=[change])
        for number in range(copies)
        for name in names
    ]
    violations = [violation(f"rule{number}", name) for number in range(copies) for name in names]
    head = document(steps=steps, violations=violations, controls={"rule0": {"soc2": [*names]}})
    text = made(document(), head)
    assert len(text) <= LIMIT_CHARACTERS
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert {token.tag for token in tokens if token.type == "heading_open"} <= {"h3", "h4"}
    assert [token.type for token in tokens].count("fence") <= 1
    assert {token.content.split("<summary>")[0].strip() for token in tokens if token.type == "html_block"} <= {
        "<details>",
        "</details>",
    }
    assert {token.type for token in inline}.isdisjoint({"html_inline", "link_open", "image"})


def test_a_huge_change_says_what_it_leaves_out() -> None:
    text = made(document(), document(steps=[step("create", BUCKET, f"bucket-{number:04}") for number in range(5000)]))
    assert len(text) <= LIMIT_CHARACTERS
    assert re.search(r"Cut here: \d+ more lines don't fit a comment", text)


@pytest.mark.parametrize("text", ["@team", "&#64;team", "see #12", "<img>", "*bold*", "a|b", "[a](b)", "_it_"])
def test_prose_is_neither_markup_nor_a_mention(text: str) -> None:
    shown = plain(text)
    assert shown != text
    assert not re.search(r"(?<!\\)[*<\[|]|@\w|#\d|&#|(?<!\\)\b_", shown)


def test_links_and_names_stay_readable() -> None:
    link = "https://docs.aws.amazon.com/guide/some_page.html#rds-7"
    assert plain(link) == link
    assert plain("sqs_queue_uses_key") == "sqs_queue_uses_key"
    assert code("a`b\nc") == "`a'b c`"
