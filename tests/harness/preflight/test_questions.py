"""Questions and answers: what is said, and what is not asked because of an earlier no."""

from __future__ import annotations

from harness.errors import ConfigurationError, Untestable
from harness.preflight.questions import NotAsked, NotTold, Question, Word, answers
from simulators.wire import Redactor
from tests.harness.preflight.preflight_bench import raising

NO = ConfigurationError("acme.toml, target.url", "it is wrong", "Correct it.", expected="a right one")


def test_each_answer_is_a_line_with_its_word_first() -> None:
    asked = [
        Question("all is well", lambda: None),
        Question("it is told", lambda: "in three words"),
        Question("it is right", raising(NO)),
        Question("somebody knows", raising(NotTold("nobody said"))),
        Question("an administrator sees it", raising(Untestable("HTTP 403"))),
        Question("it can be asked", raising(NotAsked("there is nothing to ask with"))),
    ]
    assert [str(answer) for answer in answers(asked)] == [
        "yes        all is well",
        "yes        it is told (in three words)",
        "no         it is right",
        "not told   somebody knows (nobody said)",
        "not told   an administrator sees it (HTTP 403)",
        "not asked  it can be asked (there is nothing to ask with)",
    ]


def test_what_comes_after_a_no_is_not_asked_and_neither_is_what_comes_after_that() -> None:
    first = Question("the name is known", raising(NO))
    second = Question("the port answers", raising(AssertionError("asked all the same")), (first,))
    third = Question("http is spoken", raising(AssertionError("asked all the same")), (second,))
    apart = Question("the hub can listen", lambda: None)
    given = list(answers([first, second, third, apart]))
    assert [answer.word for answer in given] == [Word.NO, Word.NOT_ASKED, Word.NOT_ASKED, Word.YES]
    assert [answer.detail for answer in given[1:3]] == ["because of the no to: the name is known"] * 2
    assert given[0].error is NO


def test_what_was_not_told_keeps_nothing_from_being_asked() -> None:
    for reason in (NotTold("nobody said"), NotAsked("nothing to ask with")):
        first = Question("first", raising(reason))
        assert [a.word for a in answers([first, Question("second", lambda: None, (first,))])][1] is Word.YES


def test_what_a_storefront_repeats_is_shown_without_secrets() -> None:
    redactor = Redactor(b"key")
    label = redactor.declare("open-sesame-1", "password")
    wrong = ConfigurationError("acme.toml, target.auth", "it said open-sesame-1", "Try.", expected="not open-sesame-1")
    asked = [Question("first", lambda: "open-sesame-1"), Question("second", raising(wrong))]
    said, denied = (answer.shown(redactor.text) for answer in answers(asked))
    assert str(said) == f"yes        first ({label})"
    assert denied.error is not None
    assert str(denied.error) == f"acme.toml, target.auth: it said {label}; expected not {label}. Try."


def test_questions_are_asked_only_as_answers_are_wanted() -> None:
    given = answers([Question("first", raising(NO)), Question("second", raising(AssertionError("asked too early")))])
    assert next(given).word is Word.NO


def test_a_message_names_field_found_expected_and_remedy() -> None:
    assert str(NO) == "acme.toml, target.url: it is wrong; expected a right one. Correct it."
    assert str(ConfigurationError("--out", "it is a file", "Name a folder.")) == "--out: it is a file. Name a folder."
