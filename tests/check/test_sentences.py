"""The catalogue of what checks say: whole sentences, and for hidden tests and feedback a finite list of them."""

import re
import string

import pytest

from course.check import sentences
from course.check.sentences import CLOSED, SAID_BY, Sentence, kept_messages

CATALOGUE = {name: each for name, each in vars(sentences).items() if isinstance(each, Sentence)}
OWN = {"slip": ("Is the bias added?",), "label": ("the batch size",), "parts": ("2 things.",), "error": ("ValueError",)}
AFTER_ALL = {"IT_IS", "WORST_IS"}  # of which nothing is kept


def places(text: str) -> set[str]:
    return {place for _, place, _, _ in string.Formatter().parse(text) if place}


@pytest.mark.parametrize("sentence", CATALOGUE.values(), ids=CATALOGUE)
def test_nothing_is_kept_but_words_of_a_list(sentence: Sentence) -> None:
    kept = sentence.text if sentence.kept is None else sentence.kept

    assert places(kept) <= CLOSED.keys() | OWN.keys()


def test_each_sentence_is_said_by_a_check() -> None:
    said = {id(each) for some in SAID_BY.values() for one in some for each in (one, *one.then)}

    assert {name for name, each in CATALOGUE.items() if id(each) not in said} == AFTER_ALL


@pytest.mark.parametrize("check", SAID_BY)
def test_what_is_kept_are_whole_sentences(check: str) -> None:
    messages = kept_messages(check, OWN)

    assert messages
    assert [each for each in messages if not re.fullmatch(r"[a-z][^{}\n]*[.?)]", each) or "  " in each] == []


def test_what_is_kept_without_words_of_the_test_names_none() -> None:
    assert kept_messages("parts", {}) == {
        "is None: either it is not attempted yet, or the function ends without returning or keeping it.",
        "is not attempted yet.",
    }


def test_a_word_that_is_not_in_the_list_is_replaced() -> None:
    told = sentences.NO_NUMBER.told(kind="type Leak271828")

    assert told.text == "is of type Leak271828, and a number is expected."
    assert told.kept == "is of another type, and a number is expected."


def test_sentences_are_said_one_after_the_other() -> None:
    told = sentences.SHAPE.told(got=(2, 3), shape=(6,)) + sentences.VALUES_RIGHT.told()

    assert told.text == "has shape (2, 3), and (6,) is expected. The values are right, only the shape is not."
    assert told.kept == "does not have the shape that is expected. The values are right, only the shape is not."
    assert (
        sentences.ZERO.told() + sentences.IT_IS.told(index=0, got=1, wanted=2, off="")
    ).kept == "is 0, and should not be."
