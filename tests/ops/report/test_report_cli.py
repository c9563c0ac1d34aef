"""`groot report`: where the page goes, what it exits with, and what it remembers."""

from pathlib import Path

from tests.ops.conftest import Groot

OPEN_BUCKET = """
import pulumi_aws as aws

bucket = aws.s3.Bucket("bucket", bucket="canary-7f3a91", region="us-east-1")
aws.s3.BucketPublicAccessBlock(
    "open", bucket=bucket.bucket, block_public_acls=%s, block_public_policy=True, ignore_public_acls=True,
    restrict_public_buckets=True, region="us-east-1"
)
"""


def violating(groot: Groot) -> Groot:
    groot.program(OPEN_BUCKET % "False")
    return groot


def test_a_page_is_written_and_its_path_printed(groot: Groot) -> None:
    outcome = violating(groot).run("report")
    page = groot.root / ".sandbox" / "report" / "staging.html"
    assert (outcome.code, outcome.out) == (3, f"{page}\n")
    text = page.read_text()
    assert "__main__.py:5" in text
    assert "canary-7f3a91" not in text


def test_the_page_goes_where_it_is_asked_for(groot: Groot, tmp_path: Path) -> None:
    wanted = tmp_path / "new" / "page.html"
    assert violating(groot).run("report", "--out", str(wanted)).code == 3
    assert "<h1>staging</h1>" in wanted.read_text()


def test_every_judged_run_is_remembered(groot: Groot) -> None:
    groot.write("requirements.lock", "")
    runs = [violating(groot).run(*command) for command in (("assess", "-f", "gdpr"), ("evidence",), ("report",))]
    assert [outcome.code for outcome in runs] == [3, 3, 3]
    text = (groot.root / ".sandbox" / "report" / "staging.html").read_text()
    assert text.count('<th scope="row"><time') == 3


def test_live_is_compared_with_the_state(groot: Groot) -> None:
    violating(groot).run("up")
    (lost,) = [key for key, (urn, _) in groot.cloud.cloud.items() if urn.endswith("::bucket")]
    del groot.cloud.cloud[lost]
    outcome = groot.run("report", "--of", "live", "--stack", "staging")
    text = (groot.root / ".sandbox" / "report" / "staging.html").read_text()
    assert outcome.code == 3
    assert "<td>gone</td>" in text


def test_a_state_is_reported_without_a_cloud(groot: Groot) -> None:
    violating(groot).run("up")
    assert groot.plain("report", "--of", "state").code == 3
    assert "what the state says" in (groot.root / ".sandbox" / "report" / "staging.html").read_text()


def test_a_place_that_cannot_be_written_is_told_with_the_mend(groot: Groot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    outcome = violating(groot).run("report", "--out", str(tmp_path / "file" / "page.html"))
    assert outcome.code == 1
    assert "cannot be written: " in outcome.err
    assert outcome.err.rstrip().endswith("give another place with --out")
