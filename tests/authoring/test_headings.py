"""What a lesson's text says in numbers: a wrong number is named with its line; what isn't said isn't asked for."""

from pathlib import Path

import pytest

from course.authoring.lesson import LessonError, read_lesson

LESSON = """# %% [markdown]
# # 9 · A lesson
#
# | | |
# | --- | --- |
# | time | about 20 minutes, of which 18 for the exercises and questions; part 2 ends with a good place for a break |
# | points | 5.5, of which 2 are for questions in your own words |
#
# ## 1 · First
#
# ### Exercise 1 · `Twice`  ★☆☆ · 8 minutes · 1 point


# %% solution="twice"
class Twice:
    ### BEGIN SOLUTION
    two = 2
    ### END SOLUTION


# %% test="twice_two" points=1
# check: Twice, its attribute
assert Twice.two == 2

# %% [markdown]
# ### Question A · in your own words  (5 minutes with the picture above · 2 points, graded by hand)

# %% [markdown] written="why" points=2
# ### BEGIN MARK SCHEME
# Because.
# ### END MARK SCHEME

# %% [markdown]
# ## 2 · Second
#
# ### Exercise 2 · `half`  ★★★ · 5 minutes · 2.5 points

# %% solution="a_half"
### BEGIN SOLUTION
half = 0.5
### END SOLUTION

# %% test="half_of_one" points=1.5
# check: half, of one
assert half == 0.5

# %% test="half_of_two" points=1
# check: half, of two
assert 2 * half == 1

# %% given="overview"
check.overview(Twice=1, half=2)
"""
WRONG = {
    "points": ("points | 5.5", "points | 5", 7, "the lesson says 5 points, and its cells have 5.5"),
    "points for words": ("which 2 are", "which 3 are", 7, "says 3 points for words, and its questions have 2"),
    "no points for words": (", of which 2 are for questions in your own words", "", 7, "says 0 points for words"),
    "points in words": ("5.5, of", "some, of", 7, "this line reads like '| points | 22, of which"),
    "minutes of the exercises": ("which 18", "which 19", 6, "says 19 minutes for the exercises and questions, and"),
    "too few minutes": ("about 20", "about 17", 6, "says 17 minutes, and its exercises and questions take 18"),
    "too many minutes": ("about 20", "about 25", 6, "says 25 minutes, and its exercises and questions take 18; they"),
    "minutes in words": ("about 20", "some", 6, "this line reads like '| time | about 90"),
    "break after no part": ("part 2 ends", "part 3 ends", 6, "a break after part 3, and its parts are 1, 2"),
    "part left out": ("## 2 · Second", "## 3 · Second", 34, "parts are counted from 1 without a gap; got 3, and it"),
    "part twice": ("## 2 · Second", "## 1 · Second", 34, "parts are counted from 1 without a gap; got 1"),
    "exercise left out": ("Exercise 2", "Exercise 3", 36, "exercises are counted from 1 without a gap; got 3, and"),
    "exercise twice": ("Exercise 2", "Exercise 1", 36, "got 1, and it should be 2"),
    "question left out": ("Question A", "Question B", 26, "questions are counted from A without a gap; got B"),
    "name": ("`half`", "`quarter`", 36, "the heading names `quarter`, and the answer below it, a_half, defines half"),
    "name of another": ("`Twice`", "`twice`", 11, "`twice`, and the answer below it, twice, defines Twice"),
    "exercise's points": ("2.5 points", "2 points", 36, "the heading says 2 points, and the cells of a_half have 2.5"),
    "question's points": ("above · 2 p", "above · 1 p", 26, "the heading says 1 point, and the cells of why have 2"),
    "no minutes": ("5 minutes · 2.5", "2.5", 36, "this line reads like '### Exercise 2 · `affine`"),
    "no minutes of a question": (
        "(5 minutes with the picture above · ",
        "(",
        26,
        "this line reads like '### Question A",
    ),
    "four stars": ("★★★ ", "★★★★ ", 36, "this line reads like '### Exercise 2"),
    "no stars": ("★☆☆ · ", "", 11, "this line reads like '### Exercise 2"),
    "question over an exercise": (
        "### Exercise 2 · `half`  ★★★ · 5 minutes · 2.5 points",
        "### Question B · in your own words  (5 minutes · 2.5 points, graded by hand)",
        36,
        "no answer's cell of its own stands below '### Question B",
    ),
    "two headings over one cell": (
        "# ## 2 · Second\n",
        "# ### Exercise 2 · `half`  ★★★ · 5 minutes · 2.5 points\n",
        36,
        "no answer's cell of its own stands below '### Exercise 2",
    ),
    "heading over nothing": (
        "2 * half == 1\n",
        "half\n# %% [markdown]\n# ### Exercise 3 · `half`  ★★★ · 5 minutes · 2.5 points\n",
        51,
        "no answer's cell of its own stands below '### Exercise 3",
    ),
    "a test without a first line": ("# check: half, of one\n", "", 44, "says what it checks, as in '# check: half, by"),
    "a first line of another": ("check: half, of two", "check: Twice, of two", 48, "got '# check: Twice, of two'"),
    "a first line with no name": ("check: half, of two", "check the half", 48, "got '# check the half'"),
    "a wrong overview": ("half=2", "half=1", 52, "in order: check.overview(Twice=1, half=2)"),
    "an overview in another order": ("Twice=1, half=2", "half=2, Twice=1", 52, "in order: check.overview(Twice=1"),
    "an exercise left out": ("(Twice=1, half=2)", "(half=2)", 52, "in order: check.overview(Twice=1, half=2)"),
}
UNSAID = {
    "no table": {"# | ": "# "},
    "no points": {"# | points | 5.5, of which 2 are for questions in your own words |\n": ""},
    "no break": {"; part 2 ends with a good place for a break": ""},
    "no minutes of the exercises": {", of which 18 for the exercises and questions": ""},
    "no overview": {'\n# %% given="overview"\ncheck.overview(Twice=1, half=2)\n': ""},
    "an overview of several lines": {"(Twice=1, half=2)": "(\n    Twice=1,\n    half=2,\n)"},
    "no numbers of parts": {"## 1 · F": "## F", "## 2 · S": "## S", "; part 2 ends with a good place for a break": ""},
    "no heading": {
        "### Exercise 1 · `Twice`  ★☆☆ · 8 minutes · 1 point": "### An exercise",
        "Exercise 2": "Exercise 1",
        "about 20 minutes, of which 18": "about 13 minutes, of which 10",
        "Twice=1, half=2": "half=2",
    },
}


def read(folder: Path, text: str) -> None:
    path = folder / "lesson.py"
    path.write_text(text)
    read_lesson(path)


def test_a_lesson_whose_numbers_are_right_is_read(tmp_path: Path) -> None:
    read(tmp_path, LESSON)


@pytest.mark.parametrize(("right", "wrong", "line", "says"), WRONG.values(), ids=WRONG)
def test_a_wrong_number_is_named_with_file_and_line(
    tmp_path: Path, right: str, wrong: str, line: int, says: str
) -> None:
    assert LESSON.count(right) == 1

    with pytest.raises(LessonError) as error:
        read(tmp_path, LESSON.replace(right, wrong))

    said = next(problem for problem in error.value.problems if f"lesson.py:{line}: " in problem)
    assert said.startswith(f"{tmp_path / 'lesson.py'}:{line}: ")
    assert says in said


def test_all_wrong_numbers_are_named_in_order(tmp_path: Path) -> None:
    text = LESSON.replace("| 5.5", "| 6").replace("`half`", "`quarter`").replace("## 2 ·", "## 4 ·")

    with pytest.raises(LessonError) as error:
        read(tmp_path, text.replace("part 2", "part 4"))

    assert [problem.split(":")[1] for problem in error.value.problems] == ["7", "34", "36", "44", "48", "52"]


@pytest.mark.parametrize("changes", UNSAID.values(), ids=UNSAID)
def test_what_is_not_said_is_not_asked_for(tmp_path: Path, changes: dict[str, str]) -> None:
    text = LESSON
    for said, unsaid in changes.items():
        assert said in text
        text = text.replace(said, unsaid)

    read(tmp_path, text)
