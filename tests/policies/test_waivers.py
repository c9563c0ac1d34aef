"""Waivers: a malformed or expired one is refused with a line that says which and why."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from policies.waivers import WaiverError, load

TODAY = datetime.date(2026, 11, 23)
RULES = {"s3_bucket_versioning_is_enabled"}
GOOD = {
    "urn": "urn:pulumi:staging::groot::*::scratch-*",
    "rule": "s3_bucket_versioning_is_enabled",
    "reason": "Scratch space, empty every night.",
    "approver": "security@example.com",
    "ticket": "SEC-123",
    "expires": "2026-11-23",
}


def written(folder: Path, **changes: str | None) -> Path:
    path = folder / "waivers.yaml"
    entry = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    lines = [f"{'-' if index == 0 else ' '} {key}: {value}" for index, (key, value) in enumerate(entry.items())]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_waiver_covers_what_its_pattern_says_until_its_last_day(tmp_path: Path) -> None:
    (waiver,) = load(RULES, TODAY, written(tmp_path))
    rule = GOOD["rule"]
    assert waiver.covers(rule, "urn:pulumi:staging::groot::aws:s3/bucketVersioning:BucketVersioning::scratch-1")
    assert not waiver.covers(rule, "urn:pulumi:prod::groot::aws:s3/bucketVersioning:BucketVersioning::scratch-1")
    assert not waiver.covers("s3_bucket_acl_is_private", "urn:pulumi:staging::groot::x::scratch-1")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"expires": "2026-11-22"}, "expired on 2026-11-22"),
        ({"expires": "soon"}, "expires is missing or not a date"),
        ({"expires": None}, "expires is missing"),
        ({"rule": "s3_bucket_versioning_is_enabld"}, "there is no rule s3_bucket_versioning_is_enabld"),
        ({"rule": None}, "rule is missing"),
        ({"reason": '""'}, "reason is missing"),
        ({"approver": None}, "approver is missing"),
        ({"ticket": "123"}, "ticket is missing or not a str"),
        ({"urn": '"*"'}, "urn is not of the form"),
        ({"until": "2030-01-01"}, "unknown key until"),
    ],
)
def test_a_waiver_that_will_not_do_is_refused(tmp_path: Path, changes: dict[str, str | None], says: str) -> None:
    with pytest.raises(WaiverError, match=says) as refused:
        load(RULES, TODAY, written(tmp_path, **changes))
    assert "waiver 1" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{a: b}", "a list"),
        ("- [", "not YAML"),
        ("- expires: 2027-13-31", "not YAML: month"),
        ("- a", "expected the keys"),
    ],
)
def test_what_is_no_list_of_waivers_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WaiverError, match=says):
        load(RULES, TODAY, path)


@pytest.mark.parametrize("hinder", [lambda _: None, lambda path: path.mkdir()], ids=["no file", "a folder"])
def test_waivers_that_cannot_be_read_are_one_line_with_the_mend(tmp_path: Path, hinder: Callable[[Path], None]) -> None:
    path = tmp_path / "waivers.yaml"
    hinder(path)
    with pytest.raises(WaiverError, match=r"waivers\.yaml: cannot be read: .*; with nothing accepted, write \[\]$"):
        load(RULES, TODAY, path)


@pytest.mark.parametrize("text", ["", "[]", "# none\n"])
def test_no_waivers_are_fine(tmp_path: Path, text: str) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    assert not load(RULES, TODAY, path)
