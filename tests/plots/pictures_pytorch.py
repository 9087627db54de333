"""Pictures of lesson 09 for the tests of all pictures, and what stands for a student's functions, without PyTorch."""

import numpy as np

from course import data, plots

rng = np.random.default_rng(9)
W, FILTERS = rng.normal(size=(4, 6)), rng.normal(size=(3, 1, 3, 3))
SLOPES = [0.01, 1.0, 100.0]


def to_linear(W, b):
    return W.T


def to_conv(w, b):
    return w


def loss_and_gradients(dtype):
    """The differences of the gradients; the last one is 0."""
    return np.array([3e-17, 1e-18, 2e-17, 0.0]) * (1 if dtype == "float64" else 1e9)


def by_adam(x, gradient, m, v, t, rate=0.001):
    """x, m and v after a step."""
    m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
    return x - rate * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), m, v


def adam_step():
    """The differences of the weights after ten steps."""
    return np.linspace(0, 9e-16, 10)


def trained():
    return [1.5, 0.5, 0.25, 0.125], 0.975


def misread():
    images, labels = data.digits()
    said = labels[:100].copy()
    said[[7, 20, 93]] += 1
    return images[:100], said, labels[:100]


def filters():
    return FILTERS[:, 0]


# Functions that return more than an array, and trainings, have tests of their own.
STUDENT = {f.__name__: f for f in (to_linear, to_conv, loss_and_gradients, adam_step)}

WITH_STUDENT = {
    "to_linear": lambda function: lambda: plots.carried_over(function, to_conv, W, FILTERS),
    "to_conv": lambda function: lambda: plots.carried_over(to_linear, function, W, FILTERS),
    "loss_and_gradients": lambda function: lambda: plots.last_digits(function),
    "adam_step": lambda function: lambda: plots.adam_gaps(function),
}

ARRAYS = [W, FILTERS]

PICTURES = {
    "carried_over": WITH_STUDENT["to_linear"](to_linear),
    "last_digits": WITH_STUDENT["loss_and_gradients"](loss_and_gradients),
    "adam_gaps": WITH_STUDENT["adam_step"](adam_step),
    "first_steps": lambda: plots.first_steps(by_adam, SLOPES, 0.001),
    "three_descents": lambda: plots.three_descents(by_adam, 0.3, 40),
    "cost_by_epoch": lambda: plots.cost_by_epoch(trained),
    "misread_digits": lambda: plots.misread_digits(misread),
    "filter_sheet": lambda: plots.filter_sheet(filters),
}

EXTREMES = {
    "last_digits, far apart": lambda: plots.last_digits(lambda dtype: np.full(4, 5.0)),
    "adam_gaps, far apart": lambda: plots.adam_gaps(lambda: np.full(10, 5.0)),
    "three_descents, one step": lambda: plots.three_descents(by_adam, 0.01, 1),
    "three_descents, far out": lambda: plots.three_descents(by_adam, 1.0, 60),
    "cost_by_epoch, one": lambda: plots.cost_by_epoch(lambda: ([2.3], 0.1)),
    "cost_by_epoch, many": lambda: plots.cost_by_epoch(lambda: (list(np.linspace(2, 0.1, 60)), 1.0)),
    "misread_digits, none": lambda: plots.misread_digits(lambda: (np.zeros((3, 28, 28)), np.arange(3), np.arange(3))),
    "misread_digits, all": lambda: plots.misread_digits(
        lambda: (np.zeros((40, 28, 28)), np.zeros(40, dtype=int), np.ones(40, dtype=int))
    ),
    "filter_sheet of many": lambda: plots.filter_sheet(lambda: np.ones((64, 5, 5))),
}
