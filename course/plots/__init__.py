"""The pictures of the lessons, a module for each.

Where a picture shows what a function of yours computes, it calls that function, so that what you see is
your own work. As long as the function isn't written, or fails, a note stands where the picture will be.
"""

from course.plots.canvas import show
from course.plots.forward_pass import (
    decision_surfaces,
    digit_as_numbers,
    digit_gallery,
    first_weights,
    layer_cake,
    line_fit,
    matrix_product,
    network_shapes,
    neuron_map,
    read_digits,
    sigmoid_curve,
)

__all__ = [
    "decision_surfaces",
    "digit_as_numbers",
    "digit_gallery",
    "first_weights",
    "layer_cake",
    "line_fit",
    "matrix_product",
    "network_shapes",
    "neuron_map",
    "read_digits",
    "show",
    "sigmoid_curve",
]
