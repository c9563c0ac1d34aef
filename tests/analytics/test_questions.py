"""The questions as files: of one form, in Athena's dialect, and answered as their headers say."""

from pathlib import Path

import pytest
from sqlglot import exp

from analytics.questions import QuestionError, questions
from tests.analytics.asked import ASKED
from tests.analytics.lake import QUESTIONS, lake, parsed
from tests.analytics.world import World

HEADER = """\
-- Question: Who
--   came?
-- Parameters:
--   since date: first day that counts,
--     of UTC
-- Answer, by customer:
--   customer varchar: who

SELECT ? AS customer
"""


def test_a_file_says_what_it_asks_is_told_and_answers(tmp_path: Path) -> None:
    (tmp_path / "who.sql").write_text(HEADER)
    [question] = questions(tmp_path).values()
    assert (question.name, question.asks, question.each) == ("who", "Who came?", "by customer")
    assert question.parameters["since"].tells == "first day that counts, of UTC"
    assert question.answer["customer"].type == "varchar"


@pytest.mark.parametrize(
    ("old", "new", "mend"),
    [
        ("-- Question: ", "-- ", "begin with"),
        ("varchar: who", "text: who", "`customer text: who`"),
        (": who", "", "wr"),
    ],
)
def test_a_header_of_another_form_is_refused_with_its_mend(tmp_path: Path, old: str, new: str, mend: str) -> None:
    (tmp_path / "who.sql").write_text(HEADER.replace(old, new))
    with pytest.raises(QuestionError, match=f"^who.sql: .*{mend}"):
        questions(tmp_path)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_answers_nothing_happened_in_the_shape_that_it_promises(name: str) -> None:
    question = QUESTIONS[name]
    asked = lake(World())
    asked.ask(name, **ASKED[name])
    described = asked.connection.description or ()
    assert [(column[0], str(column[1]).lower()) for column in described] == [
        (name, column.type) for name, column in question.answer.items()
    ]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_of_athenas_dialect_and_asks_for_its_parameters_once(name: str) -> None:
    query = parsed(QUESTIONS[name].sql)
    for placeholder in query.find_all(exp.Placeholder):
        within = placeholder.find_ancestor(exp.CTE)
        assert within is not None
        assert within.alias == "asked"
    assert len(list(query.find_all(exp.Placeholder))) == len(QUESTIONS[name].parameters)
    assert {each.name.lower() for each in query.find_all(exp.Anonymous)} <= {"at_timezone"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_nothing_is_divided_as_an_integer(name: str) -> None:
    """Trino cuts what DuckDB doesn't."""
    for division in parsed(QUESTIONS[name].sql).find_all(exp.Div):
        assert isinstance(division.this, exp.Cast), division.sql()
        assert division.this.to.this is exp.DataType.Type.DOUBLE, division.sql()
