"""Checks that say what is wrong with an answer, and errors that say what to do.

Test cells call `assertions`, and `arranging` where lines are put in order. What these find comes from `diagnoses`,
which compare `values`, and is said in `sentences`; `hidden` tells them when to keep the values to themselves, and
`words` how a message is shown. `explanations` adds to an error of Python's or NumPy's what a beginner needs to know;
`messages` lists these errors.

Notebooks get this by `from course import check`, and from then on their errors are explained.
"""

from course.check.arranging import arranged
from course.check.assertions import close, equal, gradient, parts, quiet, raises, shape, unchanged
from course.check.explanations import EXPLAINED, explain, explain_errors_in_notebooks, explained  # noqa: F401
from course.check.pictures import picture
from course.check.progress import overview
from course.check.values import as_array
from course.check.words import CheckFailed, NotAttempted  # noqa: F401 - the grader has these, too

__all__ = [
    "CheckFailed",
    "arranged",
    "as_array",
    "close",
    "equal",
    "explain",
    "gradient",
    "overview",
    "parts",
    "picture",
    "quiet",
    "raises",
    "shape",
    "unchanged",
]

explain_errors_in_notebooks()
