import subprocess
import sys

import numpy as np
import pytest

from course import data

# Published with the data set: how often each digit occurs among the 1,797.
PUBLISHED_COUNTS = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]

# The first image of the data set, as its authors' file has it (the first line of optdigits.tes).
FIRST_IMAGE = [
    [0, 0, 5, 13, 9, 1, 0, 0],
    [0, 0, 13, 15, 10, 15, 5, 0],
    [0, 3, 15, 2, 0, 11, 8, 0],
    [0, 4, 12, 0, 0, 8, 8, 0],
    [0, 5, 8, 0, 0, 9, 8, 0],
    [0, 4, 11, 0, 1, 12, 7, 0],
    [0, 2, 14, 5, 10, 12, 0, 0],
    [0, 0, 6, 13, 10, 0, 0, 0],
]


def test_digits_have_the_published_counts():
    _, labels = data.digits()

    assert np.bincount(labels).tolist() == PUBLISHED_COUNTS


def test_digits_have_the_documented_shapes_and_types():
    images, labels = data.digits()

    assert (images.shape, images.dtype) == ((1797, 8, 8), np.float64)
    assert (labels.shape, labels.dtype) == ((1797,), np.int64)


def test_pixels_go_from_0_to_1_in_sixteenths():
    images, _ = data.digits()

    assert np.array_equal(np.unique(images), np.arange(17) / 16)


def test_the_first_digit_is_the_published_zero():
    images, labels = data.digits()

    assert labels[0] == 0
    assert (images[0] * 16).tolist() == FIRST_IMAGE


def test_the_reader_has_the_documented_shapes_and_types():
    network = data.digit_reader()

    assert {name: array.shape for name, array in network.items()} == {
        "W1": (64, 32),
        "b1": (32,),
        "W2": (32, 16),
        "b2": (16,),
        "W3": (16, 10),
        "b3": (10,),
    }
    assert {array.dtype for array in network.values()} == {np.dtype(np.float64)}


@pytest.mark.parametrize(("part", "right"), [(slice(0, 1437), 1437), (slice(1437, 1797), 335)])
def test_the_reader_reads_as_many_digits_as_documented(part, right):
    images, labels = data.digits()
    network = data.digit_reader()

    h = images[part].reshape(-1, 64)
    for layer in "12":
        h = 1 / (1 + np.exp(-(h @ network[f"W{layer}"] + network[f"b{layer}"])))
    scores = h @ network["W3"] + network["b3"]

    assert np.sum(np.argmax(scores, axis=1) == labels[part]) == right


def test_every_call_gives_fresh_arrays():
    images, labels = data.digits()
    network = data.digit_reader()
    images[:] = labels[:] = network["W1"][:] = -1

    assert data.digits()[0].min() == 0
    assert data.digits()[1].min() == 0
    assert data.digit_reader()["W1"].min() != -1


OFFLINE = """
import socket, sys

def refuse(*arguments):
    raise OSError("no network here")

socket.socket.connect = socket.getaddrinfo = refuse
from course import data
data.digits(), data.digit_reader()
print(sorted({"sklearn", "matplotlib", "pandas", "IPython"} & set(sys.modules)))
"""


def test_data_needs_no_network_and_no_heavy_library(tmp_path):
    run = subprocess.run([sys.executable, "-c", OFFLINE], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert run.stdout == "[]\n"
