"""What the web site shows of a lesson; `make site` makes all of it."""

from pathlib import Path

import pytest
from make_site import mended, to_read

from tests.courses import make_course

NAME = "01-small"
LESSON = """\
# %% [markdown]
# # 1 · A small lesson

# %% solution="double"
def double(x):
    ### BEGIN SOLUTION
    return 2 * x  # the answer
    ### END SOLUTION


# %% test="double_two" points=1
print("checked")
### BEGIN HIDDEN TESTS
print("in secret")
### END HIDDEN TESTS

# %% given="picture"
print("drawn with", double(21))
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("course"), NAME, LESSON)


def test_pictures_are_those_of_right_answers_and_the_answers_stay_out(course: Path) -> None:
    before = {path: path.read_bytes() for path in course.rglob("*.ipynb")}

    title, solution, check, picture = to_read(course, NAME).cells

    assert title.source == "# 1 · A small lesson"
    assert solution.source.endswith("# YOUR CODE HERE\n    raise NotImplementedError()")
    assert check.source == 'print("checked")'
    assert [cell.outputs for cell in (solution, check)] == [[], []]
    assert [output.text for output in picture.outputs] == ["drawn with 42\n"]
    assert "hide-input" in check.metadata.tags
    assert {path: path.read_bytes() for path in before} == before


def test_what_the_theme_leaves_out_is_put_in() -> None:
    empty, filled = '<th class="head"><p></p></th>', '<th class="head"><p>a</p></th>'
    summary = '<summary{}><span class="toctree-toggle" role="presentation"></span>'

    assert mended(empty + filled + summary.format("")) == (
        "<td></td>" + filled + summary.format(' aria-label="Its pages"')
    )
