"""Asks Trino every question of one world and writes its answers to `answers.json`; needs Java 17 and Maven.

`python -m tests.analytics.trino.record`, after a question or the world has changed. Trino's test runner makes no views,
so that they stand in each query. Its session is in Pacific/Apia, on which no answer may hang.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from analytics.questions import Question
from analytics.tables import ARCHIVE, ARCHIVED, PARTITIONS, tables, view
from tests.analytics.asked import ASKED
from tests.analytics.lake import QUESTIONS, lake
from tests.analytics.random_worlds import world_of

HERE: Final = Path(__file__).parent
ANSWERS: Final = HERE / "answers.json"
SEED: Final = 7
SIZE: Final = 300


def main() -> None:
    """Record."""
    with tempfile.TemporaryDirectory() as folder:
        libraries = f"{folder}/libraries"
        subprocess.run(
            [
                "mvn",
                "-q",
                "-B",
                "-f",
                HERE / "pom.xml",
                "dependency:copy-dependencies",
                f"-DoutputDirectory={libraries}",
            ],
            check=True,
        )
        files: list[Path] = []
        for number, sql in enumerate([archive(), *(whole(QUESTIONS[name]) for name in sorted(QUESTIONS))]):
            files.append(Path(folder) / f"{number}.sql")
            files[-1].write_text(sql, encoding="utf-8")
        opened = "--add-opens=java.base/java.nio=ALL-UNNAMED"
        done = subprocess.run(
            ["java", opened, "-cp", f"{libraries}/*", HERE / "Answers.java", *files],
            check=True,
            capture_output=True,
            text=True,
        )
    lines = [line for line in done.stdout.splitlines() if line.startswith("[[") or line == "[]"]
    answers = ",\n".join(f'"{name}": {line}' for name, line in zip(sorted(QUESTIONS), lines[1:], strict=True))
    ANSWERS.write_text(f"{{\n{answers}\n}}\n", encoding="utf-8")


def archive() -> str:
    """Return the statement that makes the world's archive."""
    columns = {**ARCHIVED, **PARTITIONS}
    rows = lake(world_of(SEED, SIZE)).connection.execute(f"FROM {ARCHIVE}").fetchall()
    values = ", ".join(f"({', '.join(_literals(row))})" for row in rows)
    read = ", ".join(f'CAST("{name}" AS {column.type}) AS "{name}"' for name, column in columns.items())
    names = ", ".join(f'"{name}"' for name in columns)
    return f"CREATE TABLE {ARCHIVE} AS SELECT {read} FROM (VALUES {values}) AS kept ({names})"


def whole(question: Question) -> str:
    """Return *question* with its views and parameters in it."""
    sql = re.sub(r"--.*", "", question.sql)
    for literal in _literals([ASKED[question.name][each] for each in question.parameters]):
        sql = sql.replace("?", literal, 1)
    views = ", ".join(f"{name} AS ({view(table)})" for name, table in tables().items())
    return sql.replace("WITH ", f"WITH {views}, ", 1)


def _literals(values: Any) -> Iterator[str]:
    for value in values:
        yield "'" + value.replace("'", "''") + "'" if isinstance(value, str) else json.dumps(value)


if __name__ == "__main__":
    main()
