"""Pictures of lesson 04 for the tests of all pictures, and the functions that a student would have written."""

import matplotlib.pyplot as plt
import numpy as np

from course import plots

INPUTS, OUTPUTS = np.array([[0.0], [1.0], [3.0]]), np.array([[1.0], [1.5], [5.0]])
START = np.array([-4.0, 2.5])
POINTS = np.array([[2.0, 0.1], [-1.0, 1.5], [-1.2, -2.0], [1.5, 0.5], [-0.5, 2.0], [-0.8, -1.4]])
CLASSES = np.array([0, 1, 2, 0, 1, 2])


def parabola(x):
    return x**2


def valley(x):
    return 0.1 * x[0] ** 2 + x[1] ** 2


def line_loss(inputs, outputs, weights):
    return np.mean((inputs @ weights[0] + weights[1] - outputs) ** 2)


def forward_difference(f, x, h):
    return (f(x + h) - f(x)) / h


def numerical_diff(f, x, h=1e-4):
    return (f(x + h) - f(x - h)) / (2 * h)


def numerical_gradient(f, x):
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = 1e-4
        gradient[place] = (f(x + step) - f(x - step)) / 2e-4
    return gradient


def gradient_descent(f, init_x, lr, steps):
    places = [init_x]
    for _ in range(steps):
        places.append(places[-1] - lr * numerical_gradient(f, places[-1]))
    return places[-1], np.array(places)


def classifier_gradient(W, x, labels):
    p = np.exp(x @ W)
    return x.T @ (p / p.sum(axis=1, keepdims=True) - np.eye(3)[labels]) / len(x)


def train_line(x, y, lr, epochs):
    W, b, losses = np.zeros((1, 1)), np.zeros(1), []
    for _ in range(epochs):
        losses.append(line_loss(x, y, [W, b]))
        miss = x @ W + b - y
        W, b = W - 2 * lr * x.T @ miss / len(x), b - 2 * lr * miss.mean(axis=0)
    return [W, b], losses


def plot_loss(losses):
    _, ax = plt.subplots()
    ax.plot(range(len(losses)), losses)
    ax.set(title="Loss by epoch", xlabel="epoch", ylabel="loss")
    return ax


# gradient_descent, train_line and plot_loss, which return more than an array, have tests of their own.
STUDENT = {f.__name__: f for f in (forward_difference, numerical_diff, numerical_gradient, classifier_gradient)}

WITH_STUDENT = {
    "forward_difference": lambda function: lambda: plots.secant(function, parabola, 1.0, 1.5, slope=2.0),
    "numerical_diff": lambda function: lambda: plots.error_by_step(forward_difference, function, np.exp, 1.0, np.e),
    "numerical_gradient": lambda function: lambda: plots.slope_arrows(function, valley),
    "classifier_gradient": lambda function: lambda: plots.classifier_walk(function, POINTS, CLASSES, 5),
}
ARRAYS = [INPUTS, OUTPUTS, START, POINTS, CLASSES]

PICTURES = {
    "loss_map": lambda: plots.loss_map(line_loss, INPUTS, OUTPUTS, 0.5, 4.0),
    "secant": WITH_STUDENT["forward_difference"](forward_difference),
    "error_by_step": WITH_STUDENT["numerical_diff"](numerical_diff),
    "slope_arrows": WITH_STUDENT["numerical_gradient"](numerical_gradient),
    "three_walks": lambda: plots.three_walks(gradient_descent, valley, START, [0.05, 0.8, 1.02], 30),
    "walk": lambda: plots.walk(gradient_descent, valley, START, 0.3, 30),
    "classifier_walk": WITH_STUDENT["classifier_gradient"](classifier_gradient),
    "classifier_walk, no step": lambda: plots.classifier_walk(classifier_gradient, POINTS, CLASSES, 0),
    "line_walk": lambda: plots.line_walk(train_line, line_loss, INPUTS, OUTPUTS, 0.05, 10),
    "line_walk, no epoch": lambda: plots.line_walk(train_line, line_loss, INPUTS, OUTPUTS, 0.05, 0),
    "example_curve": lambda: plots.example_curve(),
    "training_curve": lambda: plots.training_curve(plot_loss, train_line, INPUTS, OUTPUTS, 0.05, 20),
    "evaluations": lambda: plots.evaluations(numerical_gradient),
}

EXTREMES = {
    "loss_map at a corner": lambda: plots.loss_map(line_loss, INPUTS, OUTPUTS, -1.0, -4.0),
    "secant, tiny step": lambda: plots.secant(forward_difference, parabola, 1.0, 0.05, slope=2.0),
    "secant, far off": lambda: plots.secant(lambda f, x, h: -123.456, parabola, 1.0, 2.0, slope=2.0),
    "slope_arrows all zero": lambda: plots.slope_arrows(lambda f, x: np.zeros(2), valley),
    "walk that flies off": lambda: plots.walk(gradient_descent, valley, START, 1.1, 30),
    "walk far off": lambda: plots.walk(gradient_descent, valley, START, 10.0, 30),
    "walk without a step": lambda: plots.walk(gradient_descent, valley, START, 0.1, 0),
    "line_walk that flies off": lambda: plots.line_walk(train_line, line_loss, INPUTS, OUTPUTS, 0.5, 30),
}
