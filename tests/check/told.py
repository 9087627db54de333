"""What a check or an error says, and values to say it of."""

import numpy as np
import pytest

from course import check
from course.check import bank

NAN, INF = float("nan"), float("inf")
A23 = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])
A33 = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 10.0]])
MATMUL = (
    "In a matrix product A @ B the inner sizes must be equal: as many columns in A as rows in B. "
    "Here they are {} and {}. Print both shapes: are these the two that you mean, and in the right order? "
    "Is there one .T too many or too few, or an @ where * is meant, a product element by element? Or did one of them "
    "come from the lines above with another shape than it should have?"
)
NAME = (
    "Nothing has the name {0} yet. If a cell above defines it, run that cell first; if that cell shows an error, mend "
    "that. What an object keeps is self.{0}, once a method has put it there. If a text is meant, put it in quotation "
    "marks."
)


def said_by(f, *args, **options):
    """The message, and nothing else: no output, no other error."""
    bank.current().forget()  # as where a cell begins
    with pytest.raises(check.CheckFailed) as caught:
        f(*args, **options)
    return caught.value.message


def said(actual, expected, **options):
    return said_by(check.close, actual, expected, **{"name": "y", "secret": False} | options)


def error_of(f):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever NumPy says
        f()
    return caught.value


def refuse(text="", error=ValueError):
    def f(*args):
        raise error(text)

    return f
