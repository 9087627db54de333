"""Pictures of what is wrong."""

import io

import matplotlib.image
import numpy as np
import pytest

from course import check
from tests.check.told import A23, INF, NAN


@pytest.fixture
def published(monkeypatch):
    """What `picture` displays, in order."""
    outputs = []

    def keep(shown, *args, raw=False, **options):
        outputs.append(shown)

    monkeypatch.setattr("IPython.display.display", keep)
    monkeypatch.setattr("IPython.core.display_functions.display", keep)
    return outputs


@pytest.mark.parametrize(
    ("actual", "expected", "where"),
    [
        (A23 + 0.5 * (A23 == 5) + 0.25 * (A23 == 7), A23, "largest at row 1, column 1: 0.5."),
        ([1, 2, 5], [1, 2, 3], "largest at row 0, column 2: 2."),
        ([[1.0, NAN]], [[9.0, 1.0]], "largest at row 0, column 1: nan."),
        ([[1.0, INF]], [[9.0, INF]], "largest at row 0, column 1: nan."),
        (np.zeros((400, 300)), np.eye(400, 300), "largest at row 0, column 0: 1."),
        ([2.0], [2.0], "largest at row 0, column 0: 0."),
    ],
    ids=["matrix", "vector", "nan", "inf", "large", "no error"],
)
def test_picture_draws_the_error_and_tells_it(actual, expected, where, monkeypatch):
    from course import plots

    shown = []
    monkeypatch.setattr(plots, "show", lambda figure, alt: shown.append((figure, alt)))
    check.picture(actual, expected, name="dW")
    ((figure, alt),) = shown
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=30)
    drawn.seek(0)
    with np.errstate(invalid="ignore"):
        error = np.abs(np.atleast_2d(actual) - np.atleast_2d(expected))

    assert alt == f"Heat map, dW: the absolute error is {where}"
    assert matplotlib.image.imread(drawn).std() > 0
    assert np.array_equal(figure.axes[0].images[0].get_array().filled(NAN), error, equal_nan=True)
    assert figure.axes[0].get_title() == "dW"
    assert (figure.axes[0].get_xlabel(), figure.axes[0].get_ylabel()) == ("column", "row")
    assert max(figure.get_size_inches()) <= 14


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(np.ones(2), np.ones(3)), (1.0, 1.0), (np.ones((1, 1, 1)), np.ones((1, 1, 1))), (np.ones(0), np.ones(0))],
    ids=["shapes", "number", "three axes", "empty"],
)
def test_picture_refuses_what_it_cannot_draw(actual, expected):
    with pytest.raises(ValueError, match="needs two arrays of one shape and one or two dimensions"):
        check.picture(actual, expected)
