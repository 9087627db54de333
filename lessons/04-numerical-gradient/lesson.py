# %% [markdown]
# # 4 · The numerical gradient
#
# **Where do the good numbers come from?**
#
# In lesson 1 you moved a line's slope and height by hand, until its loss was small. The digit reader has 2,778 numbers, and nobody sets those by hand. In this lesson the computer does it, and needs no clever idea, only many small steps.
#
# At the end you will be able to
#
# - measure the slope of any function by trying small steps,
# - say how small a step should be, and why not smaller,
# - measure the slope of a loss with respect to all its numbers at once: the **gradient**,
# - walk downhill with it, and tell a good learning rate from a bad one,
# - train a line and a small classifier, and plot how they learn.
#
# | | |
# | --- | --- |
# | time | about 110 minutes, or three and a half to four hours if slopes are new to you; part 4 ends with a good place for a break |
# | points | 27, of which 4 are for questions in your own words |
# | you need | NumPy arrays, `for` loops, and functions that take a function as an argument |
# | it builds on | lesson 1 (`feed_forward`) and lesson 3 (`softmax_cross_entropy`); both are given here |
# | you don't need | rules for derivatives |
#
# Run a cell with **Shift + Enter**, and write your answers where a cell says `# YOUR CODE HERE`. The cells after it check them: **✓** right, **✗** with a sentence that helps, **○** nothing to check yet.

# %% given="setup"
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

from course import check, plots, widgets


def feed_forward(inputs, outputs, weights):
    """Lesson 1: the mean squared error of an affine layer, weights = [W, b]; outputs are the targets."""
    W, b = weights
    return np.mean((inputs @ W + b - outputs) ** 2)


def softmax_cross_entropy(scores, labels):
    """Lesson 3: the mean cross-entropy of scores (N, C) for labels (N,), whole numbers."""
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    log_sum = np.log(np.sum(np.exp(shifted), axis=1))
    return np.mean(log_sum - shifted[np.arange(len(labels)), labels])


# the six points of lesson 1: outputs are the targets, what the line should give
inputs = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [5.0]])
outputs = np.array([[1.2], [2.7], [5.1], [6.8], [9.2], [10.9]])

# %% [markdown]
# Here are the six points of lesson 1 and your line, this time with sliders. Beside them is a **map**: each place on it stands for a slope and a height, and the shade says how large the loss is there, from white (low) to blue (high). The dot is where your line stands. **Move the sliders: how do you get the dot into the white valley?**

# %% given="loss_map"
widgets.explore(
    lambda slope, height: plots.loss_map(feed_forward, inputs, outputs, slope, height),
    slope=(-1.0, 5.0, 0.5, 0.05),
    height=(-4.0, 6.0, 4.0, 0.1),
)

# %% [markdown]
# If you like, draw it with the `feed_forward` that you wrote in lesson 1:

# %%
from course.mine import mine

plots.loss_map(mine(feed_forward), inputs, outputs, 2.0, 1.0)

# %% [markdown]
# With the map it is easy. But the map cost 1,681 evaluations of the loss, 41 times 41. With 2,778 numbers instead of two there is no map: $41^{2778}$ evaluations would never end. The computer stands in the fog. **All it can do is ask: how large is the loss right here?**
#
# What would you do on a hillside in the fog? Put one foot forward, feel whether the ground rises or falls, and step where it falls. That's the whole lesson.

# %% [markdown]
# ## Before you start
#
# Three questions about earlier lessons. Answer each on paper, then open it.
#
# <details><summary>1. A line has the weight 2 and the bias 1. What is its mean squared error for the points (0, 2) and (1, 3)?</summary>0.5. The predictions are 1 and 3, so it misses by −1 and 0. The squares are 1 and 0, and their mean is 0.5.</details>
# <details><summary>2. A classifier gives all three classes the same score. What is its softmax cross-entropy, and why doesn't the label matter?</summary>log 3, about 1.099. Equal scores give each class the probability 1/3, so whichever class is right, the loss is −log(1/3).</details>
# <details><summary>3. Which shapes do <code>W</code> and <code>b</code> have in a layer from 64 inputs to 32 outputs, and how many numbers is that?</summary><code>(64, 32)</code> and <code>(32,)</code>: a weight for each pair of input and output, and a bias for each output. That makes 2,048 + 32 = 2,080 numbers.</details>

# %% [markdown]
# ## 1 · A foot forward
#
# Begin with a single number $x$ and a function $f$. Take a small step $h$ from $x$, and see how much $f$ has changed. The change **per unit of step** is the slope:
#
# $$\text{forward difference} = \frac{f(x + h) - f(x)}{h}$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $f$ | a function from a number to a number | |
# | $x$ | where you stand | a single number |
# | $h$ | a small step, not 0 | a single number |
#
# By hand, for $f(x) = x^2$ at $x = 3$ with $h = 0.1$: &nbsp; $\dfrac{3.1^2 - 3^2}{0.1} = \dfrac{9.61 - 9}{0.1} = 6.1$
#
# If you have met derivatives: the true slope of $x^2$ is $2x$, here 6.
#
# ### Exercise 1 · `forward_difference`  ★☆☆ · 5 minutes · 2 points
#
# Write `forward_difference`, which measures the slope of `f` at `x` with one step forward. For example, `forward_difference(lambda x: x**2, 3.0, 0.1)` → `6.1`.
#
# `f` is a function: call it, as in `f(3.0)`. (`lambda x: x**2` is a small function without a name, which takes `x` and returns `x**2`.)
#
# <details><summary>A nudge</summary>You need the value of <code>f</code> at two places. Which two?</details>
# <details><summary>A push</summary>First take the difference of the two values, then divide by the length of the step. Mind the brackets: <code>a - b / h</code> divides only <code>b</code>.</details>
# <details><summary>Almost there</summary>The two values are <code>f(x + h)</code> and <code>f(x)</code>, and the first minus the second is the rise.</details>


# %% solution="forward_difference"
def forward_difference(f, x, h):
    """The slope of f at x, from one step forward.

    Args:
        f: function from a number to a number.
        x: where to measure the slope, a number.
        h: the step, a number other than 0.
    Returns:
        The rise of f from x to x + h, divided by h: a single number.
    """
    ### BEGIN SOLUTION
    return (f(x + h) - f(x)) / h
    ### END SOLUTION


# %% test="forward_by_hand" points=1
# check: forward_difference, by hand
slope = forward_difference(lambda x: x**2, 3.0, 0.1)
check.close(slope, 6.1, name="the slope of x² at 3 with h = 0.1")

# %% test="forward_other_functions" points=1
# check: forward_difference, a line that falls, and a longer step
slope = forward_difference(lambda x: 7 - 2 * x, 1.5, 0.25)
check.close(slope, -2.0, name="the slope of the falling line 7 - 2x")
slope = forward_difference(lambda x: x**3, 2.0, 0.5)
check.close(slope, 15.25, name="the slope of x³ at 2 with h = 0.5")
### BEGIN HIDDEN TESTS
for x, h in ((2.0, 0.5), (-1.5, 0.01), (0.0, 0.25), (4.0, -0.5), (100.0, 0.125)):
    # (x + h)³ - x³ = h (3x² + 3xh + h²)
    cubic = 3 * x * x + 3 * x * h + h * h
    slope = forward_difference(lambda t: t**3, x, h)
    check.close(slope, cubic, name="the forward difference of x³", rtol=1e-9, atol=1e-9)
    slope = forward_difference(lambda t: 5.0, x, h)
    check.close(slope, 0.0, name="the slope of a constant")
slope = forward_difference(lambda t: t * t, 3, 1)
check.close(slope, 7.0, name="the forward difference for whole numbers")
slope = forward_difference(np.exp, 0.0, 1e-6)
check.close(slope, 1.0000005, name="the slope of exp at 0", atol=1e-8)
check.close(
    forward_difference(lambda x: x * x, 3, 0.5), 6.5, name="the slope at a whole number"
)
### END HIDDEN TESTS

# %% [markdown]
# Your `forward_difference` at work, for $x^2$ at $x = 1$. The blue line through two points of the curve is a **secant**. The dashed line, which only touches the curve, is the **tangent**: its slope is the one that we are after. **Move `h` towards 0** and watch the secant slide into the tangent.

# %% given="secant"
widgets.explore(
    lambda h: plots.secant(forward_difference, lambda x: x**2, 1.0, h, slope=2.0),
    h=(0.05, 2.0, 1.5, 0.05),
)

# %% [markdown]
# ## 2 · A foot to either side
#
# Forward, the slope of $x^2$ at 3 came out as 6.1. Backward, from 2.9 to 3, it would be 5.9. One is too large, the other too small: the curve bends. So step to **both** sides of $x$. The two places are now $2h$ apart:
#
# $$\text{central difference} = \frac{f(x + h) - f(x - h)}{2h}$$
#
# By hand, for $x^2$ at 3 with $h = 0.1$: &nbsp; $\dfrac{3.1^2 - 2.9^2}{0.2} = \dfrac{9.61 - 8.41}{0.2} = 6$, &nbsp; and for $x^3$ at 2: &nbsp; $\dfrac{2.1^3 - 1.9^3}{0.2} = \dfrac{9.261 - 6.859}{0.2} = 12.01$, where the true slope is 12.
#
# ### Exercise 2 · `numerical_diff`  ★☆☆ · 6 minutes · 2 points
#
# Write `numerical_diff`, which measures the slope of `f` at `x` with a step to either side. For example, `numerical_diff(lambda x: x**3, 2.0, 0.1)` → `12.01`. If no step is given, use `h = 0.0001`, which Python also writes as `1e-4`.
#
# <details><summary>A nudge</summary>Copy your forward difference. What changes above the fraction bar, and what below it?</details>
# <details><summary>A push</summary>One place is <code>x + h</code>, the other <code>x - h</code>. How far apart are they?</details>
# <details><summary>Almost there</summary>Divide by <code>(2 * h)</code>, with the brackets: <code>a / 2 * h</code> would multiply by <code>h</code>.</details>


# %% solution="numerical_diff"
def numerical_diff(f, x, h=1e-4):
    """The slope of f at x, from a step to either side: the central difference.

    Args:
        f: function from a number to a number.
        x: where to measure the slope, a number.
        h: the step to each side, a number other than 0.
    Returns:
        The rise of f from x - h to x + h, divided by 2h: a single number.
    """
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION


# %% test="central_by_hand" points=1
# check: numerical_diff, by hand
slope = numerical_diff(lambda x: x**3, 2.0, 0.1)
check.close(slope, 12.01, name="numerical_diff of x³ at 2 with h = 0.1")
### BEGIN HIDDEN TESTS


def bent(x):
    """-x below 0 and 3 x above, and of no array."""
    return -x if x < 0 else 3 * x


check.close(
    numerical_diff(bent, 2.0, 0.5),
    3.0,
    name="numerical_diff of a function of one number",
)
check.close(numerical_diff(bent, 0.5, 2.0), 1.5, name="numerical_diff with a large h")
### END HIDDEN TESTS

# %% test="central_default_step" points=1
# check: numerical_diff, the default step
slope = numerical_diff(lambda x: x**3, 0.0)  # this is h², which shows h
check.close(slope, 1e-8, name="numerical_diff of x³ at 0", atol=1e-14)
### BEGIN HIDDEN TESTS
slope = numerical_diff(lambda x: x**2, 3.0)
check.close(slope, 6.0, name="numerical_diff of x² at 3", rtol=1e-8)
for x in (-2.0, 0.5, 1.0, 3.0):
    true = np.exp(x) * np.sinh(1e-4) / 1e-4
    slope = numerical_diff(np.exp, x)
    check.close(slope, true, name="numerical_diff of exp", rtol=1e-10)
    true = np.cos(x) * np.sin(0.25) / 0.25
    slope = numerical_diff(np.sin, x, 0.25)
    check.close(slope, true, name="numerical_diff of sin with h = 0.25")
    slope = numerical_diff(np.sin, x, h=-0.25)
    check.close(slope, true, name="numerical_diff of sin with h = -0.25")
check.close(numerical_diff(abs, 0.0), 0.0, name="numerical_diff of |x| at its kink")
check.close(
    numerical_diff(lambda t: 2 * t, 3),
    2.0,
    name="numerical_diff at a whole number",
    rtol=1e-7,
)
### END HIDDEN TESTS

# %% [markdown]
# Which of your two functions is better, and how small should $h$ be? Here both measure the slope of $e^x$ at 1, for 31 values of $h$. Both axes are logarithmic: each mark stands for 100 times the one before. A computer keeps about 16 digits of a number.
#
# **Guess first.** $h$ shrinks from 1 to $10^{-15}$. What do the errors do?
#
# <details><summary>A. They fall all the way</summary>That would hold for exact numbers. A computer rounds the values of f, and when their difference is divided by a tiny h, the rounding error becomes large.</details>
# <details><summary>B. They fall, then stay low</summary>That would hold if the rounding error stayed as small as it is in f. It is divided by h, so at 10⁻¹⁵ both slopes are off by more than 0.1.</details>
# <details><summary>C. They fall, then grow again</summary>Yes. At first the curve looks straighter and straighter. Later the two values of f share nearly all of their digits, and dividing by a tiny h enlarges the rounding error in what is left.</details>

# %% given="error_by_step"
plots.error_by_step(
    forward_difference, numerical_diff, np.exp, 1.0, slope=np.e, name="$e^x$"
)

# %% [markdown]
# - **Forward** (orange): when $h$ is ten times smaller, so is the error. On these axes that is a line with slope 1.
# - **Central** (blue): when $h$ is ten times smaller, the error is a *hundred* times smaller: slope 2.
# - **Then both turn around and get worse.** The smaller $h$ is, the more of their 16 digits $f(x+h)$ and $f(x-h)$ share. These cancel, and only the last digits are left, which are rounded. Dividing by a tiny $h$ makes this small rounding error large.
#
# With our $h$ = `1e-4` (the dotted line) the central difference is off by less than 0.00000001, and still far from the grey region. That is why it is the default.
#
# ### Question A · in your own words  (5 minutes · 2 points, graded by hand)
#
# A friend reasons: "The slope is defined for $h$ going to 0. So I take `h = 1e-17`, which is as good as 0, and get the slope exactly." They try it for $e^x$ at 1, and get 0. In two to four sentences: why 0, and which $h$ would you recommend, and why?

# %% [markdown] written="why_not_smaller" points=2
# A float64 has about 16 digits, so 1 + 1e-17 and 1 - 1e-17 are both rounded to 1: the two values of f are the same, their difference is 0, and 0 divided by h is 0. With a slightly larger h the values differ, but only in their last, rounded digits, and dividing by h enlarges this rounding error. I would take h = 1e-4 (1e-5 is fine as well) with a central difference: it is small enough that the curve looks straight (the error falls with h squared), and large enough that enough digits are left.
#
# ### BEGIN MARK SCHEME
# 1 point: x + h is rounded to x (or: f(x + h) and f(x - h) are the same number to all digits that a computer keeps), so the difference is 0.
# 1 point: a recommendation between 1e-3 and 1e-7 with the reason that it balances two errors: of the formula (smaller with h) and of rounding (larger with smaller h). Half a point for the number without the reason.
# ### END MARK SCHEME

# %% [markdown]
# ## 3 · More than one direction
#
# On a hillside you can put your foot forward or sideways, and each direction has a slope of its own. So measure them one at a time: **move one number, and hold all the others still.** What you get is called a **partial derivative**, written with a round ∂:
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(\dots, x_i + h, \dots) - f(\dots, x_i - h, \dots)}{2h}$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $x$ | where you stand: $D$ numbers | `(D,)` |
# | $f$ | a function from such an array to a number | |
# | $i$ | which of the numbers moves | a whole number from 0 to $D-1$ |
#
# By hand, for $f(x) = x_0^2 + x_1^2$ at $(3, 4)$ with $h = 0.1$: move $x_0$ alone, and the two places are $(3.1, 4)$ and $(2.9, 4)$,
#
# $$\frac{\partial f}{\partial x_0} \approx \frac{(3.1^2 + 4^2) - (2.9^2 + 4^2)}{0.2} = \frac{25.61 - 24.41}{0.2} = 6$$
#
# The $4^2$ is in both and cancels. In the same way, the slope for $x_1$ is 8.
#
# ### Exercise 3 · `partial_derivative`  ★★☆ · 8 minutes · 2 points
#
# Write `partial_derivative`, which measures the slope of `f` at `x` when only `x[i]` moves. For example, for $f(x) = x_0^2 + x_1^2$, `partial_derivative(f, np.array([3.0, 4.0]), 0)` → `6.0`.
#
# Take central differences with `h = 1e-4`. The caller wants to keep `x` as it is, so make your steps on a copy, `x.copy()`. (`y = x` is no copy: it is a second name for the same array.) Here `f` takes a whole array: call `f(x)`, not `f(x[i])`.
#
# <details><summary>A nudge</summary>You need two arrays that equal <code>x</code> everywhere except at place <code>i</code>.</details>
# <details><summary>A push</summary>Make a copy <code>ahead</code> and add <code>h</code> to <code>ahead[i]</code>. Make another copy, for the step back.</details>
# <details><summary>Almost there</summary>With <code>ahead</code> and <code>back</code> it is the central difference again: subtract the two values of <code>f</code>, and divide by the distance between the two places.</details>


# %% solution="partial_derivative"
def partial_derivative(f, x, i):
    """The slope of f at x when only x[i] moves: a central difference with h = 1e-4.

    Args:
        f: function from an array of shape (D,) to a number.
        x: where to measure the slope, array of floats of shape (D,). Not changed.
        i: which number moves, from 0 to D - 1.
    Returns:
        A single number.
    """
    ### BEGIN SOLUTION
    h = 1e-4
    ahead, back = x.copy(), x.copy()
    ahead[i] += h
    back[i] -= h
    return (f(ahead) - f(back)) / (2 * h)
    ### END SOLUTION


# %% test="partial_by_hand" points=1
# check: partial_derivative, by hand
slope = partial_derivative(lambda x: x[0] ** 2 + x[1] ** 2, np.array([3.0, 4.0]), 0)
check.close(slope, 6.0, name="∂f/∂x₀ at (3, 4)", rtol=1e-7)
### BEGIN HIDDEN TESTS
slope = partial_derivative(lambda x: x[0] ** 2 + x[1] ** 2, np.array([3.0, 5.0]), 1)
check.close(slope, 10.0, name="∂f/∂x₁ at (3, 5)", rtol=1e-7)
### END HIDDEN TESTS

# %% test="partial_holds_the_rest" points=1
# check: partial_derivative, of a product, with the rest held still
x = np.array([3.0, -2.0, 5.0])
check.unchanged(partial_derivative, lambda x: x[0] * x[1] * x[2], x, 1)
slope = partial_derivative(lambda x: x[0] * x[1] * x[2], x.copy(), 1)
check.close(slope, 15.0, name="∂(x₀·x₁·x₂)/∂x₁ at (3, -2, 5)", rtol=1e-7)
### BEGIN HIDDEN TESTS
slope = partial_derivative(lambda x: x[0] * x[1] * x[2], x.copy(), 2)
check.close(slope, -6.0, name="∂(x₀·x₁·x₂)/∂x₂ at (3, -2, 5)", rtol=1e-7)
for D in (1, 2, 3, 6):
    rng = np.random.default_rng(D)
    x, A = rng.normal(size=D), rng.normal(size=(D, D))
    for i in range(D):
        true = np.sum((A + A.T)[i] * x)  # of Σ A[j, k] x[j] x[k]
        check.unchanged(partial_derivative, lambda x, A=A: x @ A @ x, x, i)
        slope = partial_derivative(lambda x, A=A: x @ A @ x, x.copy(), i)
        check.close(slope, true, name=f"∂f/∂x[{i}]", rtol=1e-7, atol=1e-8)
# With h = 1e-4 the difference of x³ at 0 is h².
slope = partial_derivative(lambda x: x[1] ** 3 + x[0], np.array([7.0, 0.0]), 1)
check.close(slope, 1e-8, name="∂(x₁³)/∂x₁ at 0 with h = 1e-4", atol=2e-10)
x = np.array([2.0, 5.0, 2.0])
found = partial_derivative(lambda x: np.sum(x**2) + x[0] * x[2], x, 2)
check.close(found, 6.0, name="the slope where numbers are equal")
### END HIDDEN TESTS

# %% [markdown]
# ## 4 · The gradient: all slopes at once
#
# Put the partial derivatives of all numbers into one array, **each at the place of its number**. This array is the **gradient**, written $\nabla f$. At $(3, 4)$ the gradient of $x_0^2 + x_1^2$ is $(6, 8)$.
#
# Weights come as tables, not only as rows. So let $x$ have any shape; the gradient has the same shape:
#
# $$x = \begin{pmatrix} x_{00} & x_{01} & x_{02}\\ x_{10} & x_{11} & x_{12}\end{pmatrix} \qquad \nabla f = \begin{pmatrix} \partial f/\partial x_{00} & \partial f/\partial x_{01} & \partial f/\partial x_{02}\\ \partial f/\partial x_{10} & \partial f/\partial x_{11} & \partial f/\partial x_{12}\end{pmatrix} \qquad \text{shapes: } (2, 3)\ \text{and}\ (2, 3)$$
#
# A loop over all places of an array, whatever its shape, is `for place in np.ndindex(x.shape):`. Then `place` is a tuple such as `(1, 2)`, and `x[place]` is one number.
#
# There is a trap. Run this cell, and see what becomes of a small step in an array of **whole numbers**:

# %%
z = np.array([3, 4])
z[0] = z[0] + 0.0001
print(z, z.dtype)

# %% [markdown]
# The step is gone! An integer array has no room for decimals, so NumPy cuts them off without a word. A gradient computed from this would be nonsense. So your function should **refuse** such an array instead: raise a `TypeError` with a message that says which type it got and what to do about it, such as `x must hold floats (got ...); use x.astype(float)`, with the type, as the cell above printed it, in place of the dots.
#
# ### Exercise 4 · `numerical_gradient`  ★★★ · 12 minutes · 4 points
#
# Write `numerical_gradient`, which returns the slopes of `f` for all numbers in `x`. For example, for $f(x) = x_0^2 + x_1^2$, `numerical_gradient(f, np.array([3.0, 4.0]))` → `[6.0, 8.0]`.
#
# Take central differences with `h = 1e-4`. Afterwards `x` must be **exactly** as it was. (Adding `h` and subtracting it again is not exact: floats are rounded. Either work on a copy, or keep the old number and put it back.)
#
# <details><summary>A nudge</summary>Exercise 3 does it for one place. Now every place gets its turn, and there is an array of results to fill.</details>
# <details><summary>A push</summary>Begin with <code>gradient = np.zeros(x.shape)</code>, and loop over <code>np.ndindex(x.shape)</code>. For every place make fresh copies of <code>x</code>, so that no step is left over from the place before.</details>
# <details><summary>Almost there</summary>In the loop: two copies, <code>ahead[place] += h</code> and the same with minus, and the central difference goes into <code>gradient[place]</code>. At the top: <code>if x.dtype.kind in "iu":</code> is true for all whole-number types; an f-string with <code>{x.dtype}</code> names the type.</details>


# %% solution="numerical_gradient"
def numerical_gradient(f, x):
    """The gradient of f at x, by central differences with h = 1e-4.

    Args:
        f: function from an array of the shape of x to a number.
        x: array of floats, of any shape. Afterwards it is exactly as it was.
    Returns:
        Array of the shape of x: at each place the slope of f when only this number moves.
    Raises:
        TypeError: x holds whole numbers (int64, int32, uint8, ...). The message names the dtype and
            advises x.astype(float).
    """
    ### BEGIN SOLUTION
    if x.dtype.kind in "iu":
        raise TypeError(f"x holds {x.dtype}, not floats; use x.astype(float)")
    h = 1e-4
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        ahead, back = x.copy(), x.copy()
        ahead[place] += h
        back[place] -= h
        gradient[place] = (f(ahead) - f(back)) / (2 * h)
    return gradient
    ### END SOLUTION


# %% test="gradient_by_hand" points=1
# check: numerical_gradient, by hand
gradient = numerical_gradient(lambda x: x[0] ** 2 + x[1] ** 2, np.array([3.0, 4.0]))
check.close(gradient, [6.0, 8.0], name="the gradient at (3, 4)", rtol=1e-7)

# %% test="gradient_any_shape" points=1
# check: numerical_gradient, of a table
x = np.array([[1.0, 2.0, -1.0], [0.25, 3.0, 0.5]])
factors = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, -6.0]])
true = [[2.0, -8.0, -6.0], [2.0, 3.0, -6.0]]  # of Σ factor · x²
gradient = numerical_gradient(lambda x: np.sum(factors * x**2), x.copy())
check.close(gradient, true, name="the gradient for a (2, 3) array", rtol=1e-7)
### BEGIN HIDDEN TESTS
for shape in ((1,), (3, 1), (1, 4), (3, 3), (2, 3, 2)):
    rng = np.random.default_rng(sum(shape))
    x, factors = rng.normal(size=shape), rng.normal(size=shape)
    gradient = numerical_gradient(lambda x, a=factors: np.sum(a * np.sin(x)), x.copy())
    true = factors * np.cos(x) * np.sin(1e-4) / 1e-4
    check.close(
        gradient, true, name=f"the gradient for shape {shape}", rtol=1e-7, atol=1e-8
    )
    other = numerical_gradient(lambda x: np.sum(x), x.copy())
    check.close(other, np.ones(shape), name="the gradient of a sum", rtol=1e-7)
    check.close(
        gradient, true, name="the gradient after another call", rtol=1e-7, atol=1e-8
    )
A, B = rng.normal(size=(3, 2)), rng.normal(size=(3, 4))  # of Σ A·(W @ B)
gradient = numerical_gradient(
    lambda W: np.sum(A.T * (W @ B[:, :3]).T[:2].sum()), np.ones((2, 3))
)
true = np.tile(B[:, :2].sum(axis=1) * A.sum(), (2, 1))
check.close(
    gradient,
    true,
    name="the gradient of a function with a matrix product",
    rtol=1e-7,
    atol=1e-8,
)
# With h = 1e-4 the difference of x³ at 0 is h².
gradient = numerical_gradient(lambda x: np.sum(x**3), np.zeros((2, 2)))
check.close(
    gradient,
    np.full((2, 2), 1e-8),
    name="the gradient of x³ at 0 with h = 1e-4",
    atol=1e-12,
)
gradient = numerical_gradient(lambda x: np.sum(x**2), np.array([1e4, -2e4]))
check.close(gradient, [2e4, -4e4], name="the gradient at large numbers", rtol=1e-5)
x = np.array([[1.0, -1.0], [2.0, 0.25], [-1.0, 0.5]])
gradient = numerical_gradient(lambda x: np.sum(x**2), x.T)
true = [[2.0, 4.0, -2.0], [-2.0, 0.5, 1.0]]
check.close(gradient, true, name="the gradient for a transposed array", rtol=1e-7)
### END HIDDEN TESTS

# %% test="gradient_leaves_x" points=1
# check: numerical_gradient, x exactly as it was
check.unchanged(numerical_gradient, lambda x: np.sum(x) ** 2, np.array([2.1, 5.3]))
### BEGIN HIDDEN TESTS
x = np.array([[0.1, 0.7], [1.0 / 3.0, -2.1], [5.3, 1e3]])
check.unchanged(numerical_gradient, lambda x: np.sum(x) ** 2, x)
x = np.array([2.0, 3.0, 5.0])
gradient = numerical_gradient(lambda x: x[0] * x[1] * x[2], x)
check.close(gradient, [15.0, 10.0, 6.0], name="the gradient of x₀·x₁·x₂", rtol=1e-7)
check.close(x, [2.0, 3.0, 5.0], name="x after numerical_gradient", rtol=0, atol=0)
for shape in ((3, 4), (2, 3, 2)):
    x = np.random.default_rng(sum(shape) + 7).normal(size=shape)
    check.unchanged(numerical_gradient, lambda x: np.sum(x**2) ** 2, x)
for size in (2, 7):
    x = np.random.default_rng(size).normal(size=size)
    check.unchanged(numerical_gradient, lambda x: np.sum(x**2) ** 2, x)
    true = 4 * np.sum(x * x) * x
    gradient = numerical_gradient(lambda x: np.sum(x**2) ** 2, x.copy())
    check.close(
        gradient,
        true,
        name="the gradient where all numbers matter",
        rtol=1e-6,
        atol=1e-6,
    )
### END HIDDEN TESTS

# %% test="gradient_refuses_integers" points=1
# check: numerical_gradient, whole numbers refused
x, words = np.array([3, 4]), (np.dtype(int).name, "astype")
check.raises(TypeError, numerical_gradient, lambda x: x[0] * x[1], x, mentions=words)
### BEGIN HIDDEN TESTS
gradient = numerical_gradient(lambda x: 3.0 * x[0], np.array([1.0]))
check.close(gradient, [3.0], name="the gradient for floats", rtol=1e-7)
for kind in (np.int32, np.uint8, np.int16):
    check.raises(
        TypeError,
        numerical_gradient,
        lambda x: np.sum(x),
        np.ones((2, 3), dtype=kind),
        mentions=(np.dtype(kind).name, "astype"),
        name="numerical_gradient of another kind of whole numbers",
    )
### END HIDDEN TESTS

# %% [markdown]
# The gradient points the way $f$ rises most steeply. Turned around, **it points downhill**. Here is a valley, long and narrow as the valleys of losses often are. At each of 49 points, an arrow points against your gradient.
#
# **Guess first.** How many arrows point at the lowest place, the cross?
#
# <details><summary>A. Few, most point across the valley</summary>Right. At the same distance from the cross, the ground is ten times steeper across than along, so down is mostly across. Only the arrows where x₀ or x₁ is 0 point at the cross.</details>
# <details><summary>B. All, because down leads to it</summary>That would hold in a round bowl. Here x₁ counts for more than x₀: at (3, 3) the gradient is (0.6, 6), so the arrow points almost straight across.</details>
# <details><summary>C. Few, most point along the valley</summary>That would hold if the arrows showed where water ends up, on the floor of the valley. On its sides, the steepest way down is across: at (3, 1) the gradient is (0.6, 2).</details>


# %% given="valley"
def valley(x):
    """A long and narrow valley; its lowest place is (0, 0)."""
    return 0.1 * x[0] ** 2 + x[1] ** 2


plots.slope_arrows(numerical_gradient, valley)

# %% [markdown]
# Most arrows miss the cross: each points down the steepest way from where it stands.
#
# This is a good place for a break.
#
# ## 5 · Downhill
#
# Now walk. At each step, measure the gradient where you stand, and take a step against it. How long a step? The gradient times a small number, the **learning rate** $\eta$ (in code: `lr`):
#
# $$x \leftarrow x - \eta\, \nabla f(x)$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $x$, $\nabla f(x)$ | where you stand, and the gradient there | the same, any |
# | $\eta$ | the learning rate | a single number |
#
# By hand, for $x_0^2 + x_1^2$ from $(-3, 4)$ with $\eta = 0.1$: the gradient is $(-6, 8)$, so the next place is $(-3 + 0.6,\; 4 - 0.8) = (-2.4,\; 3.2)$. There the gradient is $(-4.8, 6.4)$, and the next place is $(-1.92,\; 2.56)$. This is called **gradient descent**.
#
# ### Exercise 5 · `gradient_descent`  ★★☆ · 10 minutes · 3 points
#
# Write `gradient_descent`, which takes steps against your `numerical_gradient`. Return the last place, and the **history**: all places from the first to the last, one below the other, in one array. For example, for $f(x) = x_0^2 + x_1^2$, `gradient_descent(f, np.array([-3.0, 4.0]), 0.1, 2)` returns `[-1.92, 2.56]` and
#
# | history | | |
# | --- | --- | --- |
# | `history[0]`: the start | −3 | 4 |
# | `history[1]`: after one step | −2.4 | 3.2 |
# | `history[2]`: after two steps | −1.92 | 2.56 |
#
# <details><summary>A nudge</summary>How many places are there with 2 steps? So what goes into the history before the first step?</details>
# <details><summary>A push</summary>Collect the places in a list, and turn it into an array at the end: <code>np.array(places)</code>.</details>
# <details><summary>Almost there</summary>Write the step as <code>x = x - ...</code>, which makes a new array. <code>x -= ...</code> changes the old one: that spoils <code>init_x</code> and every place in your list.</details>


# %% solution="gradient_descent"
def gradient_descent(f, init_x, lr, steps):
    """Walk downhill: take `steps` steps against the numerical gradient.

    Args:
        f: function from an array of the shape of init_x to a number.
        init_x: the start, array of floats of any shape. Not changed.
        lr: the learning rate, a number.
        steps: how many steps, a whole number, 0 or more.
    Returns:
        x, history: the last place, an array of the shape of init_x, and an array of
        shape (steps + 1, ...), where the dots are the shape of init_x, with all places,
        from the start to the last.
    """
    ### BEGIN SOLUTION
    x = init_x.copy()
    places = [x]
    for _ in range(steps):
        x = x - lr * numerical_gradient(f, x)
        places.append(x)
    return x, np.array(places)
    ### END SOLUTION


# %% test="descent_first_steps" points=1
# check: gradient_descent, two steps by hand
result = gradient_descent(lambda x: np.sum(x**2), np.array([-3.0, 4.0]), 0.1, 2)
x, history = check.parts(result, ("x", "history"), name="gradient_descent")
check.close(x, [-1.92, 2.56], name="x after 2 steps", atol=1e-8)
path = [[-3.0, 4.0], [-2.4, 3.2], [-1.92, 2.56]]
check.close(history, path, name="history of 2 steps", atol=1e-8)

# %% test="descent_to_the_bottom" points=1
# check: gradient_descent, 25 steps, down to the bottom
x, history = gradient_descent(lambda x: np.sum(x**2), np.array([-3.0, 4.0]), 0.3, 25)
check.shape(history, (26, 2), name="history of 25 steps")
check.close(x, [0.0, 0.0], name="x after 25 steps", atol=1e-8)
### BEGIN HIDDEN TESTS
check.close(x, [-3.4e-10, 4.5e-10], name="x after 25 steps", atol=1e-11)
# Of x, 0.4 is left after each step; with a learning rate of 0.1 it is 0.8.
true = 0.4 ** np.arange(26)[:, None] * np.array([-3.0, 4.0])
check.close(history, true, name="history of 25 steps", atol=1e-8)
x, history = check.parts(
    gradient_descent(lambda x: x[0] ** 2 + x[1] ** 2, np.array([-3.0, 4.0]), 0.1, 8),
    ("x", "history"),
    name="gradient_descent(f, [-3, 4], 0.1, 8)",
)
true = 0.8 ** np.arange(9)[:, None] * np.array([-3.0, 4.0])
check.close(history, true, name="history of 8 steps", atol=1e-8)
check.close(x, true[8], name="x after 8 steps", atol=1e-8)
for lr, keep in ((0.25, 0.5), (0.5, 0.0), (0.75, -0.5), (1.5, -2.0)):
    x, history = check.parts(
        gradient_descent(lambda x: np.sum(x**2), np.array([1.0, -2.0, 4.0]), lr, 3),
        ("x", "history"),
        name="gradient_descent of three numbers",
    )
    path = keep ** np.arange(4.0)[:, None] * np.array([1.0, -2.0, 4.0])
    check.close(x, path[-1], name="x after 3 steps", rtol=1e-6, atol=1e-6)
    check.close(history, path, name="history of 3 steps", rtol=1e-6, atol=1e-6)
### END HIDDEN TESTS

# %% test="descent_any_shape" points=1
# check: gradient_descent, from a table
start = np.array([[1.0, -2.0, 4.0], [0.5, 3.0, 0.0]])
check.unchanged(gradient_descent, lambda x: np.sum(x**2), start, 0.25, 3)
result = gradient_descent(lambda x: np.sum(x**2), start.copy(), 0.25, 3)
x, history = check.parts(result, ("x", "history"), name="gradient_descent of a table")
check.shape(history, (4, 2, 3), name="history of 3 steps")
### BEGIN HIDDEN TESTS
x, history = check.parts(
    gradient_descent(lambda x: np.sum(x**2), start.copy(), 0.25, 3),
    ("x", "history"),
    name="gradient_descent from a (2, 3) array",
)
check.close(x, start / 8, name="x after 3 steps", atol=1e-8)
path = np.array([start, start / 2, start / 4, start / 8])
check.close(history, path, name="history of 3 steps", atol=1e-8)
A = np.array([[2.0, 1.0], [1.0, 4.0]])  # of x·A·x / 2, whose slopes are A·x
path = [np.array([1.0, -2.0])]
for _ in range(4):
    path.append(path[-1] - 0.2 * np.einsum("ij,j->i", A, path[-1]))
x, history = check.parts(
    gradient_descent(lambda x: (x @ A @ x) / 2, path[0].copy(), 0.2, 4),
    ("x", "history"),
    name="gradient_descent of x·A·x / 2",
)
check.close(history, path, name="history of x·A·x / 2", atol=1e-8)
x, history = check.parts(
    gradient_descent(lambda x: np.sum(x**2), start.copy(), 0.25, 0),
    ("x", "history"),
    name="0 steps",
)
check.close(x, start, name="x after 0 steps")
check.close(history, start[None], name="history of 0 steps")
x, history = check.parts(
    gradient_descent(lambda x: (x[0] - 3) ** 2, np.array([1.0]), 0.25, 4),
    ("x", "history"),
    name="one number",
)
check.close(
    history,
    [[1.0], [2.0], [2.5], [2.75], [2.875]],
    name="history of one number",
    atol=1e-8,
)
check.close(x, [2.875], name="x of one number", atol=1e-8)
### END HIDDEN TESTS

# %% [markdown]
# Your walker in the long valley, from $(-4, 2.5)$, 30 steps with three learning rates:

# %% given="three_walks"
plots.three_walks(
    gradient_descent, valley, np.array([-4.0, 2.5]), [0.05, 0.8, 1.02], steps=30
)

# %% [markdown]
# On the left, the steps are so small that 30 of them don't get there. In the middle, they jump from wall to wall, and get there. On the right, each jump lands higher up on the opposite wall than it began. The walk **diverges**: it flies off.
#
# **Guess first.** Which learning rate gets you lowest within 30 steps?
#
# <details><summary>A. About 0.5</summary>That would hold if only the way across counted: the first step lands on the floor of the valley, 2.5 − 0.5 · 5 = 0. Along the floor the walk then creeps, and f ends at 0.003.</details>
# <details><summary>B. About 0.9</summary>Right. The jumps from wall to wall still shrink, each to 0.8 of the one before, and the walk gets further along the floor than with 0.5. f ends at 0.00002.</details>
# <details><summary>C. About 1.0</summary>That would hold if only the way along the valley counted, where these steps get further. Across, 2.5 − 1.0 · 5 = −2.5: the walk jumps to and fro, and f stays above 6.</details>

# %% [markdown]
# Then **move the learning rate.** On the right is the value of $f$ at each step, on a logarithmic axis: down is good. Where exactly does it begin to fly off?

# %% given="walk"
widgets.explore(
    lambda lr: plots.walk(
        gradient_descent, valley, np.array([-4.0, 2.5]), lr, steps=30
    ),
    lr=(0.02, 1.1, 0.3, 0.02),
)

# %% [markdown]
# About 0.88 gets you lowest. Beyond 1 the walk flies off. Why 1? In this valley the slope across is $2 x_1$ (as for $x^2$ in part 1), so a step turns $x_1$ into $x_1 - \eta \cdot 2 x_1 = (1 - 2\eta)\,x_1$. Beyond $\eta = 1$ the factor is below $-1$, and $x_1$ grows. The steepest direction limits the learning rate, and along the flattest one the walk then has to creep. **Change the numbers** below, the start and the valley as well: with `steep = 0.1` it is a round bowl. How large can the learning rate be then?
#
# <details><summary>When you have tried</summary>Anything below 10. Both slopes are 0.2 times the number, so a step multiplies both numbers by 1 − 0.2 · lr, and that is −1 at 10. With 5 it is 0: one step leads to the lowest place.</details>

# %%
steep = 2.0  # try 0.1, 1, 5
start = np.array([-4.0, 2.5])  # try [0.01, 2.5], [4.0, 0.0]
lr = 0.4
plots.walk(
    gradient_descent, lambda x: 0.1 * x[0] ** 2 + steep * x[1] ** 2, start, lr, steps=30
)

# %% [markdown]
# ### Question B · in your own words  (5 minutes · 2 points, graded by hand)
#
# Three people train the same network, each with a different learning rate. Their losses after 0, 10, 20 and 30 steps are
#
# | | 0 | 10 | 20 | 30 |
# | --- | --- | --- | --- | --- |
# | Ada | 2.30 | 2.29 | 2.28 | 2.27 |
# | Ben | 2.30 | 14.1 | 870 | 61,000 |
# | Cem | 2.30 | 0.71 | 0.32 | 0.19 |
#
# For each, say what the learning rate is like and how you can tell. What should Ada and Ben change? Ben says: "My losses grow, so I have the sign wrong." How could he find out whether it is the sign or the learning rate?

# %% [markdown] written="three_runs" points=2
# Ada's is too small: the loss hardly falls; she should make it larger, say ten times. Ben's is too large: each step jumps over the valley and lands higher, so the loss grows by larger and larger amounts; he should make it smaller. Cem's is good: the loss falls fast at first, then levels off. Ben can try a very small learning rate: with the right sign the loss then falls slowly, with the wrong sign it still grows.
#
# ### BEGIN MARK SCHEME
# 1 point: Ada too small (larger), Ben too large (smaller), Cem good, each told from the losses. Half a point if one is missing.
# 1 point: make the learning rate much smaller; if the loss still grows, it is the sign (or: see whether one tiny step lowers the loss).
# ### END MARK SCHEME

# %% [markdown]
# ## 6 · The slope of a classifier
#
# Downhill works for any loss. Take a layer that sorts points into three classes: it turns two numbers into three scores, and the cross-entropy of lesson 3 says how bad they are. For $N$ points and a layer without bias:
#
# $$L(W) = \text{softmax\_cross\_entropy}(x\,W,\ \text{labels})$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $x$ | the points | `(N, 2)` |
# | labels | the class of each point, 0, 1 or 2 | `(N,)` |
# | $W$ | weights | `(2, 3)` |
# | $x W$ | scores | `(N, 3)` |
# | $\partial L / \partial W$ | the gradient: one slope for each weight | `(2, 3)`, like $W$ |
#
# The loss depends on three things, but `numerical_gradient` takes a function of **one** thing, and moves that. Here the weights should move: points and labels are facts. So you need a function of the weights alone, in which the other two are fixed. In Python you write such a function where you need it, with `def` or `lambda`. Here is the area of a rectangle as a function of its width, for a height of 3:

# %%
height = 3.0


def area(width):
    return width * height


print(area(2.0), area(5.0))

# %% [markdown]
# ### Exercise 6 · `classifier_gradient`  ★★☆ · 8 minutes · 2 points
#
# Write `classifier_gradient`, which measures the gradient of this loss with respect to the weights. For example, for the single point `[[3.0, 6.0]]` of class 1 and weights of 0, it returns `[[1.0, -2.0, 1.0], [2.0, -4.0, 2.0]]`.
#
# <details><summary>A nudge</summary>Which function of one argument should get smaller? Write it first, and call it <code>loss</code>.</details>
# <details><summary>A push</summary>The scores are a matrix product of <code>x</code> with the weights that <code>loss</code> is given, not with the <code>W</code> outside: that one doesn't move.</details>
# <details><summary>Almost there</summary>Inside your function: <code>def loss(weights): return softmax_cross_entropy(...)</code>, with the scores for <code>weights</code>. Then hand <code>loss</code>, without brackets, and <code>W</code> to your <code>numerical_gradient</code>.</details>


# %% solution="classifier_gradient"
def classifier_gradient(W, x, labels):
    """The gradient of a layer's softmax cross-entropy with respect to its weights.

    Args:
        W: weights, array of floats of shape (2, 3), or any (D, C). Not changed.
        x: points, array of shape (N, 2), or (N, D). Not changed.
        labels: the class of each point, whole numbers from 0 to C - 1, shape (N,). Not changed.
    Returns:
        Array of the shape of W.
    """
    ### BEGIN SOLUTION
    return numerical_gradient(
        lambda weights: softmax_cross_entropy(x @ weights, labels), W
    )
    ### END SOLUTION


# %% test="classifier_by_numbers" points=1
# check: classifier_gradient, two points
W = np.array([[0.5, -0.25, 0.0], [1.0, 0.0, -0.5]])
x, labels = np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([2, 0])
check.unchanged(classifier_gradient, W, x, labels)
true = [[0.24630297, 0.10266778, -0.34897075], [1.33533835, -0.08847899, -1.24685936]]
check.close(classifier_gradient(W, x, labels), true, name="∂L/∂W", atol=1e-7)

# %% test="classifier_other_sizes" points=1
# check: classifier_gradient, by hand: one point, and weights of 0
W, x, labels = np.zeros((2, 3)), np.array([[3.0, 6.0]]), np.array([1])
true = [[1.0, -2.0, 1.0], [2.0, -4.0, 2.0]]
check.close(classifier_gradient(W, x, labels), true, name="the gradient", atol=1e-6)
### BEGIN HIDDEN TESTS
for N, D, C in ((4, 2, 3), (3, 3, 3), (5, 3, 2), (1, 2, 4), (6, 4, 3)):
    rng = np.random.default_rng(100 * N + 10 * D + C)
    W, x, labels = (
        rng.normal(size=(D, C)),
        rng.normal(size=(N, D)),
        rng.integers(C, size=N),
    )
    p = np.exp(np.einsum("nd,dc->nc", x, W))
    p = p / np.einsum("nc->n", p)[:, None]
    true = np.einsum("nd,nc->dc", x, p - np.eye(C)[labels]) / N
    check.unchanged(classifier_gradient, W, x, labels)
    gradient = classifier_gradient(W.copy(), x.copy(), labels.copy())
    check.close(
        gradient,
        true,
        name=f"the gradient for shapes {x.shape}, {W.shape}",
        rtol=1e-6,
        atol=1e-7,
    )
W, x = np.array([[1.0, 0.0, -1.0], [0.5, 0.0, 0.0]]), np.array([[1000.0, 10.0]])
gradient = classifier_gradient(W, x, np.array([1]))  # the scores are 1005, 0 and -1000
true = [[1000.0, -1000.0, 0.0], [10.0, -10.0, 0.0]]
check.close(gradient, true, name="the gradient for large scores", rtol=1e-6, atol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# Look at the example again. All weights are 0, so each class gets the probability 1/3, and the right one is class 1. The slopes in its column are negative: making these weights **larger** lowers the loss. The others are positive. Each row adds up to 0. (You will see why in lesson 6.)
#
# Now let your gradient train the classifier on 18 points of three classes, in 20 steps from weights of 0. **Move the slider back to 0, and forward one step at a time:**

# %% given="classifier_walk"
centres = np.array([[2.0, 0.0], [-1.0, 1.8], [-1.0, -1.8]])
classes = np.arange(18) % 3
points = centres[classes] + 0.7 * np.random.default_rng(8).normal(size=(18, 2))
widgets.explore(
    lambda step: plots.classifier_walk(classifier_gradient, points, classes, step),
    step=(0, 20, 20),
)

# %% [markdown]
# Nobody told it where the borders are. It only ever asked for a loss.
#
# ## 7 · The line finds itself
#
# Back to the line. Its weights are a *list* of two arrays, $W$ and $b$, and both should move. (Your `numerical_gradient` takes one array, not a list of them.) In one **step of training** you measure the slopes of the loss for every number in every array, **all at the same place**, and then move all of them.
#
# A central difference evaluates the loss twice for each number. But you need the loss at the place where you stand anyway, to watch it fall. And with that in hand, a **forward** difference needs only *one* more evaluation for each number. That is half the price, and for a step downhill it is accurate enough. So here, take forward differences with `h = 1e-4`:
#
# $$\frac{\partial L}{\partial w} \approx \frac{L(\dots, w + h, \dots) - L}{h}$$
#
# (Central differences pass as well.)
#
# By hand: $y = 3x$ for $x = 1, 2, 3, 4$, and both weights 0. All predictions are 0, so the loss is the mean of $3^2, 6^2, 9^2, 12^2$, which is 67.5. The slope for $W$ is about −45 and the slope for $b$ about −15: both weights are too low. With the learning rate 0.01 the next weights are about $W = 0.45$ and $b = 0.15$, and the loss there is 46.88.
#
# ### Exercise 7 · `update_weights`  ★★★ · 10 minutes · 3 points
#
# Put the middle of `update_weights` in place of the `raise` line: there every number takes its step. For example, with `x = np.array([[1.0], [2.0], [3.0], [4.0]])`, `update_weights(x, 3 * x, [np.zeros((1, 1)), np.zeros(1)], 0.01)` returns new weights of about `[[0.45]]` and `[0.15]`, and the loss 67.5.
#
# The beginning and the end are already written (you may replace them). They return the new weights, and the loss **before** the step. `outputs` are the targets. Don't change the arguments, neither the list nor the arrays in it: that's why there are copies.
#
# <details><summary>A nudge</summary>Three nested things: for each array in the list, for each place in that array, one more evaluation of the loss. What has to be put back after each?</details>
# <details><summary>A push</summary>For each place: add <code>h</code> in <code>moved</code>, call <code>feed_forward(inputs, outputs, moved)</code>, put the old number back. Write the new numbers into the other copy, <code>new_weights</code>, so that every slope is taken at the old weights.</details>
# <details><summary>Almost there</summary>Loop with <code>for k in range(len(weights))</code> and, inside, over <code>np.ndindex(weights[k].shape)</code>. The number to move is <code>moved[k][place]</code>, the old one is still at <code>weights[k][place]</code>, and <code>new_weights[k][place]</code> changes by the learning rate times the slope.</details>


# %% solution="update_weights"
def update_weights(inputs, outputs, weights, lr):
    """One step of gradient descent for the mean squared error of a layer, by forward differences with h = 1e-4.

    Args:
        inputs: array of shape (N, D). Not changed.
        outputs: the targets, array of shape (N, M). Not changed.
        weights: list [W, b] of float arrays of shapes (D, M) and (M,). Neither list nor
            arrays are changed.
        lr: the learning rate, a number.
    Returns:
        new_weights, loss: a new list [W, b] after the step, and the loss before it, a number.
    """
    h = 1e-4
    loss = feed_forward(inputs, outputs, weights)
    moved = [array.copy() for array in weights]  # one number at a time moves here
    new_weights = [array.copy() for array in weights]  # and here each takes its step
    ### BEGIN SOLUTION
    for k in range(len(weights)):
        for place in np.ndindex(weights[k].shape):
            moved[k][place] += h
            slope = (feed_forward(inputs, outputs, moved) - loss) / h
            new_weights[k][place] -= lr * slope
            moved[k][place] = weights[k][place]
    ### END SOLUTION
    return new_weights, loss


# %% test="update_first_step" points=1
# check: update_weights, one step by hand
x = np.array([[1.0], [2.0], [3.0], [4.0]])
weights, loss = update_weights(x, 3 * x, [np.zeros((1, 1)), np.zeros(1)], 0.01)
W, b = check.parts(weights, ("W", "b"), name="new_weights")
check.close(W, [[0.4499925]], name="W after one step", rtol=1e-4)
check.close(b, [0.149999], name="b after one step", rtol=2e-5)

# %% test="update_loss_before" points=1
# check: update_weights, the loss before the step
weights, loss = update_weights(x, 3 * x, [np.zeros((1, 1)), np.zeros(1)], 0.01)
check.close(loss, 67.5, name="the loss before the first step")
### BEGIN HIDDEN TESTS
arguments = x, 3 * x, [np.array([[0.4499925]]), np.array([0.149999])], 0.01
weights, loss = check.parts(
    update_weights(*arguments), ("new_weights", "loss"), name="update_weights(...)"
)
check.close(loss, 46.879044, name="the loss before the second step", rtol=1e-6)
for N, D, M in ((4, 2, 3), (1, 1, 1), (3, 3, 3), (5, 1, 2)):
    rng = np.random.default_rng(100 * N + 10 * D + M)
    x_, t_ = rng.normal(size=(N, D)), rng.normal(size=(N, M))
    old = [rng.normal(size=(D, M)), rng.normal(size=M)]
    y = np.einsum("nd,dm->nm", x_, old[0]) + old[1]
    true = np.einsum("nm,nm->", y - t_, y - t_) / (N * M)
    new, loss = check.parts(
        update_weights(x_, t_, old, 0.05),
        ("new_weights", "loss"),
        name="update_weights(...)",
    )
    check.close(loss, true, name="the loss before a step")
### END HIDDEN TESTS

# %% test="update_many_weights" points=1
# check: update_weights, a table of weights
x = np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]])
t = np.array([[1.0, 0.0], [0.0, 3.0], [-2.0, 1.0]])
old = [np.array([[0.5, -1.0], [1.0, 0.25]]), np.array([0.0, 1.0])]
check.unchanged(update_weights, x, t, old, 0.3)
weights, loss = update_weights(x, t, old, 0.3)
trueW = np.array([[0.2, -0.925], [0.25, 0.625]])
check.close(weights[0], trueW, name="W after one step", rtol=1e-3)
### BEGIN HIDDEN TESTS
weights, loss = check.parts(
    update_weights(x, t, old, 0.3), ("new_weights", "loss"), name="update_weights(...)"
)
W, b = check.parts(weights, ("W", "b"), name="new_weights")
check.close(W, trueW, name="W (2, 2) after one step", rtol=1e-3)
check.close(b, [-0.5, 1.225], name="b (2,) after one step", rtol=1e-3)
for N, D, M in ((4, 2, 3), (3, 3, 3), (5, 3, 2), (1, 4, 2), (6, 1, 1)):
    rng = np.random.default_rng(100 * N + 10 * D + M + 1)
    x_, t_ = rng.normal(size=(N, D)), rng.normal(size=(N, M))
    old = [rng.normal(size=(D, M)), rng.normal(size=M)]
    miss = np.einsum("nd,dm->nm", x_, old[0]) + old[1] - t_
    dW = 2 * np.einsum("nd,nm->dm", x_, miss) / (N * M)
    db = 2 * np.einsum("nm->m", miss) / (N * M)
    check.unchanged(update_weights, x_, t_, old, 0.5)
    new, loss = check.parts(
        update_weights(x_, t_, old, 0.5),
        ("new_weights", "loss"),
        name="update_weights(...)",
    )
    W, b = check.parts(new, ("W", "b"), name="new_weights")
    check.close(W, old[0] - 0.5 * dW, name=f"W ({D}, {M}) after a step", atol=1e-3)
    check.close(b, old[1] - 0.5 * db, name="b after a step", atol=1e-3)
# Adding h and subtracting it again leaves these slightly off from where they were.
tiny = [np.array([[1e-5 / 3, 0.99997], [-2e-5 / 3, 3e-6]]), np.array([0.1, 1e-5 / 7])]
check.unchanged(update_weights, x, t, tiny, 0.3)
### END HIDDEN TESTS

# %% [markdown]
# When every sample has been used for training once, that is an **epoch**: here, one step. Training is just many of these steps, each starting where the last one ended.
#
# ### Exercise 8 · `train_line`  ★★☆ · 6 minutes · 2 points
#
# Write `train_line`, which takes `epochs` steps, starting from weights of 0 with shapes `(1, 1)` and `(1,)`, and records the loss before each step. For example, with the same `x`, `train_line(x, 3 * x, 0.01, 100)` returns weights of about `[[2.7694]]` and `[0.6777]` (not quite 3 and 0 yet: the valley is long and narrow), and the losses 67.5, 46.879, 32.570, …
#
# <details><summary>A nudge</summary>Your <code>update_weights</code> does one step. What do you keep from step to step, and what do you collect?</details>
# <details><summary>A push</summary>The new weights of one step are the old ones of the next: give them the same name.</details>
# <details><summary>Almost there</summary>Start with <code>weights = [np.zeros((1, 1)), np.zeros(1)]</code> and an empty list. In the loop: <code>weights, loss = ...</code>, then append the loss.</details>


# %% solution="train_line"
def train_line(x, y, lr, epochs):
    """Train a line, from weights of 0, by gradient descent.

    Args:
        x: inputs, array of shape (N, 1). Not changed.
        y: targets, array of shape (N, 1). Not changed.
        lr: the learning rate, a number.
        epochs: how many steps, a whole number, 0 or more.
    Returns:
        weights, losses: the list [W, b] after all steps, with shapes (1, 1) and (1,),
        and the losses before each step: a list, tuple or array of `epochs` numbers.
    """
    ### BEGIN SOLUTION
    weights, losses = [np.zeros((1, 1)), np.zeros(1)], []
    for _ in range(epochs):
        weights, loss = update_weights(x, y, weights, lr)
        losses.append(loss)
    return weights, losses
    ### END SOLUTION


# %% test="train_losses" points=1
# check: train_line, the losses
x = np.array([[1.0], [2.0], [3.0], [4.0]])
check.unchanged(train_line, x, 3 * x, 0.01, 3)
weights, losses = train_line(x, 3 * x, 0.01, 100)
if type(losses) in (list, tuple):
    check.equal(len(losses), 100, name="the number of losses")
losses = check.as_array(losses)
check.shape(losses, (100,), name="losses")
check.close(train_line(x, 3 * x, 0.01, 0)[0][0], [[0.0]], name="the starting W")
check.close(losses[:3], [67.5, 46.87904, 32.5703], name="losses[:3]", rtol=1e-3)
### BEGIN HIDDEN TESTS
check.close(losses[99], 0.07717887, name="the last loss", rtol=2e-3)
weights, losses = check.parts(
    train_line(x, 3 * x, 0.01, 0), ("weights", "losses"), name="train_line of 0 epochs"
)
losses = check.as_array(losses)
check.shape(losses, (0,), name="losses of 0 epochs")
rng = np.random.default_rng(12)
x_, W, b, true = rng.normal(size=(6, 1)), 0.0, 0.0, []
t_ = 1.5 - 2 * x_ + rng.normal(size=(6, 1))
for _ in range(20):
    miss = W * x_ + b - t_
    true.append(np.einsum("nm,nm->", miss, miss) / 6)
    W, b = (
        W - 0.2 * 2 * np.einsum("nm,nm->", miss, x_) / 6,
        b - 0.2 * 2 * np.einsum("nm->", miss) / 6,
    )
weights, losses = check.parts(
    train_line(x_, t_, 0.2, 20), ("weights", "losses"), name="train_line"
)
losses = check.as_array(losses)
check.close(losses, true, name="the losses of 20 epochs", rtol=1e-3)
weights, losses = check.parts(
    train_line(x_, t_, 0.2, 1), ("weights", "losses"), name="train_line"
)
losses = check.as_array(losses)
check.close(losses, true[:1], name="the loss of one epoch", rtol=1e-3)
# Where y is 0 there is nothing to learn, and each epoch has a loss all the same.
weights, losses = check.parts(
    train_line(x_, 0 * x_, 0.2, 5), ("weights", "losses"), name="train_line"
)
losses = check.as_array(losses)
check.shape(losses, (5,), name="the losses where y is 0")
# With lr = 2 each step makes the miss of y = 4 for x = 1 seven times as large, in the other direction.
weights, losses = check.parts(
    train_line(np.array([[1.0]]), np.array([[4.0]]), 2.0, 4),
    ("weights", "losses"),
    name="train_line",
)
losses = check.as_array(losses)
true = 16.0 * 49.0 ** np.arange(4)
check.close(losses, true, name="the losses where lr is too large", rtol=1e-3)
### END HIDDEN TESTS

# %% test="train_weights" points=1
# check: train_line, the weights
x = np.array([[1.0], [2.0], [3.0], [4.0]])
weights, losses = train_line(x, 3 * x, 0.01, 100)
check.close(weights[0], [[2.769438]], name="W after 100 epochs", rtol=2e-4)
### BEGIN HIDDEN TESTS
weights, losses = check.parts(
    train_line(x, 3 * x, 0.01, 100),
    ("weights", "losses"),
    name="train_line(x, 3x, 0.01, 100)",
)
W, b = check.parts(weights, ("W", "b"), name="weights")
check.close(W, [[2.769438]], name="W after 100 epochs", rtol=2e-4)
check.close(b, [0.6777421], name="b after 100 epochs", rtol=5e-4)
for slope, height, lr in ((-2.0, 5.0, 0.1), (0.5, -1.0, 0.05), (4.0, 0.25, 0.1)):
    x_, W, b = np.array([[-1.0], [0.0], [2.0]]), 0.0, 0.0
    for _ in range(30):
        miss = W * x_ + b - (slope * x_ + height)
        W, b = (
            W - lr * 2 * np.einsum("nm,nm->", miss, x_) / 3,
            b - lr * 2 * np.einsum("nm->", miss) / 3,
        )
    weights, losses = check.parts(
        train_line(x_, slope * x_ + height, lr, 30),
        ("weights", "losses"),
        name="train_line",
    )
    found = check.parts(weights, ("W", "b"), name="weights")
    check.close(found[0], [[W]], name="W after 30 epochs", rtol=1e-3, atol=1e-3)
    check.close(found[1], [b], name="b after 30 epochs", rtol=1e-3, atol=1e-3)
### END HIDDEN TESTS

# %% [markdown]
# And here it is, on the six points from the beginning. **Move the slider back to epoch 0, then forward:** the line moves into place by itself, and on the right you see its path on the map, which it never saw. The first step is one long jump down the steep side. Then it creeps along the bottom of the valley.

# %% given="line_walk"
widgets.explore(
    lambda epoch: plots.line_walk(
        train_line, feed_forward, inputs, outputs, 0.05, epoch
    ),
    epoch=(0, 30, 30),
)

# %% [markdown]
# ## 8 · The picture that everyone looks at
#
# Anyone who trains a network looks at one plot first: the loss by epoch. It should look like this:

# %% given="example_curve"
plots.example_curve()

# %% [markdown]
# The tools for it are **pandas**, which keeps data in a table with named columns, the `DataFrame`, and **seaborn**, which draws columns of such a table. Here is an example with other data:

# %%
frame = pd.DataFrame({"hour": [8, 12, 16, 20], "temperature": [14.0, 21.5, 23.0, 17.0]})
print(frame)
fig, ax = plt.subplots()  # a new figure, with axes to draw on
sns.lineplot(data=frame, x="hour", y="temperature", ax=ax)
ax.set_title("A day in May")
plots.show(fig, "The temperature by hour: 14 at 8, 21.5 at 12, 23 at 16, 17 at 20.")

# %% [markdown]
# ### Exercise 9 · `plot_loss`  ★★☆ · 8 minutes · 3 points
#
# Write `plot_loss`, which draws the loss by epoch. For example, `plot_loss([4.0, 2.0, 1.0])` draws a line through (0, 4), (1, 2) and (2, 1).
#
# Build a `DataFrame` with the columns `epoch` and `loss`, and draw it with `sns.lineplot`. The first epoch is number 0. Make a **new figure in every call**, with `plt.subplots()`: without it, seaborn draws the second run into the plot of the first. Give it a title that says what the plot shows, with the word "loss" in it, and the labels "epoch" and "loss" on the axes (seaborn takes these from the names of the columns). Return `ax`; the notebook shows it.
#
# <details><summary>A nudge</summary>The table needs two columns of the same length. One is <code>losses</code>. What numbers are in the other?</details>
# <details><summary>A push</summary><code>range(len(losses))</code> counts from 0. The rest is as in the example above.</details>
# <details><summary>Almost there</summary>Four steps: the <code>DataFrame</code>; <code>fig, ax = plt.subplots()</code>; <code>sns.lineplot</code> with the names of your columns and <code>ax=ax</code>; the title. Then return <code>ax</code>, not <code>fig</code>.</details>


# %% solution="plot_loss"
def plot_loss(losses):
    """Draw the loss by epoch as one line, in a new figure.

    Args:
        losses: list or array of numbers, the loss of epoch 0, 1, 2, ... Not changed.
    Returns:
        The Axes that was drawn on, with a title and the axis labels "epoch" and "loss".
    """
    ### BEGIN SOLUTION
    frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})
    _, ax = plt.subplots()
    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)
    ax.set_title("Loss by epoch")
    return ax
    ### END SOLUTION


# %% test="plot_is_labelled" points=1
# check: plot_loss, labels and title
ax = plot_loss([4.0, 2.0, 1.0, 0.75])
check.equal(type(ax).__name__, "Axes", name="the type of what plot_loss returns")
shown = plots.read_axes(ax)
labels = shown["xlabel"].strip().lower(), shown["ylabel"].strip().lower()
check.equal(labels, ("epoch", "loss"), name="the labels of the axes (x, y)")
check.equal("loss" in shown["title"].lower(), True, name='"loss" in the title')

# %% test="plot_shows_the_losses" points=1
# check: plot_loss, the line
shown = plots.read_axes(plot_loss([4.0, 2.0, 1.0, 0.75]))
check.equal(len(shown["lines"]), 1, name="the number of lines")
epochs, losses = shown["lines"][0]
check.close(np.array(epochs), [0.0, 1.0, 2.0, 3.0], name="the line's epochs")
check.close(np.array(losses), [4.0, 2.0, 1.0, 0.75], name="the line's losses")
### BEGIN HIDDEN TESTS
true = np.random.default_rng(30).uniform(0.1, 5.0, size=30)
given = true.copy()
shown = plots.read_axes(plot_loss(given))
check.equal(len(shown["lines"]), 1, name="the number of lines")
epochs, losses = shown["lines"][0]
check.close(np.array(epochs), np.arange(30), name="the epochs")
check.close(np.array(losses), true, name="the losses")
check.close(given, true, name="the array of losses after plot_loss")
epochs, losses = plots.read_axes(plot_loss([300.0, 2.0, 2.0, 700.0, 2.0]))["lines"][0]
check.close(np.array(epochs), np.arange(5), name="the epochs of equal losses")
check.close(np.array(losses), [300.0, 2, 2, 700, 2], name="the large losses")
### END HIDDEN TESTS

# %% test="plot_makes_a_new_figure" points=1
# check: plot_loss, called twice
first, second = plot_loss([3.0, 1.0, 1.5]), plot_loss([9.0, 8.0, 7.0, 6.0])
after, before = [plots.read_axes(ax)["lines"] for ax in (second, first)]
check.equal((len(before), len(after)), (1, 1), name="the lines in two plots")
check.close(np.array(before[0][1]), [3.0, 1.0, 1.5], name="the first plot's losses")
### BEGIN HIDDEN TESTS
check.close(
    np.array(after[0][1]),
    [9.0, 8.0, 7.0, 6.0],
    name="the losses of the second plot",
)
given = [3.0, 1.0, 1.5]
plots.read_axes(plot_loss(given))
check.equal(given, [3.0, 1.0, 1.5], name="the list of losses after plot_loss")
### END HIDDEN TESTS

# %% [markdown]
# Here your line learns $y = 3x$, drawn by your own `plot_loss`. The first 15 epochs take the loss from 67.5 to 0.4, and the other 85 from there to 0.08:

# %% given="line_losses"
x = np.array([[1.0], [2.0], [3.0], [4.0]])
plots.training_curve(plot_loss, train_line, x, 3 * x, 0.01, 100)

# %% [markdown]
# ## 9 · The price
#
# Now nothing stands in the way of the 2,778 numbers of the digit reader. Or does it? Each gradient takes two evaluations of the loss for *every* number. Here is how often your `numerical_gradient` evaluates $f$, for 1 to 1,000 numbers. The dashed line continues from there.

# %% given="evaluations"
plots.evaluations(numerical_gradient)

# %% [markdown]
# One step for the digit reader is 5,556 passes over the training data. For ResNet-50, a network for photographs published in 2015, it is 51 million passes, for **one** step, and training takes hundreds of thousands of steps. This way won't do.
#
# The green line is another way to the same gradient. It costs about as much as three evaluations, **however many numbers there are**. It is called backpropagation, and the next two lessons build it. Then your slow and simple `numerical_gradient` gets a second career: it is how you *check* the fast one.
#
# ## What you have built
#
# | you wrote | in PyTorch | in Keras |
# | --- | --- | --- |
# | `numerical_gradient` | `torch.autograd.gradcheck` uses one to check gradients | a `GradientTape` gives the gradient, by backpropagation |
# | `gradient_descent` | `torch.optim.SGD(parameters, lr)` | `keras.optimizers.SGD(learning_rate)` |
# | `update_weights` | `loss.backward()`, then `optimizer.step()` | `model.train_on_batch` |
# | `train_line` | the training loop that everyone writes | `model.fit(x, y, epochs=100)`, which returns a history, too |
#
# So where do the good numbers come from? From a loss, a slope and many small steps downhill. The largest networks learn in the same way. They only get the slopes more cheaply: that is **lesson 5, the chain rule**.

# %% [markdown]
# ## Sources and further reading
#
# - A. G. Baydin, B. A. Pearlmutter, A. A. Radul and J. M. Siskind, "Automatic differentiation in machine learning: a survey", 2018: compares numerical with exact ways to get a slope, and shows how the error depends on $h$.
# - Stanford CS231n, course notes on optimization: the same walk downhill, blindfolded, with numerical gradients and learning rates.
# - Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, "Efficient BackProp", 1998: derives how large a learning rate can be, and why long narrow valleys are slow.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, 2016, chapter 4: rounding errors and gradient descent, with more mathematics.
# - K. He, X. Zhang, S. Ren and J. Sun, "Deep residual learning for image recognition", 2015: the paper that introduced ResNet-50.

# %% [markdown]
# ## What is done, and what is open
#
# **Before you submit:** choose *Kernel → Restart Kernel and Run All Cells*, read here which exercises pass all checks that you can see, and save.

# %% given="overview"
check.overview(
    forward_difference=2,
    numerical_diff=2,
    partial_derivative=2,
    numerical_gradient=4,
    gradient_descent=3,
    classifier_gradient=2,
    update_weights=3,
    train_line=2,
    plot_loss=3,
)
