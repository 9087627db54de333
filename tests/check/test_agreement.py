"""Verbs agree with the names of answers."""

import re
from pathlib import Path

import numpy as np
import pytest

from course import check
from course.check.agreement import agreeing, is_plural
from tests.courses import ROOT

NAMES = {
    "the epochs",
    "three convolutions",
    "outermost labels",
    "the first three losses",
    "two convolutions",
    "the labels",
    "the losses",
    "all samples",
    "the kinds",
    "the large losses",
    "equal shapes",
    "the accuracies",
    "no layers",
    "errors",
    "the scores",
    "all labels",
    "the slopes",
    "0 steps",
    "the names",
    "minibatches",
    "two affine layers",
    "weights",
    "losses",
    "the gradients",
    "the parameters",
    "the errors",
    *("the maps", "maps", "images", "the sums", "sums", "parameters", "shapes", "losses[:3]", "the lines", "the sizes"),
    "the counts without a bias and",
    *("the first samples", "the last samples", "the batches", "both W and b"),
    *("the first plot's losses", "the line's losses", "the line's epochs", "the nodes that have a slope"),
    "the rates that another step was given",
}
SAID = {
    "has the right shape (3,), but its values are wrong.": "have the right shape (3,), but their values are wrong.",
    "has the right shape (3,), but one of its 3 values is wrong.": (
        "have the right shape (3,), but one of their 3 values is wrong."
    ),
    "is None: either it is not attempted yet, or the function ends without returning or keeping it.": (
        "are None: either they are not attempted yet, or the function ends without returning or keeping them."
    ),
    "should sum to 1, and sums to 0.7.": "should sum to 1, and sum to 0.7.",
    "is too large by a factor of 6 and has the wrong sign.": "are too large by a factor of 6 and have the wrong sign.",
    "has lost the decimals: it has an integer dtype.": "have lost the decimals: they have an integer dtype.",
    "does not have the right value.": "do not have the right value.",
    "is not as it should be: False where True is expected.": "are not as they should be: False where True is expected.",
    "raises ValueError, as it should.": "raises ValueError, as it should.",
}


@pytest.mark.parametrize(("one", "several"), SAID.items())
def test_what_is_said_agrees_with_the_name(one, several):
    assert agreeing("the scores", one) == several
    assert agreeing("the loss", one) == one


PLURAL = [
    "the scores",
    "weights",
    "the losses of 20 epochs",
    "the first three losses",
    "all labels in all batches, sorted",
]
SINGULAR = [
    *("the loss", "the bias", "the axis", "the list of losses", "affine of 4 samples", "starts_well", "the radius"),
    *("layer_shapes((5, 4), [(4, 3)])", "that pictures keep their labels", "how many samples are in each batch"),
    *("the number of layers with weights", "x as rows", "dx for large and tiny numbers", "one of the losses"),
    *("a comes before b", "dscores of four samples"),
]


def test_names_are_plural_where_their_head_is():
    assert [name for name in PLURAL if not is_plural(name)] == []
    assert [name for name in SINGULAR if is_plural(name)] == []


def test_the_plural_names_in_the_lessons_are_known():
    found = set()
    for path in sorted(Path(ROOT / "lessons").glob("*/lesson.py")):
        for name in re.findall(r'name=f?"([^"]*)"', path.read_text(encoding="utf-8")):
            if is_plural(name):
                found.add(re.split(r" (?:of|for|after|in|where|to|with)\b|,", name)[0])

    assert found == NAMES


def test_a_check_speaks_of_several_things():
    with pytest.raises(check.CheckFailed) as failed:
        check.close(np.ones(2), np.ones(3), name="the scores")

    assert str(failed.value).startswith("the scores have shape (2,)")
