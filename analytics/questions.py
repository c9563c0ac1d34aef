"""The questions: files of SQL that begin with what they ask, what they are told and what they answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
HEADER: Final = re.compile(
    r"\A-- Question: (?P<asks>.+(?:\n--   .+)*)\n"
    r"-- Parameters:\n(?P<told>(?:--   .+\n)+)"
    r"-- Answer, (?P<each>.+):\n(?P<answers>(?:--   .+\n)+)\n"
)
MEMBER: Final = re.compile(r"^(?P<name>[a-z0-9_]+) (?P<type>varchar|bigint|double|date): (?P<tells>\S.*)$")
CONTINUED: Final = re.compile(r"\n--     +")


class QuestionError(Exception):
    """A file isn't of the form that `analytics/README.md` gives; the message names it and the line."""


@dataclass(frozen=True)
class Told:
    """A parameter, or a column of the answer."""

    type: str
    """As Athena's SQL has it."""
    tells: str
    """What it says, with its unit."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question."""

    name: str
    asks: str
    each: str
    """What the answer has a row for."""
    parameters: Mapping[str, Told]
    """In the order of the query's question marks."""
    answer: Mapping[str, Told]
    """Columns in their order."""
    sql: str
    """The whole file."""


def questions(folder: Path = FOLDER) -> Mapping[str, Question]:
    """Return every question of *folder*, by name.

    Raises:
        QuestionError: a file isn't of their form.
    """
    return {file.stem: _read(file) for file in sorted(folder.glob("*.sql"))}


def _read(file: Path) -> Question:
    sql = file.read_text(encoding="utf-8")
    if not (found := HEADER.match(sql)):
        raise QuestionError(f"{file.name}: begin with `-- Question:`, `-- Parameters:` and `-- Answer, …:`")
    return Question(
        name=file.stem,
        asks=re.sub(r"\n--   ", " ", found["asks"]),
        each=found["each"],
        parameters=_members(file, found["told"]),
        answer=_members(file, found["answers"]),
        sql=sql,
    )


def _members(file: Path, lines: str) -> Mapping[str, Told]:
    members: dict[str, Told] = {}
    for line in CONTINUED.sub(" ", lines).splitlines():
        text = line.removeprefix("--   ")
        if not (found := MEMBER.match(text)):
            raise QuestionError(f"{file.name}: `{text}`: write `name type: what it says, with its unit`")
        members[found["name"]] = Told(found["type"], found["tells"])
    return members
