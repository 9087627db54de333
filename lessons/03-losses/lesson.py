# %% [markdown]
# # 3 · Losses
#
# **A network can only get better if something tells it how wrong it is, with one number. Which number?**
#
# It looks like a detail, but it decides what a network learns, and whether it learns at all. In this lesson you write code for the numbers that are used in practice, and see what the wrong choice costs.
#
# At the end you will be able to
#
# - say why counting mistakes is not enough,
# - write the losses for quantities, for yes or no, and for one of many classes,
# - keep them from breaking: shapes that don't fit, the logarithm of 0, huge scores,
# - recognise a loss that looks like a mean and isn't one,
# - read a loss: what is good, what is bad, and which sample is to blame.
#
# | | |
# | --- | --- |
# | time | about 90 minutes, or three to three and a half hours if you work out each formula; part 2 ends with a good place for a break |
# | points | 26, of which 4 are for questions in your own words |
# | you need | NumPy arrays, `raise`, and what a logarithm is |
# | it builds on | lesson 1 (scores, batches) and lesson 2 (`sigmoid`, `softmax`); both functions are given here |
# | you don't need | rules for derivatives |
#
# Run a cell with **Shift + Enter**, and write your answers where a cell says `# YOUR CODE HERE`. The cells after it check them: **✓** right, **✗** with a sentence that helps, **○** nothing to check yet.

# %% given="setup"
import numpy as np

from course import check, data, plots, widgets

EPS = 1e-12  # no probability below this one goes into a logarithm


def sigmoid(z):
    """Lesson 2: from scores to probabilities of yes; the result has the shape of z."""
    return (1 + np.tanh(np.asarray(z) / 2)) / 2


def softmax(scores):
    """Lesson 2: from scores, shape (N, C), to probabilities: each row sums to 1."""
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


# the reader of lesson 1, and the scores it gives 360 digits that it has never seen
images, labels = data.digits()
unseen_images, unseen_labels = images[1437:], labels[1437:]
reader = data.digit_reader()
pixels = unseen_images.reshape(360, 64)
hidden_1 = sigmoid(pixels @ reader["W1"] + reader["b1"])
hidden_2 = sigmoid(hidden_1 @ reader["W2"] + reader["b2"])
reader_scores = hidden_2 @ reader["W3"] + reader["b3"]
print("scores:", reader_scores.shape)

# %% [markdown]
# ## Before you start
#
# Three questions about lessons 1 and 2. Answer each before you unfold it.
#
# <details><summary>1. By hand: which probabilities does softmax give for the scores (0, log 3)? (The logarithm is the natural one.)</summary>0.25 and 0.75: e⁰ = 1, e to the power of log 3 is 3, and each is divided by their sum, 4.</details>
# <details><summary>2. What is the slope of the sigmoid at 0, and why is it almost 0 at −6?</summary>It is σ(1 − σ), so 0.5 · 0.5 = 0.25 at 0. At −6, σ is about 0.0025, and so is the product: the sigmoid is saturated there.</details>
# <details><summary>3. You add arrays of shapes (5, 3) and (3,). What comes out, and why does NumPy refuse (5, 3) and (5,)?</summary>Shape (5, 3): NumPy lines shapes up from the right, so the 3 numbers are added to every row. With (5,), 3 would meet 5.</details>

# %% [markdown]
# ## Why not just count mistakes?
#
# The reader gives every picture ten scores, and its answer is the digit with the largest. So here is the obvious number: of 120 pictures, how many does it misread?
#
# To learn, a network nudges its numbers a little and keeps what helps. Let's do that with one of its 2,778 numbers, the bias of the 9, which is added to the score of the 9 for every picture alike.

# %% given="only_mistakes"
plots.mistakes_by_nudge(reader_scores[:120], unseen_labels[:120], 9)

# %% [markdown]
# Stairs. Stand anywhere on them and take a small step: nearly always, **nothing changes at all**. A picture counts as wrong or right, and that flips only when two scores change places. The count can't say "go this way". Nor can it tell a reader that is 51% sure of a wrong answer from one that is 99% sure.
#
# We need a number that moves with every nudge, and that is small exactly when the network does well. Such a number is called a **loss**. By the end of this lesson you will have turned these stairs into a valley.
#
# ## 1 · How far off?
#
# Start with the simplest case. A network predicts a quantity, such as a temperature. Its **predictions** are $y$, the **targets** $t$ are what should have come out, and the differences $y - t$ say how far off it is.
#
# Before you square anything, look at the minus sign. A layer with one output gives three perfect predictions, as an array of shape `(3, 1)`; the targets have the shape `(3,)`.
#
# **Guess first.** What does `y - t` give?
#
# <details><summary>A. Three zeros</summary>That would hold if both had the same shape: then each prediction would meet its own target. Here a column of three meets a row of three.</details>
# <details><summary>B. An error</summary>You would get one for the shapes (3, 2) and (3,), where 2 would meet 3. Here 1 meets 3, and NumPy stretches a size of 1 without a word.</details>
# <details><summary>C. Nine numbers</summary>Yes. From the right, 1 meets 3, and the missing size of the targets counts as 1. NumPy stretches both, so every prediction meets every target.</details>

# %% given="the_trap"
plots.difference_table(np.array([[1.0], [2.0], [4.0]]), np.array([1.0, 2.0, 4.0]))

# %% [markdown]
# Nine differences, not three: NumPy stretches what has size 1, so a column minus a row is a table. Only the blue cells compare a prediction with *its own* target. Any mean over this table is a wrong loss, and **no error tells you**.
#
# ### Exercise 1 · `same_shape`  ★☆☆ · 6 minutes · 2 points
#
# Write `same_shape(y, t)`, a guard for your losses. It refuses arrays of different shapes, with a `ValueError` whose message contains both shapes as Python writes them, such as `(3, 1)` and `(3,)`. It also returns both as arrays of **floats**: in pixels, which often come as small whole numbers of type `uint8`, 3 − 5 is 254. For example, `same_shape([3, 4], [5, 6])` gives `[3.0, 4.0]` and `[5.0, 6.0]`.
#
# <details><summary>A nudge</summary>An array knows its <code>.shape</code>. Is it enough to compare the numbers of elements, or the lengths?</details>
# <details><summary>A push</summary><code>np.asarray(y, dtype=float)</code> turns a list or an array into an array of floats. Do that first: a list has no shape.</details>
# <details><summary>Almost there</summary>Compare the two shapes with <code>!=</code>, raise with an f-string that holds both, and return the two arrays, separated by a comma.</details>


# %% solution="same_shape"
def same_shape(y, t):
    """Two arrays as floats, if they have the same shape.

    Args:
        y: array or nested list of numbers, any shape. Not changed.
        t: array or nested list of numbers. Not changed.
    Returns:
        y, t: both as arrays of floats, not rounded.
    Raises:
        ValueError: the shapes differ; the message has both, such as (3, 1) and (3,).
    """
    ### BEGIN SOLUTION
    y, t = np.asarray(y, dtype=float), np.asarray(t, dtype=float)
    if y.shape != t.shape:
        raise ValueError(f"predictions {y.shape} do not fit targets {t.shape}")
    return y, t
    ### END SOLUTION


# %% test="same_shape_refuses" points=1
# check: same_shape, shapes that differ
for left, right in (((5, 1), (5,)), ((2, 3), (3, 2))):
    low, tall, name = np.ones(left), np.ones(right), f"same_shape of {left} and {right}"
    check.raises(ValueError, same_shape, low, tall, mentions=(left, right), name=name)
### BEGIN HIDDEN TESTS
for left, right in (
    ((4,), (4, 1)),
    ((1, 4), (4,)),
    ((3,), (4,)),
    ((2, 2), (2,)),
    ((1,), (6,)),
    ((2, 3), (2, 1)),
    ((2, 3), (1, 3)),
    ((5, 3), (2, 3)),
    ((6,), (2, 3)),
    ((2, 3, 4), (2, 3, 5)),
    ((2, 3, 4), (2, 4, 3)),
):
    check.raises(
        ValueError,
        same_shape,
        np.zeros(left),
        np.zeros(right),
        mentions=(left, right),
        name="same_shape of other shapes that differ",
    )
check.raises(
    ValueError, same_shape, [[1], [2]], [1, 2], name="same_shape of lists that differ"
)
### END HIDDEN TESTS

# %% test="same_shape_floats" points=1
# check: same_shape, pixels as floats
seen, meant = np.array([3, 200], dtype=np.uint8), np.array([5, 100], dtype=np.uint8)
y, t = check.parts(same_shape(seen, meant), ("y", "t"), name="same_shape(y, t)")
check.close(y, [3.0, 200.0], name="y")
check.close(y - t, [-2.0, 100.0], name="y - t of two arrays of pixels")
### BEGIN HIDDEN TESTS
check.close(t, [5.0, 100.0], name="t of same_shape")
check.unchanged(same_shape, np.array([3, 200], dtype=np.uint8), [5.0, 100.0])
for kind in (np.uint8, np.int64, np.float32, np.float64):
    y, t = check.parts(
        same_shape(np.array([[1], [2]], dtype=kind), [[3.5], [4]]),
        ("y", "t"),
        name="same_shape(y, t)",
    )
    check.close(y, [[1.0], [2.0]], name="y")
    check.close(t, [[3.5], [4.0]], name="t")
    check.equal(y.dtype.kind + t.dtype.kind, "ff", name="the kinds of y and t")
y, t = check.parts(same_shape([1, 2, 3], [4, 5, 6]), ("y", "t"), name="same_shape")
check.close(y, [1, 2, 3], name="y of a list")
check.close(t, [4, 5, 6], name="t of a list")
check.equal(y.dtype.kind + t.dtype.kind, "ff", name="the kinds of y and t")
thirds = [0.1, 1 / 3, 2 / 3]
y, t = check.parts(same_shape(np.array(thirds), thirds), ("y", "t"), name="same_shape")
check.close(y, thirds, name="y of thirds")
check.close(t, thirds, name="t of thirds")
y, t = check.parts(same_shape([-1.5], [-2]), ("y", "t"), name="same_shape(y, t)")
check.close(y, [-1.5], name="y, a negative number")
check.close(t, [-2.0], name="t, a negative number")
### END HIDDEN TESTS

# %% [markdown]
# Your guard at work. **Change the shapes and run the cell again:** which pairs does it let through?

# %%
predictions = np.array([[1.0], [2.0], [4.0]])  # try np.array([1.0, 2.0, 4.0])
targets = np.array([1.0, 2.0, 4.0])  # try np.array([1.0, 2.0])
try:
    y, t = same_shape(predictions, targets)
    print("let through; the differences are", y - t)
except ValueError as refusal:
    print("refused:", refusal)
except NotImplementedError:
    print("same_shape isn't written yet")

# %% [markdown]
# There are three common ways to get from the differences to **one** number. For $K$ differences in all (whatever the shape of $y$, $K$ is the number of its elements):
#
# | name | formula | in words |
# | --- | --- | --- |
# | `mse`, mean squared error | $\frac{1}{K}\sum_k (y_k - t_k)^2$ | square, then mean |
# | `mae`, mean absolute error | $\frac{1}{K}\sum_k \lvert y_k - t_k \rvert$ | drop the sign, then mean |
# | `sse`, half the sum of squared errors | $\frac{1}{2}\sum_k (y_k - t_k)^2$ | square, add up, halve |
#
# By hand, with $y = (3, 5, 4)$ and $t = (2, 7, 4)$: the differences are 1, −2 and 0. So `mse` is $(1 + 4 + 0)/3 = 1.667$, `mae` is $(1 + 2 + 0)/3 = 1$, and `sse` is $(1 + 4 + 0)/2 = 2.5$.
#
# If you neither squared nor dropped the sign, differences of 5 and −5 would add up to a perfect 0.
#
# ### Exercise 2 · `mse`  ★☆☆ · 4 minutes · 2 points
#
# Write `mse(y, t)`, the mean squared error. Begin this loss, and most others here, with your guard, `y, t = same_shape(y, t)`, which refuses a wrong shape for you. For example, `mse(np.array([3.0, 5.0, 4.0]), np.array([2.0, 7.0, 4.0]))` gives `1.6667`.
#
# <details><summary>A nudge</summary>Three steps: differences, squares, one number.</details>
# <details><summary>A push</summary><code>** 2</code> squares every element. Mind the brackets: what is squared?</details>
# <details><summary>Almost there</summary><code>np.mean</code> without an axis takes the mean of all elements, in an array of any shape.</details>


# %% solution="mse"
def mse(y, t):
    """Mean squared error.

    Args:
        y: predictions, array of any shape. Not changed.
        t: targets, array of the same shape. Not changed.
    Returns:
        A single number: the mean over all elements.
    Raises:
        ValueError: the shapes differ; the message has both.
    """
    ### BEGIN SOLUTION
    y, t = same_shape(y, t)
    return np.mean((y - t) ** 2)
    ### END SOLUTION


# %% test="mse_by_hand" points=1
# check: mse, by hand
y, t = np.array([1.0, 4.0, -2.0, 3.0]), np.array([2.0, 1.0, -1.0, 9.0])
check.unchanged(mse, y, t)
check.close(mse(y, t), 11.75, name="mse([1, 4, -2, 3], [2, 1, -1, 9])")
y, t = np.array([[1.0, 2.0, 0.0], [0.0, 3.0, 1.0]]), np.zeros((2, 3))
check.close(mse(y, t), 2.5, name="mse of shape (2, 3)")
### BEGIN HIDDEN TESTS
for size in ((7,), (1,), (4, 1), (5, 3), (3, 3), (2, 3, 4)):
    rng = np.random.default_rng(sum(size))
    y, t = rng.normal(size=size), rng.normal(size=size)
    squares = [(a - b) * (a - b) for a, b in zip(y.flat, t.flat)]
    check.unchanged(mse, y, t)
    check.close(
        mse(y, t),
        sum(squares) / len(squares),
        name=f"mse of shape {size}",
        sizes={"batch": size[0]},
    )
check.close(mse(np.array([3, 7]), np.array([5, 3])), 10.0, name="mse of whole numbers")
check.close(mse(np.array([1000.0]), np.array([-1000.0])), 4e6, name="mse, far off")
check.close(mse(np.array([0.3, -2.0]), np.array([0.3, -2.0])), 0.0, name="mse, perfect")
### END HIDDEN TESTS

# %% test="mse_refuses" points=1
# check: mse, shapes that differ
y, t = np.array([[1.0], [2.0], [4.0]]), np.array([1.0, 2.0, 4.0])
name = "mse of shapes (3, 1) and (3,)"
check.raises(ValueError, mse, y, t, mentions=("(3, 1)", "(3,)"), name=name)
### BEGIN HIDDEN TESTS
y, t = np.array([[1.0], [2.0], [5.0]]), np.array([[1.0], [4.0], [2.0]])
check.close(mse(y, t), 13 / 3, name="mse of columns")
for left, right in (
    ((4,), (4, 1)),
    ((2, 3), (3,)),
    ((5,), (1,)),
    ((2, 2), (2, 1)),
    ((2, 3), (1, 3)),
):
    check.raises(
        ValueError,
        mse,
        np.ones(left),
        np.ones(right),
        mentions=(left, right),
        name="mse of other shapes that differ",
    )
y, t = np.array([3, 200], dtype=np.uint8), np.array([5, 100], dtype=np.uint8)
check.close(mse(y, t), 5002.0, name="mse of pixels")
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 3 · `mae`  ★☆☆ · 3 minutes · 1 point
#
# Write `mae(y, t)`, the mean absolute error. For example, `mae(np.array([3.0, 5.0, 4.0]), np.array([2.0, 7.0, 4.0]))` gives `1.0`.
#
# <details><summary>A nudge</summary>Which single step differs from <code>mse</code>?</details>
# <details><summary>A push</summary><code>np.abs</code> drops the sign of every element.</details>
# <details><summary>Almost there</summary>Guard, difference, absolute value, mean, in that order.</details>


# %% solution="mae"
def mae(y, t):
    """Mean absolute error.

    Args:
        y: predictions, array of any shape. Not changed.
        t: targets, array of the same shape. Not changed.
    Returns:
        A single number: the mean over all elements.
    Raises:
        ValueError: the shapes differ; the message has both.
    """
    ### BEGIN SOLUTION
    y, t = same_shape(y, t)
    return np.mean(np.abs(y - t))
    ### END SOLUTION


# %% test="mae_by_hand" points=1
# check: mae, by hand
y, t = np.array([1.0, 4.0, -2.0, 3.0]), np.array([2.0, 1.0, -1.0, 9.0])
check.unchanged(mae, y, t)
check.close(mae(y, t), 2.75, name="mae([1, 4, -2, 3], [2, 1, -1, 9])")
y, t, name = np.ones((3, 1)), np.ones(3), "mae of shapes (3, 1) and (3,)"
check.raises(ValueError, mae, y, t, mentions=("(3, 1)", "(3,)"), name=name)
### BEGIN HIDDEN TESTS
for size in ((6,), (1,), (4, 1), (5, 3), (3, 3)):
    rng = np.random.default_rng(10 + sum(size))
    y, t = rng.normal(size=size), rng.normal(size=size)
    misses = [max(a - b, b - a) for a, b in zip(y.flat, t.flat)]
    check.unchanged(mae, y, t)
    check.close(
        mae(y, t),
        sum(misses) / len(misses),
        name=f"mae of shape {size}",
        sizes={"batch": size[0]},
    )
check.close(mae(np.array([3, 7]), np.array([5, 3])), 3.0, name="mae of whole numbers")
for left, right in (
    ((4,), (4, 1)),
    ((2, 3), (3,)),
    ((5,), (1,)),
    ((2, 2), (2, 1)),
    ((2, 3), (1, 3)),
):
    check.raises(
        ValueError, mae, np.ones(left), np.ones(right), name="mae of other shapes"
    )
y, t = np.array([3, 200], dtype=np.uint8), np.array([5, 100], dtype=np.uint8)
check.close(mae(y, t), 51.0, name="mae of pixels")
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 4 · `sse`  ★☆☆ · 3 minutes · 1 point
#
# Write `sse(y, t)`, half the sum of squared errors. For example, `sse(np.array([3.0, 5.0, 4.0]), np.array([2.0, 7.0, 4.0]))` gives `2.5`.
#
# Older books love this one, since the slope of $\frac{1}{2}(y-t)^2$ is simply $y - t$, without a 2 in front. (Skip this if slopes are new to you.) Mind that it is a **sum**: twice as many samples make it twice as large.
#
# <details><summary>A nudge</summary>What takes the place of the mean?</details>
# <details><summary>A push</summary>Halve once, after you have added up all the squares.</details>
# <details><summary>Almost there</summary>Guard first. Then <code>np.sum</code> of the squares, times 0.5.</details>


# %% solution="sse"
def sse(y, t):
    """Half the sum of squared errors.

    Args:
        y: predictions, array of any shape. Not changed.
        t: targets, array of the same shape. Not changed.
    Returns:
        A single number: half the sum over all elements.
    Raises:
        ValueError: the shapes differ; the message has both.
    """
    ### BEGIN SOLUTION
    y, t = same_shape(y, t)
    return 0.5 * np.sum((y - t) ** 2)
    ### END SOLUTION


# %% test="sse_by_hand" points=1
# check: sse, by hand
y, t = np.array([2.0, 1.0, 8.0]), np.array([0.0, 2.0, 2.0])
check.unchanged(sse, y, t)
check.close(sse(y, t), 20.5, name="sse([2, 1, 8], [0, 2, 2])")
y, t, name = np.ones((3, 1)), np.ones(3), "sse of shapes (3, 1) and (3,)"
check.raises(ValueError, sse, y, t, mentions=("(3, 1)", "(3,)"), name=name)
### BEGIN HIDDEN TESTS
y = np.array([0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0])
t = np.array([0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
check.close(sse(y, t), 0.0975, name="sse of ten numbers")
for size in ((6,), (1,), (4, 1), (5, 3), (3, 3)):
    rng = np.random.default_rng(20 + sum(size))
    y, t = rng.normal(size=size), rng.normal(size=size)
    halves = [(a - b) * (a - b) / 2 for a, b in zip(y.flat, t.flat)]
    check.unchanged(sse, y, t)
    check.close(
        sse(y, t), sum(halves), name=f"sse of shape {size}", sizes={"batch": size[0]}
    )
check.close(sse(np.array([3, 7]), np.array([5, 4])), 6.5, name="sse of whole numbers")
for left, right in (
    ((4,), (4, 1)),
    ((2, 3), (3,)),
    ((5,), (1,)),
    ((2, 2), (2, 1)),
    ((2, 3), (1, 3)),
):
    check.raises(
        ValueError, sse, np.ones(left), np.ones(right), name="sse of other shapes"
    )
y, t = np.array([3, 200], dtype=np.uint8), np.array([5, 100], dtype=np.uint8)
check.close(sse(y, t), 5002.0, name="sse of pixels")
### END HIDDEN TESTS

# %% [markdown]
# Here are your three losses for a single prediction that moves from left to right past its target. For one prediction, `sse` is just half of `mse`:

# %% given="three_losses"
plots.error_curves(mse, mae, sse, 1.0)

# %% [markdown]
# A square doesn't care about small misses and panics at large ones; an absolute value pulls equally hard at any distance. Suppose you may make only **one** guess for five measurements: 2, 3, 3, 4, and a fifth that you can move. The best guess has the smallest loss.
#
# **Guess first.** The fifth goes from 12 to 20. Which loss moves its guess?
#
# <details><summary>A. Only <code>mse</code></summary>Yes. The square of a large miss grows fast, so the fifth pulls the guess along. For <code>mae</code>, a guess a little above 3 is closer to two measurements but further from the other three, however far off the fifth is.</details>
# <details><summary>B. Both, <code>mae</code> less</summary>That would hold if an absolute value pulled harder from further away. It pulls equally from any distance, so the fifth pulls no harder from 20 than from 12.</details>
# <details><summary>C. Neither, four outvote one</summary>That would hold if both losses counted votes, as <code>mae</code> nearly does: only the side counts. For <code>mse</code> the distance counts as well, and one measurement far off can pull harder than four near ones.</details>

# %% [markdown]
# Then **move the fifth far to the right**, as if a sensor had gone mad.

# %% given="one_bad_sensor"
widgets.explore(
    lambda fifth: plots.best_guess(mse, mae, [2.0, 3.0, 3.0, 4.0, fifth]),
    fifth=(3.0, 20.0, 12.0, 0.5),
)

# %% [markdown]
# With 12 for the fifth (the two 3s share a bar), the squared error wants 4.8: the mean, dragged away from four good measurements by one bad one. The absolute error stays at 3: the median. **A loss is a decision about which mistakes you mind.**
#
# ## 2 · Yes or no: the price of being sure
#
# Now the network answers a question: is this email spam? It predicts a probability $p$ of yes, between 0 and 1, and the truth $y$ is 1 (yes) or 0 (no). (Careful: in `mse`, $y$ was the prediction. From here on, as in most books, $p$ is the prediction.) You could use the squared error. But then the worst that can happen is $(0 - 1)^2 = 1$: being certain and wrong costs only four times as much as a shrug, $p = 0.5$, which costs 0.25.
#
# A better price is **surprise**. If you gave the probability $q$ to what then happened, your surprise is $-\log q$. Here $\log$, like `np.log`, is the natural logarithm:
#
# | probability $q$ of what happened | 1 | 0.9 | 0.5 | 0.1 | 0.01 | 0.000001 |
# | --- | --- | --- | --- | --- | --- | --- |
# | surprise $-\log q$ | 0 | 0.105 | 0.693 | 2.303 | 4.605 | 13.816 |
#
# If the truth is yes, $q = p$. If it is no, $q = 1 - p$. One formula covers both, because $y$ switches one term on and the other off. The mean over the $K$ samples is the **binary cross-entropy**:
#
# $$L = -\frac{1}{K} \sum_{k} \Big( y_k \log p_k + (1 - y_k) \log (1 - p_k) \Big)$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $p$ | predicted probabilities of yes | any shape, often `(N,)` |
# | $y$ | the truth: 1 for yes, 0 for no | the same shape |
# | $L$ | the loss | a single number |
#
# By hand, with $p = (0.8, 0.3)$ and $y = (1, 0)$: $q$ is 0.8 and 0.7, the surprises are 0.223 and 0.357, and the loss is their mean, 0.290.
#
# **The logarithm of 0.** A network that gives the probability 0 to what then happens is infinitely surprised, and one infinite number spoils everything computed from it. Worse, a network that is certain and *right* gets $0 \cdot \log 0$, which is nan. So $p$ is first **clipped**: whatever is below $\varepsilon = 10^{-12}$ counts as $\varepsilon$, and whatever is above $1 - \varepsilon$ as $1 - \varepsilon$. The largest possible surprise is then $-\log 10^{-12} = 27.63$. In this notebook $\varepsilon$ is called `EPS`.
#
# ### Exercise 5 · `binary_cross_entropy`  ★★☆ · 8 minutes · 3 points
#
# Write `binary_cross_entropy(p, y)`: the guard again (now for `p` and `y`), then the clip, then the formula. There must be no warnings, whatever the probabilities. For example, `binary_cross_entropy(np.array([0.8, 0.3]), np.array([1.0, 0.0]))` gives `0.2899`.
#
# <details><summary>A nudge</summary>Which part of the formula counts for a sample with <code>y = 0</code>?</details>
# <details><summary>A push</summary><code>np.clip(p, low, high)</code> returns a new array that stays between the two limits. Both limits are needed: there are two logarithms.</details>
# <details><summary>Almost there</summary>The array inside the sum is <code>y * np.log(p) + (1 - y) * np.log(1 - p)</code>. What turns it into the loss?</details>


# %% solution="binary_cross_entropy"
def binary_cross_entropy(p, y):
    """Mean surprise of predicted probabilities of yes.

    Args:
        p: the predictions, probabilities of yes, array of any shape, clipped to [EPS, 1 - EPS]. Not changed.
        y: the truth, not the predictions, array of the same shape, each 1 or 0. Not changed.
    Returns:
        A single number: the mean over all elements, with the natural logarithm.
    Raises:
        ValueError: the shapes differ; the message has both.
    """
    ### BEGIN SOLUTION
    p, y = same_shape(p, y)
    p = np.clip(p, EPS, 1 - EPS)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    ### END SOLUTION


# %% test="binary_by_hand" points=1
# check: binary_cross_entropy, by hand
p, y = np.array([0.9, 0.2, 0.6]), np.array([1.0, 0.0, 0.0])
check.unchanged(binary_cross_entropy, p, y)
loss = binary_cross_entropy(p, y)
check.close(loss, 0.4149316, name="binary_cross_entropy", rtol=1e-6, atol=0)
### BEGIN HIDDEN TESTS
for size in ((5,), (1,), (4, 1), (3, 2), (3, 3)):
    rng = np.random.default_rng(30 + sum(size))
    p = rng.uniform(0.02, 0.98, size=size)
    y = (rng.random(size) < 0.5).astype(float)
    y.flat[0] = 1.0
    surprises = [-np.log(a if b else 1 - a) for a, b in zip(p.flat, y.flat)]
    check.unchanged(binary_cross_entropy, p, y)
    check.close(
        binary_cross_entropy(p, y),
        sum(surprises) / len(surprises),
        name=f"binary_cross_entropy of shape {size}",
        sizes={"batch": size[0]},
    )
loss = binary_cross_entropy(np.array([0.25, 0.25, 0.5]), np.array([1, 0, 1]))
wanted = (np.log(4) + np.log(4 / 3) + np.log(2)) / 3
check.close(loss, wanted, name="binary_cross_entropy with a truth of whole numbers")
### END HIDDEN TESTS

# %% test="binary_certain" points=1
# check: binary_cross_entropy, certain and wrong
p, y = np.array([0.0, 1.0]), np.array([1.0, 0.0])
check.unchanged(binary_cross_entropy, p, y)
loss = check.quiet(binary_cross_entropy, p, y)
check.close(loss, 27.6310211, name="the loss if sure and wrong", rtol=1e-4)
### BEGIN HIDDEN TESTS
p = np.array([1.0, 0.0, 1.0])
check.unchanged(binary_cross_entropy, p, np.array([1.0, 0.0, 1.0]))
loss = check.quiet(
    binary_cross_entropy,
    p,
    np.array([1.0, 0.0, 1.0]),
    name="binary_cross_entropy of certain and right answers",
)
check.close(loss, 0.0, name="the loss of certain and right answers", atol=1e-9)
for p, y, wanted in (
    ([0.0], [1.0], 27.6310211),
    ([1.0], [0.0], 27.6310211),
    ([0.0], [0.0], 0.0),
    ([1.0], [1.0], 0.0),
    ([0.0, 0.5, 1.0, 0.5], [1.0, 1.0, 1.0, 0.0], (27.6310211 + 2 * np.log(2)) / 4),
    ([0.0, 1.0], [0.0, 0.0], 27.6310211 / 2),
    ([1e-6, 1 - 1e-6], [1.0, 1.0], 13.815511 / 2),
):
    loss = check.quiet(
        binary_cross_entropy,
        np.array(p),
        np.array(y),
        name="binary_cross_entropy of probabilities at or near 0 and 1",
    )
    check.close(
        loss, wanted, name="the loss of probabilities at or near 0 and 1", rtol=1e-4
    )
for p, y in ((1e-20, 1.0), (np.nextafter(1, 0), 0.0)):
    loss = check.quiet(
        binary_cross_entropy,
        np.array([p, 0.5]),
        np.array([y, y]),
        name="binary_cross_entropy of probabilities nearer to 0 or 1 than EPS",
    )
    check.close(
        loss,
        (27.6310211 + np.log(2)) / 2,
        name="the loss of probabilities nearer to 0 or 1 than EPS",
        rtol=1e-4,
    )
### END HIDDEN TESTS

# %% test="binary_refuses" points=1
# check: binary_cross_entropy, shapes that differ
p, y = np.array([[0.9], [0.2], [0.6]]), np.array([1.0, 0.0, 0.0])
both, name = ("(3, 1)", "(3,)"), "binary_cross_entropy of shapes (3, 1) and (3,)"
check.raises(ValueError, binary_cross_entropy, p, y, mentions=both, name=name)
### BEGIN HIDDEN TESTS
check.close(
    binary_cross_entropy(np.array([[0.25], [0.5]]), np.array([[1.0], [0.0]])),
    1.5 * np.log(2),
    name="binary_cross_entropy of columns",
)
for left, right in (
    ((4,), (4, 1)),
    ((2, 3), (3,)),
    ((5,), (1,)),
    ((1,), (3,)),
    ((2, 2), (2, 1)),
    ((2, 3), (1, 3)),
):
    check.raises(
        ValueError,
        binary_cross_entropy,
        np.full(left, 0.5),
        np.ones(right),
        mentions=(left, right),
        name="binary_cross_entropy of other shapes that differ",
    )
### END HIDDEN TESTS

# %% [markdown]
# Here are both prices side by side. Look at the far ends, where a network is sure of something that isn't so:

# %% given="two_prices"
plots.yes_no_losses(mse, binary_cross_entropy)

# %% [markdown]
# The squared error has a ceiling of 1, and the cross-entropy one of 27.6, set by your clip: **the surer you are of a wrong answer, the more it costs.**
#
# A network doesn't produce $p$ directly, but a score that a sigmoid turns into a probability. Suppose that the truth is yes and the score is −6, a confident no. How hard does each loss push the score towards yes? That is its **slope**, the black line. The steeper it is, the more the network changes (lesson 4 shows how).
#
# **Guess first.** The score goes from −6 to −10. What does the slope of the squared error do?
#
# <details><summary>A. It gets steeper</summary>That would hold if the loss squared how far off the score is. It squares how far off the probability is, and that hardly changes: 0.998 at −6 and 0.99995 at −10.</details>
# <details><summary>B. It nearly vanishes</summary>Yes. The sigmoid is flat there, so the probability hardly moves with the score, and neither does its squared error. The slope goes from −0.005 to −0.00009.</details>
# <details><summary>C. It stays as it is</summary>That holds for the cross-entropy, whose slope is about −1 at both scores. The squared error has no logarithm to make up for the flat sigmoid.</details>

# %% [markdown]
# Then **move the score to the left.** (Read the slopes above the pictures: the vertical axes differ.)

# %% given="who_pushes"
widgets.explore(
    lambda score: plots.saturated_losses(sigmoid, mse, binary_cross_entropy, score),
    score=(-10.0, 10.0, -6.0, 0.5),
)

# %% [markdown]
# Out on the left, the sigmoid is flat, or **saturated**, and so is the squared error: the worst mistakes push the least, and training stalls. The logarithm in the cross-entropy undoes the flattening: far out, its slope is a steady −1.
#
# ### Question A · in your own words  (4 minutes · 2 points, graded by hand)
#
# A friend trains a spam filter with a sigmoid at its end and the squared error as its loss. For the first hour hardly anything changes, although it gets most emails wrong and is very sure of them. In two to four sentences: why does it learn so slowly just when it is most wrong, and what should your friend change?

# %% [markdown] written="why_not_squares" points=2
# Where the filter is sure and wrong, the sigmoid is saturated: its output hardly changes when the score does. The squared error only sees that output, so it is almost flat there too, and a flat loss pushes hardly at all. With the binary cross-entropy the logarithm makes up for the flat sigmoid: its slope stays near 1 in size however wrong the score is. So the friend should keep the sigmoid and change the loss to cross-entropy.
#
# ### BEGIN MARK SCHEME
# 1 point: with the squared error the loss is flat (small slope, small gradient) where the sigmoid is saturated, so the steps are tiny there.
# 1 point: use (binary) cross-entropy instead. No point for "a larger learning rate", "train longer" or "another start" alone.
# ### END MARK SCHEME

# %% [markdown]
# This is a good place for a break.
#
# ## 3 · One of many: labels and tables
#
# The digit reader chooses among ten classes. A label is one whole number, such as 2. A network's answer is a row of probabilities, one for each class. To compare the two, write the label as a row too: all zeros, and a single 1 at the label's place. Such a row is **one-hot**.
#
# By hand, with 3 classes: label 1 becomes $(0, 1, 0)$.
#
# There is a trap here as well. In NumPy, the index −1 means the last place. So a label of −1, which often stands for "unknown", would become the last class, with no error at all.
#
# ### Exercise 6 · `one_hot`  ★★☆ · 8 minutes · 2 points
#
# Write `one_hot(labels, num_classes)`, which turns each label into a one-hot row. For example, `one_hot([2, 0], 3)` gives `[[0, 0, 1], [1, 0, 0]]`. Refuse every label that isn't one of the whole numbers 0 to C − 1, with a `ValueError` whose message contains the label, so that you can search the data for it.
#
# <details><summary>A nudge</summary>Start with a table of zeros. Which place of row n becomes 1?</details>
# <details><summary>A push</summary><code>np.zeros((rows, columns))</code> holds floats. Go through the labels with <code>enumerate</code>, which gives the row's number as well, and check each label before you use it.</details>
# <details><summary>Almost there</summary><code>label in range(num_classes)</code> is true for the whole numbers that are allowed, and false for −1, for <code>num_classes</code>, and for 1.5.</details>


# %% solution="one_hot"
def one_hot(labels, num_classes):
    """Labels as a table with a single 1 in each row.

    Args:
        labels: whole numbers from 0 to num_classes - 1, array or list of shape (N,). Not changed.
        num_classes: the number of classes, C.
    Returns:
        Array of floats, shape (N, C).
    Raises:
        ValueError: a label is not one of the classes, such as -1 or 1.5; the message has the label.
    """
    ### BEGIN SOLUTION
    t = np.zeros((len(labels), num_classes))
    for n, label in enumerate(labels):
        if label not in range(num_classes):
            raise ValueError(f"label {label} is not one of the classes")
        t[n, label] = 1
    return t
    ### END SOLUTION


# %% test="one_hot_table" points=1
# check: one_hot, four labels
check.unchanged(one_hot, np.array([2, 0, 1, 2]), 3)
t = one_hot(np.array([2, 0, 1, 2]), 3)
wanted = [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
check.close(t, wanted, name="one_hot([2, 0, 1, 2], 3)")
check.equal(t.dtype.kind, "f", name="the kind of number in the table (f for float)")
### BEGIN HIDDEN TESTS
for N, C in ((5, 4), (1, 3), (4, 1), (3, 3), (2, 7), (30, 6)):
    rng = np.random.default_rng(100 * N + C)
    classes = rng.integers(0, C, size=N)
    wanted = [[float(c == label) for c in range(C)] for label in classes.tolist()]
    check.unchanged(one_hot, classes, C)
    first = one_hot(classes, C)
    check.close(first, wanted, name=f"one_hot of shape {(N, C)}")
    one_hot(np.zeros(N, dtype=int), C)
    check.close(first, wanted, name="one_hot after another call")
t = one_hot([1, 0, 3], 5)
check.close(
    t,
    [[0, 1, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 1, 0]],
    name="one_hot of a list, with a class that nobody has",
)
check.equal(t.dtype.kind, "f", name="the kind of numbers in the table (f for float)")
t = one_hot(np.array([2, 0], dtype=np.uint8), 3)
check.close(t, [[0, 0, 1], [1, 0, 0]], name="one_hot of small whole numbers")
### END HIDDEN TESTS

# %% test="one_hot_refuses" points=1
# check: one_hot, labels that aren't classes
check.raises(ValueError, one_hot, [-1], 3, mentions=(-1,), name="one_hot([-1], 3)")
check.raises(ValueError, one_hot, [0, 5], 4, mentions=(5,), name="one_hot([0, 5], 4)")
check.raises(ValueError, one_hot, [1.5], 3, mentions=(1.5,), name="one_hot([1.5], 3)")
### BEGIN HIDDEN TESTS
check.raises(ValueError, one_hot, np.array([0, 2, -1, 1]), 3, mentions=(-1,))
check.raises(ValueError, one_hot, np.array([0, 5, 1]), 4, mentions=(5,))
check.raises(ValueError, one_hot, np.array([1.5, 0.0]), 3, mentions=(1.5,))
for classes, C, label in (
    ([1, 4], 4, 4),
    ([10], 10, 10),
    ([-3, 0, 1], 3, -3),
    ([0, 1, 2, -7], 5, -7),
    ([0, 99, 1], 7, 99),
):
    check.raises(
        ValueError,
        one_hot,
        np.array(classes),
        C,
        mentions=(label,),
        name="one_hot of labels out of range",
    )
check.raises(
    ValueError,
    one_hot,
    [0.25, 2, 1],
    3,
    mentions=(0.25,),
    name="one_hot of a label that isn't whole",
)
check.raises(
    ValueError, one_hot, [0, 1.5, 2], 3, mentions=(1.5,), name="one_hot of [0, 1.5, 2]"
)
crowd = np.ones(5000, dtype=int)  # as a text, its middle is left out
crowd[2500] = 77
check.raises(
    ValueError, one_hot, crowd, 3, mentions=(77,), name="one_hot of 5000 labels"
)
wanted = [[1, 0, 0], [0, 0, 1]]
check.close(
    one_hot(np.array([0, 2]), 3), wanted, name="one_hot of the outermost labels"
)
### END HIDDEN TESTS

# %% [markdown]
# Here is your table for a ship, a cat, a dog and another ship:

# %% given="your_table"
plots.one_hot_table(one_hot, [2, 0, 1, 2], ["cat", "dog", "ship"])

# %% [markdown]
# ## 4 · A loss that grows for no reason
#
# With many classes, the price is the same surprise: minus the logarithm of the probability given to the **right** class. Let row $n$ of $p$ hold the probabilities of sample $n$, and row $n$ of $t$ its one-hot label. In the inner sum, all terms but one are multiplied by 0:
#
# $$L = -\frac{1}{N} \sum_{n=0}^{N-1} \; \sum_{c=0}^{C-1} t_{nc} \log p_{nc}$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $p$ | probabilities, each row sums to 1 | `(N, C)` |
# | $t$ | one-hot labels | `(N, C)` |
# | $L$ | the **categorical cross-entropy** | a single number |
#
# By hand: a picture of a dog gets 0.26 for cat, **0.59 for dog** and 0.15 for ship. The loss is $-\log 0.59 = 0.5276$. The 0.26 and the 0.15 don't matter by themselves.
#
# A colleague has written that formula in one line:


# %% given="colleague"
def colleague_loss(p, t):
    return -np.mean(np.sum(t * np.log(p)))


dog, dog_label = np.array([0.26, 0.59, 0.15]), np.array([0.0, 1.0, 0.0])
plots.loss_by_batch(colleague_loss, dog, dog_label, "colleague_loss")

# %% [markdown]
# In this picture the batch holds 1, 2, 3, … copies of the *same* dog. The network is no more wrong on twenty copies than on one. But the loss is twenty times as large, and so are its slopes: a step that suits one dog would be 500 times too large for a batch of 500.
#
# Where is the mean? It is there. **But what is it the mean of?**
#
# ### Exercise 7 · `mended_cross_entropy`  ★★☆ · 5 minutes · 2 points
#
# Write `mended_cross_entropy(p, t)`, the colleague's line put right. No probability is 0 in this exercise; that comes in the next one. For example, with two samples whose losses are 0.693 and 1.386:
#
# ```python
# p, t = np.array([[0.5, 0.5], [0.25, 0.75]]), np.array([[1.0, 0.0], [1.0, 0.0]])
# mended_cross_entropy(p, t)  # 1.0397
# ```
#
# <details><summary>A nudge</summary>Print <code>np.sum(t * np.log(p))</code> and its shape. What is the mean of that?</details>
# <details><summary>A push</summary>The inner sum should give one number <em>for each sample</em>, shape (N,). So it should add up along the classes only.</details>
# <details><summary>Almost there</summary><code>np.sum</code> takes an <code>axis</code>. Axis 0 runs along the batch.</details>


# %% solution="mended_cross_entropy"
def mended_cross_entropy(p, t):
    """Categorical cross-entropy: the mean over the batch, whatever its size.

    Args:
        p: probabilities above 0, array of shape (N, C). Not changed.
        t: one-hot labels, array of shape (N, C). Not changed.
    Returns:
        A single number.
    """
    # The colleague's line: return -np.mean(np.sum(t * np.log(p)))
    ### BEGIN SOLUTION
    return -np.mean(np.sum(t * np.log(p), axis=1))
    ### END SOLUTION


# %% test="mended_by_hand" points=1
# check: mended_cross_entropy, two samples
p = np.array([[0.5, 0.25, 0.25], [0.1, 0.7, 0.2]])
t = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
check.unchanged(mended_cross_entropy, p, t)
loss = mended_cross_entropy(p, t)
check.close(loss, 0.52491106, name="the loss of 2 samples", rtol=1e-6)
### BEGIN HIDDEN TESTS
dogs, marks = np.tile([0.26, 0.59, 0.15], (2, 1)), np.tile([0.0, 1.0, 0.0], (2, 1))
check.close(
    mended_cross_entropy(dogs, marks),
    0.52763274,
    name="mended_cross_entropy of two equal dogs",
    rtol=1e-6,
)
### END HIDDEN TESTS

# %% test="mended_any_batch" points=1
# check: mended_cross_entropy, twenty equal dogs
dogs, marks = np.tile([0.26, 0.59, 0.15], (20, 1)), np.tile([0.0, 1.0, 0.0], (20, 1))
loss, sizes = mended_cross_entropy(dogs, marks), {"batch": 20, "class": 3}
check.close(loss, 0.52763274, name="the loss of 20 dogs", sizes=sizes, rtol=1e-6)
### BEGIN HIDDEN TESTS
for N, C in ((1, 4), (5, 2), (3, 7), (4, 4), (50, 10)):
    rng = np.random.default_rng(1000 + 100 * N + C)
    p = rng.uniform(0.1, 1.0, size=(N, C))
    p = p / np.einsum("nc->n", p)[:, None]
    classes = rng.integers(0, C, size=N)
    t = np.array([[float(c == label) for c in range(C)] for label in classes])
    surprises = [-np.log(row[label]) for row, label in zip(p, classes)]
    check.unchanged(mended_cross_entropy, p, t)
    check.close(
        mended_cross_entropy(p, t),
        sum(surprises) / N,
        name=f"mended_cross_entropy of shape {(N, C)}",
        sizes={"batch": N, "class": C},
    )
p, t = np.array([[1e-6, 1 - 1e-6]]), np.array([[1.0, 0.0]])
check.close(
    mended_cross_entropy(p, t), 13.81551056, name="the loss of a small probability"
)
### END HIDDEN TESTS

# %% [markdown]
# Here are the same twenty batches with your line:

# %% given="mended_picture"
plots.loss_by_batch(mended_cross_entropy, dog, dog_label, "mended_cross_entropy")

# %% [markdown]
# ### Exercise 8 · `categorical_cross_entropy`  ★★☆ · 8 minutes · 3 points
#
# Write `categorical_cross_entropy(p, t)`, a version fit for real networks. A softmax of large scores *does* give zeros, and $0 \cdot \log 0$ is nan even for classes that don't matter. As before, whatever is below $\varepsilon = 10^{-12}$ counts as $\varepsilon$. (There is only one logarithm here, so an upper limit isn't needed.) Use the guard too: above all, it must keep out labels of shape `(N,)` in place of a one-hot table. For example, `categorical_cross_entropy(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]))` gives `27.631`.
#
# <details><summary>A nudge</summary>You have already written most of it. Which two of your functions do most of the work?</details>
# <details><summary>A push</summary>Guard, clip, then the line that you put right. You may call <code>mended_cross_entropy</code>.</details>
# <details><summary>Almost there</summary>Either <code>np.maximum(p, EPS)</code> or <code>np.clip(p, EPS, 1)</code> will do for the clip. The guard returns two arrays.</details>


# %% solution="categorical_cross_entropy"
def categorical_cross_entropy(p, t):
    """Mean surprise of predicted probabilities, for one-hot labels.

    Args:
        p: probabilities, array of shape (N, C), clipped to [EPS, 1]. Not changed.
        t: one-hot labels, array of shape (N, C). Not changed.
    Returns:
        A single number: the mean over the batch, with the natural logarithm.
    Raises:
        ValueError: the shapes differ; the message has both.
    """
    ### BEGIN SOLUTION
    p, t = same_shape(p, t)
    return mended_cross_entropy(np.maximum(p, EPS), t)
    ### END SOLUTION


# %% test="categorical_by_hand" points=1
# check: categorical_cross_entropy, the dog
p, t = np.array([[0.26, 0.59, 0.15]]), np.array([[0.0, 1.0, 0.0]])
check.unchanged(categorical_cross_entropy, p, t)
loss = categorical_cross_entropy(p, t)
check.close(loss, 0.52763274, name="the loss of the dog", rtol=1e-6)
### BEGIN HIDDEN TESTS
p, t = np.full((2, 5), 0.2), np.array([[0.0, 0, 0, 1, 0], [0.0, 1, 0, 0, 0]])
check.close(
    categorical_cross_entropy(p, t),
    1.60943791,
    name="the loss of knowing nothing about 5 classes",
    sizes={"batch": 2, "class": 5},
    rtol=1e-6,
)
for N, C in ((1, 4), (5, 2), (3, 7), (4, 4), (20, 10)):
    rng = np.random.default_rng(2000 + 100 * N + C)
    p = rng.uniform(0.1, 1.0, size=(N, C))
    p = p / np.einsum("nc->n", p)[:, None]
    classes = rng.integers(0, C, size=N)
    t = np.array([[float(c == label) for c in range(C)] for label in classes])
    surprises = [-np.log(row[label]) for row, label in zip(p, classes)]
    check.unchanged(categorical_cross_entropy, p, t)
    check.close(
        categorical_cross_entropy(p, t),
        sum(surprises) / N,
        name=f"categorical_cross_entropy of shape {(N, C)}",
        sizes={"batch": N, "class": C},
    )
### END HIDDEN TESTS

# %% test="categorical_zeros" points=1
# check: categorical_cross_entropy, sure and wrong
p, t = np.array([[1.0, 0.0]] * 3), np.array([[0.0, 1.0]] * 3)
check.unchanged(categorical_cross_entropy, p, t)
loss, sizes = check.quiet(categorical_cross_entropy, p, t), {"batch": 3}
check.close(loss, 27.6310211, name="the loss if wrong", sizes=sizes, rtol=1e-4)
### BEGIN HIDDEN TESTS
p = np.array([[0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]])
t = np.array([[0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]])
check.unchanged(categorical_cross_entropy, p, t)
loss = check.quiet(
    categorical_cross_entropy, p, t, name="categorical_cross_entropy with zeros in p"
)
check.close(loss, 0.51082562, name="the loss with zeros in p", rtol=1e-6)
for p, t, wanted in (
    ([[1.0, 0.0, 0.0]], [[1.0, 0.0, 0.0]], 0.0),
    ([[0.0, 1.0, 0.0]], [[0.0, 1.0, 0.0]], 0.0),
    ([[0.0, 0.5, 0.5], [0.0, 0.0, 1.0]], [[1.0, 0, 0], [0, 0, 1.0]], 27.6310211 / 2),
    ([[1e-6, 1 - 1e-6]], [[1.0, 0.0]], 13.815511),
    ([[0.0, 0.25, 0.75], [0.5, 0.5, 0.0]], [[0, 1.0, 0], [1.0, 0, 0]], np.log(8) / 2),
):
    loss = check.quiet(
        categorical_cross_entropy,
        np.array(p),
        np.array(t),
        name="categorical_cross_entropy of probabilities at or near 0",
    )
    check.close(loss, wanted, name="the loss with zeros in p", rtol=1e-4, atol=1e-9)
loss = categorical_cross_entropy(np.array([[1e-20, 1.0]]), np.array([[1.0, 0.0]]))
check.close(
    loss,
    27.6310211,
    name="the loss of a probability between 0 and EPS",
    rtol=1e-4,
)
### END HIDDEN TESTS

# %% test="categorical_refuses" points=1
# check: categorical_cross_entropy, labels in place of a table
p, t = np.full((3, 3), 1 / 3), np.array([0.0, 1.0, 2.0])
both, name = ("(3, 3)", "(3,)"), "categorical_cross_entropy of shapes (3, 3) and (3,)"
check.raises(ValueError, categorical_cross_entropy, p, t, mentions=both, name=name)
### BEGIN HIDDEN TESTS
p = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4]])
check.close(
    categorical_cross_entropy(p, np.array([[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0]])),
    0.49870294,
    name="categorical_cross_entropy with a one-hot table",
    rtol=1e-6,
)
for left, right in (((4, 3), (3,)), ((4, 3), (1, 3)), ((2, 3), (2, 1)), ((1, 3), (3,))):
    check.raises(
        ValueError,
        categorical_cross_entropy,
        np.full(left, 0.25),
        np.ones(right),
        mentions=(left, right),
        name="categorical_cross_entropy of other shapes that differ",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## 5 · Who is to blame?
#
# For 10 classes, nine out of ten products with a one-hot table are 0. You can do without them: from each row, **pick** the probability of its label.
#
# By hand, with the labels $(2, 0, 2)$:
#
# | | class 0 | class 1 | class 2 | picked |
# | --- | --- | --- | --- | --- |
# | sample 0 | 0.1 | 0.2 | **0.7** | 0.7 |
# | sample 1 | **0.5** | 0.3 | 0.2 | 0.5 |
# | sample 2 | 0.6 | 0.3 | **0.1** | 0.1 |
#
# The surprises are 0.357, 0.693 and 2.303, and the loss is their mean, 1.117.
#
# NumPy can pick like this: `p[rows, columns]` with two lists of the same length takes one element for each pair. `p[[0, 1, 2], [2, 0, 2]]` is the array `[0.7, 0.5, 0.1]`.
#
# ### Exercise 9 · `cross_entropy_labels`  ★★☆ · 8 minutes · 3 points
#
# Write `cross_entropy_labels(p, labels)`, which takes the labels as they are. For example, `cross_entropy_labels(np.array([[0.1, 0.2, 0.7], [0.5, 0.3, 0.2]]), np.array([2, 0]))` gives `0.5249`.
#
# Guard the labels first: raise a `ValueError` if their shape isn't `(N,)`, because picking with shape `(N, 1)` would give a table again. From there, there are two good ways. Either refuse labels that aren't classes, pick, and clip as before. Or build on functions that you have already written, which refuse and clip by themselves.
#
# <details><summary>A nudge</summary>Which of your functions turns labels into what <code>categorical_cross_entropy</code> takes?</details>
# <details><summary>A push</summary>The number of classes is the number of columns of <code>p</code>. If you pick instead: <code>np.arange(N)</code> makes the rows 0, 1, …, N − 1.</details>
# <details><summary>Almost there</summary>Compare <code>labels.shape</code> with <code>(N,)</code>. Then <code>one_hot</code>, and what it returns goes into <code>categorical_cross_entropy</code>. Or: look at the smallest and the largest label, pick, clip, and take minus the mean of the logarithms.</details>


# %% solution="cross_entropy_labels"
def cross_entropy_labels(p, labels):
    """Mean surprise of predicted probabilities, for labels.

    Args:
        p: probabilities, array of shape (N, C), clipped to [EPS, 1]. Not changed.
        labels: whole numbers from 0 to C - 1, array of shape (N,). Not changed.
    Returns:
        A single number: the mean over the batch, with the natural logarithm.
    Raises:
        ValueError: a label is not one of the C classes, or the shape of labels is not (N,).
    """
    ### BEGIN SOLUTION
    N, C = p.shape
    if np.shape(labels) != (N,):
        raise ValueError("p needs one label for each row: labels of shape (N,)")
    return categorical_cross_entropy(p, one_hot(labels, C))
    ### END SOLUTION


# %% test="labels_by_hand" points=1
# check: cross_entropy_labels, by hand
p = np.array([[0.1, 0.2, 0.7], [0.5, 0.3, 0.2], [0.6, 0.3, 0.1]])
check.unchanged(cross_entropy_labels, p, np.array([2, 0, 2]))
loss = cross_entropy_labels(p, np.array([2, 0, 2]))
check.close(loss, 1.11746907, name="cross_entropy_labels by hand", rtol=1e-6)
### BEGIN HIDDEN TESTS
for N, C in ((1, 4), (5, 2), (3, 7), (4, 4), (20, 10)):
    rng = np.random.default_rng(3000 + 100 * N + C)
    p = rng.uniform(0.1, 1.0, size=(N, C))
    p = p / np.einsum("nc->n", p)[:, None]
    classes = rng.integers(0, C, size=N)
    surprises = [-np.log(row[label]) for row, label in zip(p, classes)]
    check.unchanged(cross_entropy_labels, p, classes)
    check.close(
        cross_entropy_labels(p, classes),
        sum(surprises) / N,
        name=f"cross_entropy_labels of shape {(N, C)}",
        sizes={"batch": N, "class": C},
    )
for C in (2, 3, 10):
    loss = cross_entropy_labels(np.full((6, C), 1 / C), np.array([0, 1, 1, 0, 1, 1]))
    check.close(loss, np.log(C), name="the loss of knowing nothing")
### END HIDDEN TESTS

# %% test="labels_zeros" points=1
# check: cross_entropy_labels, sure and wrong
p, wrong = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), np.array([0, 1])
loss = check.quiet(cross_entropy_labels, p, wrong)
check.close(loss, 27.6310211, name="the loss of labels with probability 0", rtol=1e-4)
### BEGIN HIDDEN TESTS
p = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.5, 0.5, 0.0], [1.0, 0.0, 0.0]])
right, wrong = np.array([1, 2, 0, 0]), np.array([0, 1, 2, 1])
check.unchanged(cross_entropy_labels, p, wrong)
loss = check.quiet(
    cross_entropy_labels,
    p,
    right,
    name="cross_entropy_labels with zeros in other places",
)
check.close(loss, 0.17328680, name="the loss with zeros in other places", rtol=1e-6)
loss = check.quiet(
    cross_entropy_labels, p, wrong, name="cross_entropy_labels with zeros at the labels"
)
check.close(loss, 27.6310211, name="the loss of zeros at the labels", rtol=1e-4)
p = np.array([[0.0, 0.25, 0.75, 0.0], [1e-6, 0.0, 0.0, 1 - 1e-6]])
for classes, wanted in (
    ([1, 3], np.log(2)),
    ([0, 3], 27.6310211 / 2),
    ([2, 0], (np.log(4 / 3) + 13.815511) / 2),
    ([3, 1], 27.6310211),
):
    loss = check.quiet(
        cross_entropy_labels, p, np.array(classes), name="cross_entropy_labels"
    )
    check.close(loss, wanted, name="the loss of labels with zeros in p", rtol=1e-4)
check.close(
    cross_entropy_labels(np.array([[1.0, 1e-20]]), np.array([1])),
    27.6310211,
    name="the loss where the right class has less than EPS",
    rtol=1e-4,
)
### END HIDDEN TESTS

# %% test="labels_refused" points=1
# check: cross_entropy_labels, labels that don't fit
p = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]])
for unfit in ([0, -1], [3, 1], [[0], [1]]):
    name = f"cross_entropy_labels(p, {unfit})"
    check.raises(ValueError, cross_entropy_labels, p, np.array(unfit), name=name)
### BEGIN HIDDEN TESTS
check.close(
    cross_entropy_labels(p, np.array([0, 1])),
    0.28990925,
    name="cross_entropy_labels of two labels that fit",
    rtol=1e-6,
)
p = np.full((4, 4), 0.25)
of_others = "cross_entropy_labels of more or fewer labels than rows"
of_none = "cross_entropy_labels of labels that are no classes"
for classes, name in (
    ([1], of_others),
    ([0, 1], of_others),
    ([0, 1, 2, 3, 0], of_others),
    ([0, 1, 2, 4], of_none),
    ([-4, 1, 2, 3], of_none),
    ([0, -2, 1, 1], of_none),
):
    check.raises(
        ValueError,
        cross_entropy_labels,
        p,
        np.array(classes),
        name=name,
    )
check.raises(
    ValueError,
    cross_entropy_labels,
    p,
    np.array([[0, 1, 2, 3]]),
    name="cross_entropy_labels of labels of shape (1, N)",
)
check.close(
    cross_entropy_labels(p, np.array([0, 3, 3, 0])), np.log(4), name="outermost labels"
)
name = "cross_entropy_labels of one row with labels of shape (1, 1)"
check.raises(ValueError, cross_entropy_labels, p[:1], np.array([[0]]), name=name)
### END HIDDEN TESTS

# %% [markdown]
# Now your loss judges the digit reader, on twelve digits that it has never seen. The orange ones are misread.

# %% given="who_is_to_blame"
chosen = [0, 1, 2, 3, 20, 58, 4, 5, 115, 6, 221, 7]
plots.loss_by_sample(
    cross_entropy_labels,
    softmax(reader_scores[chosen]),
    unseen_images[chosen],
    unseen_labels[chosen],
)

# %% [markdown]
# If you like, judge it with the `softmax` that you wrote in lesson 2:

# %%
from course.mine import mine

plots.loss_by_sample(
    cross_entropy_labels,
    mine(softmax)(reader_scores[chosen]),
    unseen_images[chosen],
    unseen_labels[chosen],
)

# %% [markdown]
# Almost the whole loss comes from a few samples, and not every mistake costs the same: a reader that was torn between two answers pays little; one that was sure pays a lot. **When a loss is surprisingly high, look at its largest bars first.** Sometimes it is the label that is wrong, not the network.
#
# ## 6 · From the scores, in one go
#
# One weakness is left. Let the wrong class lead by more and more in the scores: the further it leads, the larger the loss should be. But the softmax makes the probability of the right class tiny, and then the clip takes over. Once the lead passes about 28, the loss stands still, and a loss that stands still teaches nothing.
#
# The way out is to never compute the probability. Put the formula of the softmax into the logarithm, and it splits in two: the log of a quotient is a difference, and log $e^s$ is $s$. For one sample with scores $s_0, \dots, s_{C-1}$ and label $\ell$:
#
# $$-\log \frac{e^{s_\ell}}{\sum_c e^{s_c}} \;=\; \log \sum_c e^{s_c} \;-\; s_\ell$$
#
# The first part is called **log-sum-exp**. It overflows if a score is 1000, because $e^{1000}$ is larger than any float. So take out the largest score $m$ first. This changes nothing: $e^{s_c} = e^m e^{s_c - m}$, so $e^m$ moves out of the sum, and its logarithm is $m$:
#
# $$\log \sum_c e^{s_c} \;=\; m + \log \sum_c e^{s_c - m}$$
#
# Now every exponent is 0 or negative, and at least one of them is exactly 0: nothing overflows, and the sum is at least 1, so its logarithm is safe as well. No clip is needed any more.
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $s$ | scores | `(N, C)` |
# | $\ell$ | labels | `(N,)` |
# | $m$ | the largest score of each row | `(N,)`, or `(N, 1)` to subtract it from $s$ |
# | $L$ | the mean of the $N$ losses | a single number |
#
# By hand, with the scores $(1000, 0)$ and label 1: $m = 1000$, the sum is $1 + 0$, its logarithm is 0, and the loss is $1000 + 0 - 0 = 1000$. With the scores $(2, 1, 0)$ and label 0: $m = 2$, the sum is $1 + 0.368 + 0.135 = 1.503$, its logarithm is 0.408, and the loss is $2 + 0.408 - 2 = 0.408$.
#
# ### Exercise 10 · `softmax_cross_entropy`  ★★★ · 10 minutes · 3 points
#
# Write `softmax_cross_entropy(scores, labels)`, which never computes a probability. For example, `softmax_cross_entropy(np.array([[1000.0, 0.0], [1000.0, 0.0]]), np.array([1, 0]))` gives `500.0`. You can trust the labels here: each is one of the classes, and there is one for each row.
#
# <details><summary>A nudge</summary>Three arrays of shape (N,): the largest scores, the logarithms of the sums, the scores of the labels.</details>
# <details><summary>A push</summary>Subtract the largest score from its row, with <code>keepdims=True</code> so that the shapes fit. Afterwards you can forget the old scores: the loss is the same for the new ones. Why?</details>
# <details><summary>Almost there</summary>With the new scores: the logarithm of the sum of exponentials of each row, minus the new score of the label. That one is picked with <code>np.arange(N)</code> and the labels.</details>


# %% solution="softmax_cross_entropy"
def softmax_cross_entropy(scores, labels):
    """Cross-entropy of softmax(scores), computed from the scores.

    Args:
        scores: any numbers, array of shape (N, C). Not changed.
        labels: whole numbers from 0 to C - 1, array of shape (N,). Not changed.
    Returns:
        A single number: the mean over the batch, with the natural logarithm.
    """
    ### BEGIN SOLUTION
    below_top = scores - np.max(scores, axis=1, keepdims=True)
    log_sums = np.log(np.sum(np.exp(below_top), axis=1))
    of_labels = below_top[np.arange(len(labels)), labels]
    return np.mean(log_sums - of_labels)
    ### END SOLUTION


# %% test="scores_by_hand" points=1
# check: softmax_cross_entropy, by hand
scores = np.array([[2.0, 1.0, 0.0, 3.0], [0.0, 1.0, 3.0, 1.0], [1.0, -1.0, 0.0, 2.0]])
check.unchanged(softmax_cross_entropy, scores, np.array([1, 2, 0]))
loss = softmax_cross_entropy(scores, np.array([1, 2, 0]))
check.close(loss, 1.38611926, name="softmax_cross_entropy by hand", rtol=1e-6)

# %% test="scores_batches" points=1
# check: softmax_cross_entropy, equal scores
loss = softmax_cross_entropy(np.zeros((4, 3)), np.array([0, 2, 1, 2]))
check.close(loss, 1.09861229, name="the loss of equal scores", rtol=1e-6)
### BEGIN HIDDEN TESTS
scores, labels = np.zeros((4, 3)), np.array([0, 2, 1, 2])
check.close(
    softmax_cross_entropy(scores, labels),
    1.09861229,
    name="softmax_cross_entropy of equal scores",
    sizes={"batch": 4, "class": 3},
    rtol=1e-6,
)
check.close(
    softmax_cross_entropy(scores + 5, labels),
    1.09861229,
    name="softmax_cross_entropy of equal scores, all 5 larger",
    rtol=1e-6,
)
for N, C in ((1, 4), (5, 2), (2, 1), (3, 7), (4, 4), (20, 10)):
    rng = np.random.default_rng(4000 + 100 * N + C)
    scores, classes = 2 * rng.normal(size=(N, C)), rng.integers(0, C, size=N)
    tops = np.logaddexp.reduce(scores, axis=1)
    losses = [top - row[label] for top, row, label in zip(tops, scores, classes)]
    check.unchanged(softmax_cross_entropy, scores, classes)
    check.close(
        softmax_cross_entropy(scores, classes),
        sum(losses) / N,
        name=f"softmax_cross_entropy of shape {(N, C)}",
        sizes={"batch": N, "class": C},
    )
check.close(
    softmax_cross_entropy(scores.astype(np.float32), classes),
    sum(losses) / N,
    name="softmax_cross_entropy in float32",
    rtol=1e-4,
    atol=1e-5,
)
loss = softmax_cross_entropy(np.array([[1, 3], [2, -1]]), np.array([1, 0]))
wanted = (np.log1p(np.exp(-2.0)) + np.log1p(np.exp(-3.0))) / 2
check.close(loss, wanted, name="softmax_cross_entropy of whole numbers")
### END HIDDEN TESTS

# %% test="scores_huge" points=1
# check: softmax_cross_entropy, scores of ±1000
huge = np.array([[1000.0, 0.0, -1000.0]])
loss = check.quiet(softmax_cross_entropy, huge, np.array([1]))
check.close(loss, 1000.0, name="the loss if 1000 is wrong", rtol=1e-4)
### BEGIN HIDDEN TESTS
huge = np.array([[1000.0, 0.0, -1000.0]])
name = "softmax_cross_entropy of scores of ±1000"
loss = check.quiet(softmax_cross_entropy, huge, np.array([0]), name=name)
check.close(loss, 0.0, name="the loss if 1000 is right")
loss = check.quiet(softmax_cross_entropy, huge, np.array([1]), name=name)
check.close(loss, 1000.0, name="the loss if 1000 is wrong", rtol=1e-4)
loss = check.quiet(softmax_cross_entropy, huge, np.array([2]), name=name)
check.close(loss, 2000.0, name="the loss if -1000 is right", rtol=1e-4)
for scores, classes, wanted in (
    ([[-1000.0, -1000.0]], [1], np.log(2)),
    ([[1000.0, 1000.0, 1000.0]], [0], np.log(3)),
    ([[1000.0, 998.0], [-1000.0, -998.0]], [0, 0], 1 + np.log1p(np.exp(-2.0))),
    ([[0.0, 60.0], [60.0, 0.0]], [0, 0], 30.0),
    ([[1000.0, 0.0], [0.0, 0.0]], [1, 1], 500 + np.log(2) / 2),
    ([[1000.0, 0.0], [-1000.0, 0.0]], [0, 1], 0.0),
    ([[1e5, 0.0], [-1e5, -1e5]], [1, 0], 5e4 + np.log(2) / 2),
):
    given = np.array(scores)
    check.unchanged(softmax_cross_entropy, given, np.array(classes))
    loss = check.quiet(softmax_cross_entropy, given, np.array(classes), name=name)
    check.close(loss, wanted, name="the loss of huge scores")
### END HIDDEN TESTS

# %% [markdown]
# Of two classes, the second is right and the first leads. Both curves come from your functions: softmax followed by `cross_entropy_labels`, and `softmax_cross_entropy`, which keeps rising.

# %% given="no_more_ceiling"
plots.clipped_loss(cross_entropy_labels, softmax_cross_entropy, softmax)

# %% [markdown]
# ## 7 · The stairs become a valley
#
# Here are the same 120 digits and the same nudge: the mistakes on the left, **your** loss on the right.

# %% given="stairs_and_valley"
plots.mistakes_by_nudge(
    reader_scores[:120], unseen_labels[:120], 9, softmax_cross_entropy
)

# %% [markdown]
# Everywhere in the valley you can tell which way is down, however small your step. That is what a network learns from.
#
# One last experiment. Multiply all scores by a positive number: the largest one stays the largest, so **not a single answer changes**. Only how sure the reader is of them changes. The dashed line is the loss of knowing nothing: if all $C = 10$ classes get the probability 1/10, the loss is $\log 10 = 2.303$. **Try 0.1, 3 and 20.** Which number would you choose for this reader?

# %%
sharpness = 10.0  # from 0.05 (shy) to 20 (overconfident)
plots.loss_by_sharpness(softmax_cross_entropy, reader_scores, unseen_labels, sharpness)

# %% [markdown]
# Every one of these readers misreads 25 of the 360 digits. The loss is 1.57 at 0.1, 4.02 at 20, and smallest near 0.8, with 0.242: this reader is a little surer than it should be. A loss sees what a count of mistakes can't: whether a network knows how much it knows.
#
# ### Question B · in your own words  (4 minutes · 2 points, graded by hand)
#
# You start to train two new networks on the ten digits. Before the first step, the loss of network 1 is 2.31, and that of network 2 is 9.7. In two to four sentences: which of these is what you would expect from a network that knows nothing, and why? What must the other one be doing, to be so much worse than knowing nothing?

# %% [markdown] written="first_loss" points=2
# 2.31 is what to expect: a network that knows nothing should give each of the 10 classes about the probability 1/10, and the surprise at that is -log(1/10) = log 10 = 2.303. A loss of 9.7 means that the right class gets e^-9.7, about 0.00006, on average: network 2 is very sure of answers that are wrong. It knows as little as network 1, but its scores are much too large, for example because its weights start too large.
#
# ### BEGIN MARK SCHEME
# 1 point: 2.31 fits knowing nothing, because log 10 = 2.30 (or: -log of the probability 1/10).
# 1 point: network 2 is sure of wrong answers (gives right classes tiny probabilities; its scores are too large or too far apart). No point for "it makes more mistakes" alone.
# ### END MARK SCHEME

# %% [markdown]
# ## What you have built
#
# Which number should it be? It depends on what the network predicts:
#
# | the network predicts | loss | a wrong choice costs |
# | --- | --- | --- |
# | quantities | `mse`; `mae` if a few targets may be far off | the mean is dragged away by one bad target |
# | yes or no | `binary_cross_entropy` after a sigmoid | with squares, the worst mistakes push the least |
# | one of many classes | `softmax_cross_entropy` from the scores | after a clip, the loss stands still where it matters |
#
# And in PyTorch and Keras:
#
# | you wrote | in PyTorch | in Keras |
# | --- | --- | --- |
# | `one_hot` | `torch.nn.functional.one_hot` | `keras.utils.to_categorical` |
# | `mse`, `mae` | `torch.nn.MSELoss`, `torch.nn.L1Loss` | `loss="mse"`, `loss="mae"` |
# | `binary_cross_entropy` | `torch.nn.BCELoss` | `loss="binary_crossentropy"` |
# | `categorical_cross_entropy` | `torch.nn.CrossEntropyLoss` with probabilities as targets, from scores | `loss="categorical_crossentropy"` |
# | `cross_entropy_labels` | `torch.nn.NLLLoss`, which takes logarithms of probabilities | `loss="sparse_categorical_crossentropy"` |
# | `softmax_cross_entropy` | `torch.nn.CrossEntropyLoss` | the same, with `from_logits=True` |
#
# PyTorch's `CrossEntropyLoss` takes **scores**, not probabilities. Put a softmax before it, and you have two of them, a loss that never falls below 1.46 for 10 classes, and no error message. Now you know why.
#
# A loss tells you which way is down, if you look closely enough. How do you look closely in 2,778 directions at once? That is **lesson 4, the numerical gradient**.

# %% [markdown]
# ## Sources and further reading
#
# - M. Nielsen, *Neural Networks and Deep Learning*, 2015, chapter 3: why a saturated sigmoid learns slowly with squares, and how cross-entropy cures it.
# - S. Prince, *Understanding Deep Learning*, 2023, chapter 5: one recipe from which squares and both cross-entropies follow.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, 2016, chapter 6 for which loss goes with which last layer, chapter 4 for overflow.
# - P. Blanchard, D. J. Higham and N. J. Higham, "Accurately computing the log-sum-exp and softmax functions", 2021: how accurate the trick with the largest score is.
# - C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On calibration of modern neural networks", 2017: networks that are too sure, and one number for all scores that mends it, as in part 7.

# %% [markdown]
# ## What is done, and what is open
#
# **Before you submit:** choose *Kernel → Restart Kernel and Run All Cells*, read here which exercises pass all checks that you can see, and save.

# %% given="overview"
check.overview(
    same_shape=2,
    mse=2,
    mae=1,
    sse=1,
    binary_cross_entropy=3,
    one_hot=2,
    mended_cross_entropy=2,
    categorical_cross_entropy=3,
    cross_entropy_labels=3,
    softmax_cross_entropy=3,
)
