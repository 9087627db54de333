"""Tensors of PyTorch, which are as good as arrays where a check is made, unless they keep their graph."""

import pytest

from course import check
from course.check.messages import PYTORCHS
from tests.check.mistakes_pytorch import pytorchs_mistakes
from tests.check.told import error_of
from tests.courses import needs_torch

pytestmark = needs_torch


@pytest.fixture
def layer():
    torch = pytest.importorskip("torch")
    made = torch.nn.Linear(2, 1, dtype=torch.float64)
    with torch.no_grad():
        made.weight.copy_(torch.tensor([[1.5, -2]]))
    return made


def test_parameters_and_tensors_are_compared_as_arrays(layer):
    check.close(layer.weight, [[1.5, -2.0]], name="layer.weight")
    check.close(layer.weight.detach().sum(), -0.5, name="their sum")
    check.shape(layer.weight, (1, 2), name="layer.weight")
    first, second = check.parts(layer.weight.detach()[0], ("first", "second"), name="the weights")

    assert (first, second) == (1.5, -2.0)


@pytest.mark.parametrize("expected", [[[1.5, 2.0]], [[1.5], [-2.0]], [[-1.5, 2.0]], [[3.0, -4.0, 0.0]]])
def test_a_wrong_tensor_is_told_what_an_array_is_told(layer, expected):
    told = []
    for weight in (layer.weight, layer.weight.detach().numpy()):
        with pytest.raises(check.CheckFailed) as caught:
            check.close(weight, expected, name="layer.weight")
        told.append(str(caught.value))

    assert told[0] == told[1]


def test_a_tensor_that_keeps_its_graph_is_no_number(layer):
    with pytest.raises(check.CheckFailed, match=r"keeps the graph of its computation.+\.item\(\) for one"):
        check.close(layer.weight.sum(), -0.5, name="the sum")
    with pytest.raises(check.CheckFailed, match="keeps the graph"):
        check.shape(layer.weight * 2, (1, 2), name="twice the weights")


def test_a_tensor_is_no_exact_result(layer):
    with pytest.raises(check.CheckFailed):
        check.equal(layer.weight.sum().detach(), 5, name="the count")


def test_beginners_mistakes_are_explained():
    said = {name: (check.explain(error_of(f)), words) for name, (f, words) in pytorchs_mistakes().items()}

    assert {name: each for name, each in said.items() if each[1] not in (each[0] or "")} == {}


def test_every_message_is_one_that_is_raised():
    errors = [error_of(f) for f, _ in pytorchs_mistakes().values()]

    for message in PYTORCHS:
        texts = [str(error) for error in errors if isinstance(error, message.kinds)]
        assert any(message.reads(text) for text in texts), message.pattern
