"""Lesson 9: what it says of PyTorch is so, and where its digits come from. Nothing here needs the network."""

import functools
import struct
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from course.authoring import rehearsal
from course.authoring.lesson import Cell, read_lesson
from tests.courses import ROOT, needs_torch

pytestmark = needs_torch


@functools.cache
def cells() -> list[Cell]:
    return [cell for cell in read_lesson(ROOT / "lessons" / "09-pytorch" / "lesson.py").cells if not cell.is_markdown]


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    """The names of the lesson, solved, after its last cell."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with rehearsal._silence():
        for cell in cells():
            exec(rehearsal._code(cell), names)
    return names


def test_the_gradients_agree_to_the_last_digits(lesson: dict[str, Any]) -> None:
    assert (lesson["gradient_gaps"]("float64") < 1e-10).all()
    assert (lesson["gradient_gaps"]("float32") < 1e-5).all()
    assert (lesson["gradient_gaps"]("float32") > 1e-10).any()


def test_adam_is_pytorchs(lesson: dict[str, Any]) -> None:
    assert (lesson["beside_torch"](lesson["adam_step"]) < 1e-14).all()


def test_the_network_learns_in_an_epoch_or_two(lesson: dict[str, Any]) -> None:
    _, costs, accuracy = lesson["trained"](2, False)
    images, said, labels = lesson["mistakes_of"](2, False)

    assert costs[1] < costs[0] < 2.4
    assert accuracy > 0.6
    assert (images.shape, np.mean(said == labels)) == ((360, 28, 28), pytest.approx(accuracy))
    assert lesson["filters_of"](2, False).shape == (32, 3, 3)


def test_the_network_to_begin_with_can_be_tried(lesson: dict[str, Any]) -> None:
    _, accuracy = lesson["try_it"](1)
    lesson["torch"].set_num_threads(1)

    assert 0 < accuracy < 1
    assert len(lesson["chosen_on"]) == 215
    assert len(lesson["test_part"]) == 360


def idx(path: Path, array: np.ndarray) -> None:
    """Write a file in the format of MNIST. Source: http://yann.lecun.com/exdb/mnist, the IDX file format."""
    head = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)  # 8: bytes without a sign
    path.write_bytes(head + array.astype(np.uint8).tobytes())


def test_mnist_is_read_where_it_is(lesson: dict[str, Any], tmp_path: Path) -> None:
    raw = tmp_path / "mnist" / "MNIST" / "raw"
    raw.mkdir(parents=True)
    rng = np.random.default_rng(9)
    sets = {
        "train": (rng.integers(256, size=(5, 28, 28)), np.arange(5)),
        "t10k": (np.ones((2, 28, 28)), np.array([7, 1])),
    }
    for part, (images, labels) in sets.items():
        idx(raw / f"{part}-images-idx3-ubyte", images)
        idx(raw / f"{part}-labels-idx1-ubyte", labels)

    read, test = (lesson["digit_set"](train, str(tmp_path / "mnist")) for train in (True, False))
    [(images, labels)] = lesson["Batches"](read, 5)

    assert np.allclose(images[:, 0].cpu().numpy() * 255, sets["train"][0])
    assert labels.tolist() == [0, 1, 2, 3, 4]
    assert (len(test), test[0][1]) == (2, 7)


def test_without_mnist_the_courses_own_digits_are_taken(lesson: dict[str, Any], tmp_path: Path) -> None:
    read, test = (lesson["digit_set"](train, str(tmp_path / "mnist")) for train in (True, False))

    assert (len(read), len(test)) == (1437, 360)
    assert tuple(test[0][0].shape) == (1, 28, 28)
    assert list(tmp_path.iterdir()) == []


def test_who_lacks_pytorch_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    (setup,) = (cell for cell in cells() if cell.key == "setup")

    with pytest.raises(ImportError, match="This lesson needs PyTorch: run `pip install torch torchvision`"):
        exec(setup.source, {})
