"""Where a resource was declared, from the SDK's word to what a person reads."""

from pathlib import Path

from sandbox.engine.source import source_line, source_position

ROOT = Path("/home/ann/my project #1")


def test_a_line_is_named_relative_to_the_project_whatever_letters_its_folders_have() -> None:
    position = source_position((ROOT / "components" / "a b.py").as_uri(), 7, ROOT)
    assert position == "project:///components/a%20b.py#7"
    assert source_line(position) == "components/a b.py:7"


def test_a_line_outside_the_project_is_not_named() -> None:
    assert source_position(Path("/home/ann/my project #10/x.py").as_uri(), 7, ROOT) == ""
    assert source_position("", 0, ROOT) == ""
    assert source_line("") is None
