# %% [markdown]
# # 2 · Activations
#
# **Which bend belongs between the layers, and why did so many deep networks refuse to learn until people changed it?**
#
# The curves below show a ten-layer network, trained twice on handwritten digits. Only the function between the layers was different. One network never got beyond guessing. The other reads nine out of ten digits that it has never seen.
#
# At the end you will run this race yourself, with functions that you wrote. You will be able to
#
# - write the usual activations and their derivatives so that no number breaks them,
# - say how much of a gradient is left after ten layers, and why,
# - find neurons that are switched off for good,
# - turn scores into probabilities.
#
# | | |
# | --- | --- |
# | time | about 90 minutes, and three to four hours if slopes and NumPy are new to you; part 4 ends with a good place for a break |
# | points | 22, of which 4 are for questions in your own words |
# | you need | lesson 1; what the slope of a curve is |
# | you don't need | backpropagation: what you need of it is explained here |
#
# Run a cell with **Shift + Enter**, and replace `raise NotImplementedError()` with your answer. The cells after it check it: **✓** is right, **✗** says what to look at, **○** means not attempted yet. Some checks are hidden and run when your work is graded.

# %% given="setup"
import numpy as np

from course import check, plots, widgets

bend_a = [0.1, 0.1, 0.09, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
bend_b = [0.1, 0.3, 0.65, 0.79, 0.84, 0.87, 0.9, 0.91, 0.88, 0.91, 0.89]
plots.accuracy_by_epoch({"bend A": bend_a, "bend B": bend_b})

# %% [markdown]
# ## Before you start
#
# Three questions about lesson 1. Answer each before you unfold it.
#
# <details><summary>1. By hand: what does a neuron with the weights (3, −1) and the bias 0.5 give for the inputs (1, 2)?</summary>1 · 3 + 2 · (−1) + 0.5 = 1.5: each input times its weight, added up, plus the bias.</details>
# <details><summary>2. A batch of shape (6, 8) meets a layer of 3 neurons. What are the shapes of W, b and the result?</summary>(8, 3), (3,) and (6, 3): the inner sizes must be equal and vanish, and b is added to every row.</details>
# <details><summary>3. Why can ten affine layers with nothing between them do no more than one?</summary>Multiply out the brackets: (x W₁ + b₁) W₂ + b₂ = x (W₁ W₂) + (b₁ W₂ + b₂), which is one W and one b again, and so on for all ten.</details>

# %% [markdown]
# Bend A is the sigmoid of lesson 1.
#
# ## 1 · The sigmoid, for all numbers
#
# A function that stands between two layers is called an **activation**. It is applied to every number of an array by itself, so the result has the shape of what comes in:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}$$
#
# The formula of lesson 1 has a weak spot. For $x = -1000$ it needs $e^{1000}$, a number with 435 digits. The largest number that a float can hold has 309:

# %% given="overflow"
with np.errstate(over="ignore"):  # or NumPy would warn of an overflow
    print("exp(700)  =", np.exp(700.0))
    print("exp(1000) =", np.exp(1000.0))
    print("exp(-1000) =", np.exp(-1000.0), " (harmless: too small to tell from 0)")

# %% [markdown]
# $e$ to a large **positive** power overflows; $e$ to a large **negative** power only becomes 0. So never give `np.exp` a large positive number. Multiply the top and bottom of the fraction by $e^{x}$, and you get a second form of the same function:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}} = \frac{e^{x}}{e^{x} + 1}$$
#
# The first form is safe where $x \ge 0$, the second where $x < 0$. With $t = e^{-|x|}$, which is never larger than 1, they are
#
# $$\sigma(x) = \frac{1}{1 + t}\ \text{ where } x \ge 0, \qquad \sigma(x) = \frac{t}{1 + t}\ \text{ where } x < 0$$
#
# By hand: $t = e^{-2} \approx 0.135$ both for $x = 2$ and for $x = -2$. So $\sigma(2) \approx 1/1.135 \approx 0.881$ and $\sigma(-2) \approx 0.135/1.135 \approx 0.119$.
#
# Silencing the warning, as the cell above does, fixes nothing: in parts 2 and 8, the overflow ends up as `nan`, "not a number".
#
# ### Exercise 1 · `sigmoid`  ★★☆ · 8 minutes · 2 points
#
# Write `sigmoid(x)` so that no number makes it overflow. For example, `sigmoid(np.array([0.0, 2.0, -1000.0]))` gives `[0.5, 0.8808, 0]`.
#
# <details><summary>A nudge</summary>Both forms have the same bottom, 1 + t. Only the top depends on the sign of x.</details>
# <details><summary>A push</summary>An <code>if</code> decides once for a whole array. <code>np.where(condition, a, b)</code> decides for each number: it takes from <code>a</code> where the condition holds and from <code>b</code> elsewhere. Both are computed in full, so both must be safe for every x.</details>
# <details><summary>Almost there</summary>First <code>t = np.exp(-np.abs(x))</code>. Then choose between 1 and t for the top of the fraction.</details>


# %% solution="sigmoid"
def sigmoid(x):
    """The sigmoid, element by element, without an overflow for any x.

    Args:
        x: array of floats or whole numbers, of any shape. Not changed.
    Returns:
        Array of floats of the same shape, from 0 to 1.
    """
    ### BEGIN SOLUTION
    t = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, t) / (1 + t)
    ### END SOLUTION


# %% test="sigmoid_values" points=1
# check: sigmoid, three numbers
x = np.array([-2.0, 0.0, 3.0])
check.unchanged(sigmoid, x)
y = sigmoid(x)
check.close(y, [0.1192029220, 0.5, 0.9525741268], name="sigmoid([-2, 0, 3])")
### BEGIN HIDDEN TESTS
for size in ((1,), (4, 3), (2, 3, 2), (1, 5)):
    x = np.random.default_rng(size[-1]).normal(size=size) * 4
    y = 0.5 * (1 + np.tanh(x / 2))
    check.unchanged(sigmoid, x)
    check.close(sigmoid(x), y, name=f"sigmoid of shape {size}")
y = [0.11920292202211755, 0.5, 0.8807970779778824]
check.close(sigmoid(np.array([-2, 0, 2])), y, name="sigmoid of whole numbers")
x = np.array([-2.0, 0.0, 2.0], dtype=np.float32)
check.close(sigmoid(x), y, name="sigmoid in float32", rtol=1e-5)
### END HIDDEN TESTS

# %% test="sigmoid_stable" points=1
# check: sigmoid, far from 0
x = np.array([-1000.0, -2.0, 2.0, 1000.0])
y = [0.0, 0.1192029220, 0.8807970780, 1.0]
check.close(check.quiet(sigmoid, x), y, name="sigmoid([-1000, -2, 2, 1000])")
### BEGIN HIDDEN TESTS
x = np.array([[-750.0, 750.0], [-1.0, 1e5], [-1e5, 0.0]])
y = [[0.0, 1.0], [0.2689414213699951, 1.0], [0.0, 0.5]]
check.close(check.quiet(sigmoid, x), y, name="sigmoid of large numbers")
check.unchanged(sigmoid, np.array([-1e5, 1e5]))
### END HIDDEN TESTS

# %% given="sigmoid_picture"
plots.sigmoid_curve(sigmoid)

# %% [markdown]
# ## 2 · tanh: the sigmoid, stretched
#
# Everything that leaves a sigmoid is positive. Signals spread around 0 are often better, and **tanh** (say "tanch", for hyperbolic tangent) gives those: it goes from −1 to 1. Textbooks define it as
#
# $$\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}$$
#
# At $x = 1000$ that is infinity divided by infinity, and NumPy gives `nan`. But divide top and bottom by $e^{x}$, and the sigmoid appears:
#
# $$\tanh(x) = \frac{1 - e^{-2x}}{1 + e^{-2x}} = \frac{2 - (1 + e^{-2x})}{1 + e^{-2x}} = \frac{2}{1 + e^{-2x}} - 1 = 2\,\sigma(2x) - 1$$
#
# Squeeze the sigmoid to half its width, stretch it to twice its height, and move it down by 1. By hand, at $x = 1$: &nbsp; $2\,\sigma(2) - 1 \approx 2 \cdot 0.8808 - 1 = 0.7616$.
#
# ### Exercise 2 · `tanh`  ★☆☆ · 5 minutes · 2 points
#
# Write `tanh(x)`, for numbers of any size. For example, `tanh(np.array([0.0, 1.0]))` gives `[0, 0.7616]`. You may use `np.tanh`, as everybody does. But try to build it from your `sigmoid`.
#
# <details><summary>A nudge</summary>There are two factors of 2 in the formula: one inside the sigmoid, one outside.</details>
# <details><summary>A push</summary>Call <code>sigmoid</code> with a new array that is twice x.</details>
# <details><summary>Almost there</summary>What <code>sigmoid(2 * x)</code> gives lies between 0 and 1. Stretch and move it so that it lies between −1 and 1.</details>


# %% solution="tanh"
def tanh(x):
    """The hyperbolic tangent, element by element, for any x.

    Args:
        x: array of floats or whole numbers, of any shape. Not changed.
    Returns:
        Array of floats of the same shape, from -1 to 1.
    """
    ### BEGIN SOLUTION
    return 2 * sigmoid(2 * x) - 1
    ### END SOLUTION


# %% test="tanh_values" points=1
# check: tanh, three numbers
x = np.array([-0.5, 0.0, 1.0])
check.unchanged(tanh, x)
y = tanh(x)
check.close(y, [-0.4621171573, 0.0, 0.7615941560], name="tanh([-0.5, 0, 1])")
### BEGIN HIDDEN TESTS
for size in ((1,), (4, 3), (2, 3, 2)):
    x = np.random.default_rng(size[-1]).normal(size=size) * 3
    y = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    check.unchanged(tanh, x)
    check.close(tanh(x), y, name=f"tanh of shape {size}")
y = [-0.7615941559557649, 0.0, 0.9640275800758169]
check.close(tanh(np.array([-1, 0, 2])), y, name="tanh of whole numbers")
x = np.array([-1.0, 0.0, 2.0], dtype=np.float32)
check.close(tanh(x), y, name="tanh in float32", rtol=1e-5, atol=1e-6)
### END HIDDEN TESTS

# %% test="tanh_stable" points=1
# check: tanh, far from 0
x = np.array([-1000.0, 1.0, 1000.0])
y = [-1.0, 0.7615941560, 1.0]
check.close(check.quiet(tanh, x), y, name="tanh([-1000, 1, 1000])")
### BEGIN HIDDEN TESTS
x = np.array([[-800.0, 800.0], [1.0, -1e5]])
y = [[-1.0, 1.0], [0.7615941559557649, -1.0]]
check.close(check.quiet(tanh, x), y, name="tanh of large numbers")
check.unchanged(tanh, np.array([-1e5, 1e5]))
### END HIDDEN TESTS

# %% given="two_curves"
plots.curves({"sigmoid": sigmoid, "tanh": tanh})

# %% [markdown]
# ## 3 · How much of a nudge gets through?
#
# A network learns by nudging: *if this weight were a little larger, would the answer be better?* For that, a nudge at the beginning has to make a difference at the end. On its way it passes through every activation. How much of it gets through is the **slope** there, also called the **derivative** and written $f'(x)$: nudge $x$ by a small $\varepsilon$, and $f(x)$ moves by about $f'(x) \cdot \varepsilon$. Where the curve is flat, nothing gets through.
#
# For our two curves, the slopes can be written in terms of the curves' own values:
#
# $$\sigma'(x) = \sigma(x)\,\bigl(1 - \sigma(x)\bigr) \qquad\qquad \tanh'(x) = 1 - \tanh(x)^2$$
#
# (You may skip this. With $u = 1 + e^{-x}$ we have $\sigma = 1/u$, so $\sigma' = -u'/u^2 = e^{-x}/u^2 = \frac{1}{u} \cdot \frac{u - 1}{u}$. And $\frac{u-1}{u} = 1 - \sigma$. The second follows from the first: $\tanh(x) = 2\,\sigma(2x) - 1$ has the slope $4\,\sigma'(2x)$.)
#
# By hand: $\sigma(0) = 0.5$, so $\sigma'(0) = 0.5 \cdot 0.5 = 0.25$. And $\tanh(0) = 0$, so $\tanh'(0) = 1 - 0 = 1$.
#
# Here both derivatives are functions of $x$, the number **before** the activation. (Some libraries pass the number after it.)
#
# ### Exercise 3 · `sigmoid_grad`  ★☆☆ · 4 minutes · 1 point
#
# Write `sigmoid_grad(x)`, the slope of your sigmoid at each number. For example, `sigmoid_grad(np.array([0.0]))` gives `[0.25]`.
#
# <details><summary>A nudge</summary>You have the sigmoid already, and it never overflows.</details>
# <details><summary>A push</summary>Compute it once and keep it in a variable.</details>
# <details><summary>Almost there</summary>With <code>s = sigmoid(x)</code>, two factors are left to multiply.</details>


# %% solution="sigmoid_grad"
def sigmoid_grad(x):
    """The slope of the sigmoid at x, element by element, without a warning for any x.

    Args:
        x: what goes into the sigmoid, array of any shape. Not changed.
    Returns:
        Array of floats of the same shape, from 0 to 0.25.
    """
    ### BEGIN SOLUTION
    s = sigmoid(x)
    return s * (1 - s)
    ### END SOLUTION


# %% test="sigmoid_grad_slope" points=1
# check: sigmoid_grad, against the slopes of sigmoid
x = np.array([-2.0, 0.0, 0.5, 3.0])
check.unchanged(sigmoid_grad, x)
check.gradient(lambda v: np.sum(sigmoid(v)), x, sigmoid_grad(x), name="sigmoid_grad")
y = check.quiet(sigmoid_grad, np.array([-1000.0, 0.0, 1000.0]))
check.close(y, [0.0, 0.25, 0.0], name="sigmoid_grad([-1000, 0, 1000])")
### BEGIN HIDDEN TESTS
x = np.array([-2.0, 0.0, 0.5, 3.0])
dx = sigmoid_grad(x)
check.gradient(lambda v: np.sum(1 / (1 + np.exp(-v))), x, dx, name="sigmoid_grad(x)")
for size in ((1,), (3, 2), (2, 2, 3)):
    x = np.random.default_rng(size[-1]).normal(size=size) * 3
    dx = sigmoid_grad(x)
    check.gradient(lambda v: np.sum(1 / (1 + np.exp(-v))), x, dx, name="sigmoid_grad")
y = [0.10499358540350662, 0.25, 0.19661193324148185]
check.close(sigmoid_grad(np.array([-2, 0, 1])), y, name="sigmoid_grad of whole numbers")
y = check.quiet(sigmoid_grad, np.array([-1e5, 0.0, 1e5]))
check.close(y, [0.0, 0.25, 0.0], name="sigmoid_grad of large numbers")
far = np.array([-740.0, -400.0, -360.0, 360.0, 400.0, 740.0])
check.close(check.quiet(sigmoid_grad, far), np.zeros(6), name="sigmoid_grad far out")
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 4 · `tanh_grad`  ★☆☆ · 3 minutes · 1 point
#
# Write `tanh_grad(x)`, the slope of your tanh at each number. For example, `tanh_grad(np.array([0.0]))` gives `[1]`.
#
# <details><summary>A nudge</summary>At 0, tanh rises as steeply as the line y = x. Does your formula give 1 there?</details>
# <details><summary>A push</summary>Square the value of tanh, not x.</details>
# <details><summary>Almost there</summary>Call your <code>tanh</code>, square what it returns, and subtract that from 1.</details>


# %% solution="tanh_grad"
def tanh_grad(x):
    """The slope of tanh at x, element by element, without a warning for any x.

    Args:
        x: what goes into tanh, array of any shape. Not changed.
    Returns:
        Array of floats of the same shape, from 0 to 1.
    """
    ### BEGIN SOLUTION
    return 1 - tanh(x) ** 2
    ### END SOLUTION


# %% test="tanh_grad_slope" points=1
# check: tanh_grad, against the slopes of tanh
x = np.array([-1.0, 0.0, 0.5, 2.0])
check.unchanged(tanh_grad, x)
check.gradient(lambda v: np.sum(tanh(v)), x, tanh_grad(x), name="tanh_grad(x)")
y = check.quiet(tanh_grad, np.array([-1000.0, 0.0, 1000.0]))
check.close(y, [0.0, 1.0, 0.0], name="tanh_grad([-1000, 0, 1000])")
### BEGIN HIDDEN TESTS
x = np.array([-1.0, 0.0, 0.5, 2.0])
check.gradient(
    lambda v: np.sum((np.exp(v) - np.exp(-v)) / (np.exp(v) + np.exp(-v))),
    x,
    tanh_grad(x),
    name="tanh_grad(x)",
)
for size in ((1,), (3, 2), (2, 2, 3)):
    x = np.random.default_rng(size[-1]).normal(size=size) * 2
    check.gradient(lambda v: np.sum(np.tanh(v)), x, tanh_grad(x), name="tanh_grad")
y = [0.07065082485316443, 1.0, 0.4199743416140261]
check.close(tanh_grad(np.array([-2, 0, 1])), y, name="tanh_grad of whole numbers")
y = check.quiet(tanh_grad, np.array([-1e5, 0.0, 1e5]))
check.close(y, [0.0, 1.0, 0.0], name="tanh_grad of large numbers")
far = np.array([-740.0, -400.0, -360.0, 360.0, 400.0, 740.0])
check.close(check.quiet(tanh_grad, far), np.zeros(6), name="tanh_grad far out")
### END HIDDEN TESTS

# %% [markdown]
# Below each curve is the slope that your functions give. Compare the heights of the two hills:

# %% given="two_slopes"
plots.beside_slopes({"sigmoid": (sigmoid, sigmoid_grad), "tanh": (tanh, tanh_grad)})

# %% [markdown]
# The sigmoid lets at most a **quarter** of a nudge through, and only at 0. Further out it is nearly flat: a neuron there is called **saturated**. Around 0, tanh lets nearly everything through.
#
# ## 4 · A message through ten layers
#
# A quarter of a nudge is still something.
#
# **Guess first.** How much do ten sigmoid layers let through at most?
#
# <details><summary>A. About one millionth</summary>Yes. Each layer leaves at most a quarter of what reaches it. Five layers leave about a thousandth, and the next five a thousandth of that.</details>
# <details><summary>B. About one thousandth</summary>That much is left after five layers, since 0.25 · 0.25 · 0.25 · 0.25 · 0.25 ≈ 0.001. The other five layers leave a thousandth of it.</details>
# <details><summary>C. About one fortieth</summary>That would hold if ten layers shared one quarter, 0.25 / 10. Here each layer lets through at most a quarter of what reaches it, so you multiply by 0.25 ten times.</details>

# %% [markdown]
# Then **change the number** of layers.

# %%
layers = 10  # try 2, 5, 20
print(f"What {layers} sigmoid layers let through at most: {0.25**layers:.3g}")

# %% [markdown]
# The weights count too, and may be larger than 1. At the end of the network, every output has a wish: *I would like to be larger.* That wish is the **gradient**; it starts as 1 for every output, and it is handed back layer by layer. Anywhere on the way it says how much the sum of all outputs would grow for a small nudge right there. Layer $k$ (counted from 0; $h_0$ is the input, and here the last layer has a bend too) computes
#
# $$z_k = h_k W_k + b_k \qquad h_{k+1} = f(z_k)$$
#
# so on its way back the gradient $g$ meets two things in each layer. First the **bend**: it is multiplied by the slopes $f'(z_k)$, number by number. Then the **weights**. On the way forward, input $i$ reaches neuron $j$ through $W_{ij}$; on the way back, the wish of neuron $j$ reaches input $i$ through the same $W_{ij}$, and the wishes of all neurons are added up. That is a matrix product with rows and columns swapped, `W.T`:
#
# $$g_k = \bigl(g_{k+1} \odot f'(z_k)\bigr)\, W_k^T$$
#
# The sign $\odot$ means `*`, element by element. The shapes: `(N, M) @ (M, D)` gives `(N, D)`. (The bias is only added, which leaves a nudge as it is.) We measure how large $g_k$ is with one number, its **norm**: the square root of the sum of all its squares. For example, the norm of $(3, 4)$ is $\sqrt{9 + 16} = 5$.
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $z_k$ | what goes into the bend of layer $k$ | `(N, M)` |
# | $W_k$ | weights of layer $k$ | `(D, M)` |
# | $g_{k+1}$ | gradient that reaches layer $k$ from the end; ones for the last layer | `(N, M)` |
# | $g_k$ | gradient that layer $k$ passes on towards the beginning | `(N, D)` |
#
# By hand, with two layers of one neuron each. Layer 0 has the weight 2 and the slope 0.25, layer 1 has the weight 3 and the slope 0.2:
#
# | | comes in | times the slope | times the weight | norm |
# | --- | --- | --- | --- | --- |
# | layer 1 | 1 | 0.2 | 0.6 | `norms[1]` = 0.6 |
# | layer 0 | 0.6 | 0.15 | 0.3 | `norms[0]` = 0.3 |
#
# This program does the same. Its lines are shuffled, and two are wrong.

# %% given="norms_lines"
NORMS_LINES = """
   def norms_of(slopes, weights):
A      return np.array(norms[::-1])
B          g = g + slope * weight
C      for slope, weight in zip(slopes[::-1], weights[::-1]):
D          norms.append(abs(g))
E      g = 1.0
F      for slope, weight in zip(slopes, weights):
G          g = g * slope * weight
H      norms = []
"""

# %% [markdown]
# ### Exercise 5 · `norms_in_order`  ★☆☆ · 4 minutes · 1 point
#
# Put the other six in order, below `def`: return their letters, as in `"B A"`.
#
# <details><summary>A nudge</summary>Read down the table: which layer comes first, and what happens to the 1 there? An indented line belongs to the loop above it.</details>
# <details><summary>A push</summary>A line that uses <code>g</code> or <code>norms</code> can only run when another line has made it. And which line adds where the table multiplies?</details>
# <details><summary>Almost there</summary>Two lines make what the loop needs, three are the loop, and one is left for the end. <code>[::-1]</code> reverses a list.</details>


# %% solution="norms_in_order"
def norms_in_order():
    """The lines of norms_of, in an order in which they give the norms.

    Returns:
        Six letters: a text, or a list of texts.
    """
    ### BEGIN SOLUTION
    return "E H C G D A"
    ### END SOLUTION


# %% test="norms_in_order_by_hand" points=1
# check: norms_in_order, the two layers of the table
name = "norms_in_order()"
norms_of = check.arranged(norms_in_order(), NORMS_LINES, 6, name=name)
y = norms_of([0.25, 0.2], [2.0, 3.0])
check.close(y, [0.3, 0.6], name="what the lines give")
### BEGIN HIDDEN TESTS
y = norms_of([0.5, 0.1, 0.2], [2.0, -3.0, 4.0])
check.close(y, [0.24, 0.24, 0.8], name="what the lines give for three layers")
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 6 · `gradient_norms`  ★★★ · 10 minutes · 2 points
#
# Write `gradient_norms(zs, Ws, grad)`, the same for layers of any size. It takes all $z_k$, all $W_k$ and the derivative of the activation: `grad(z)` gives the slopes at `z`. For example, with one layer whose slope is 0.5 (`lambda z: 0.5 * z` is a function in one line):
#
# ```python
# gradient_norms([np.array([[1.0]])], [np.array([[3.0]])], lambda z: 0.5 * z)  # [1.5]
# ```
#
# <details><summary>A nudge</summary>The order of your lines stays. Which of them say something else when g, z and W are arrays?</details>
# <details><summary>A push</summary>Start with <code>g = np.ones(zs[-1].shape)</code>. In the loop, first the slopes, then the weights.</details>
# <details><summary>Almost there</summary>The new g is <code>g * grad(...)</code>, then <code>@</code> with the transposed weights. <code>np.sqrt(np.sum(g**2))</code> is the norm.</details>


# %% solution="gradient_norms"
def gradient_norms(zs, Ws, grad):
    """How large a gradient of ones is after it has been handed back through each layer.

    Args:
        zs: list of L arrays: what goes into the bend of layer k, shape (N, M_k). Not changed.
        Ws: list of L arrays: the weights of layer k, shape (D_k, M_k). Not changed.
        grad: function; grad(z) gives the slopes of the activation, an array of the shape of z.
    Returns:
        L numbers, as a list or as an array of shape (L,): number k is the norm of the
        gradient that layer k hands on towards the beginning.
    """
    ### BEGIN SOLUTION
    g = np.ones(zs[-1].shape)
    norms = []
    for z, W in zip(zs[::-1], Ws[::-1]):
        g = (g * grad(z)) @ W.T
        norms.append(np.sqrt(np.sum(g**2)))
    return norms[::-1]
    ### END SOLUTION


# %% test="gradient_norms_chain" points=1
# check: gradient_norms, two layers by hand
z_list = [np.array([[0.5]]), np.array([[0.4]])]
W_list = [np.array([[2.0]]), np.array([[3.0]])]
y = gradient_norms(z_list, W_list, lambda z: 0.5 * z)
y = np.array(y) if isinstance(y, (list, tuple)) else y
check.close(y, [0.3, 0.6], name="gradient_norms by hand")
### BEGIN HIDDEN TESTS
z_list, W_list = [np.zeros((1, 1))] * 10, [np.ones((1, 1))] * 10
y = gradient_norms(z_list, W_list, lambda z: 0.25 + 0 * z)
y = np.array(y) if isinstance(y, (list, tuple)) else y
ten = [0.25**k for k in range(10, 0, -1)]
check.close(y, ten, name="gradient_norms of ten slopes of 0.25", atol=1e-15)
### END HIDDEN TESTS

# %% test="gradient_norms_wide" points=1
# check: gradient_norms, two samples and three neurons
z_list = [np.array([[1.0, 0.5, 0.5], [0.0, -0.5, 1.0]])]
W_list = [np.array([[1.0, 2.0, -1.0]])]
check.unchanged(gradient_norms, z_list, W_list, lambda z: 2 * z)
y = gradient_norms(z_list, W_list, lambda z: 2 * z)
y = np.array(y) if isinstance(y, (list, tuple)) else y
check.close(y, [5.0], name="gradient_norms of a gradient of 3 and -4")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(5)
W_list = [rng.normal(size=pair) for pair in ((4, 2), (2, 3))]
b_list = [rng.normal(size=size) for size in (2, 3)]
h_list, z_list = [rng.normal(size=(5, 4))], []
for W, b in zip(W_list, b_list):
    z_list.append(h_list[-1] @ W + b)
    h_list.append(np.sin(z_list[-1]))


def end_of(h, first, W_list, b_list):
    for W, b in zip(W_list[first:], b_list[first:]):
        h = np.sin(h @ W + b)
    return np.sum(h)


def slopes_of(h, first, W_list, b_list):  # nudge every number, and look at the end
    found = np.zeros(h.shape)
    for place in np.ndindex(h.shape):
        nudge = np.zeros(h.shape)
        nudge[place] = 1e-4
        up = end_of(h + nudge, first, W_list, b_list)
        found[place] = (up - end_of(h - nudge, first, W_list, b_list)) / 2e-4
    return found


slopes = [slopes_of(h_list[k], k, W_list, b_list) for k in range(2)]
expected = np.array([(d * d).sum() ** 0.5 for d in slopes])
check.unchanged(gradient_norms, z_list, W_list, lambda z: np.cos(z))
y = gradient_norms(z_list, W_list, lambda z: np.cos(z))
y = np.array(y) if isinstance(y, (list, tuple)) else y
check.close(y, expected, name="gradient_norms", rtol=1e-6)
for N, widths in ((3, (3, 3, 3, 3)), (1, (2, 5)), (4, (1, 3, 2, 1, 4)), (2, (2, 2, 2))):
    rng = np.random.default_rng(10 * N + len(widths))
    W_list = [rng.normal(size=pair) for pair in zip(widths[:-1], widths[1:])]
    b_list = [rng.normal(size=M) for M in widths[1:]]
    h_list, z_list = [rng.normal(size=(N, widths[0]))], []
    for W, b in zip(W_list, b_list):
        z_list.append(h_list[-1] @ W + b)
        h_list.append(np.sin(z_list[-1]))
    slopes = [slopes_of(h, k, W_list, b_list) for k, h in enumerate(h_list[:-1])]
    expected = [(d * d).sum() ** 0.5 for d in slopes]
    if len(set(widths)) == 1:
        d, untransposed = np.ones(z_list[-1].shape), []
        for z, W in zip(z_list[::-1], W_list[::-1]):
            d = (d * np.cos(z)) @ W
            untransposed.insert(0, np.sqrt(np.sum(d**2)))
    y = gradient_norms(z_list, W_list, lambda z: np.cos(z))
    y = np.array(y) if isinstance(y, (list, tuple)) else y
    name = f"gradient_norms with widths {widths}"
    check.close(y, expected, name=name, rtol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# Now send a gradient through a network of random weights: ten layers of 32 neurons, 200 samples. The wish begins as $200 \cdot 32 = 6400$ ones, so its norm is 80. On the vertical axis, each mark stands for ten times the one below. (`norms[0]` belongs to layer 1 in the picture.)

# %% given="two_gradients"
plots.gradients_by_layer(
    {"sigmoid": (sigmoid, sigmoid_grad), "tanh": (tanh, tanh_grad)}, gradient_norms
)

# %% [markdown]
# Here is what happened to bend A. The last layers hear the wish loud and clear, and the first layers hear next to nothing: with the sigmoid, a norm of 22 leaves layer 10, and one of 0.00037 leaves layer 1, almost 60,000 times less. (The weights made up for some of the shrinking.) With tanh, it stays between 60 and 90. Without a gradient, the first layers' weights hardly move, and the last layers learn from scrambled inputs. This is called the **vanishing gradient**.
#
# ### Question A · in your own words  (5 minutes · 2 points, graded by hand)
#
# "Then train the sigmoid network a hundred times longer," a friend says. In two to four sentences: why do the first layers of a deep sigmoid network hardly learn, and why does the problem get so much worse with every layer you add?

# %% [markdown] written="why_vanishing" points=2
# How much a weight moves depends on the gradient that reaches it. On the way back, every sigmoid multiplies the gradient by its slope, which is at most 0.25, and less where it is saturated. These factors multiply, so the gradient shrinks exponentially with depth: ten layers leave at most 0.25¹⁰, about one millionth (unless large weights make up for it). A hundred times longer is far too little to make up for a million.
#
# ### BEGIN MARK SCHEME
# 1 point: the gradient is multiplied by the slope of the sigmoid in each layer, and that is small (at most 0.25), so that almost nothing reaches the first layers.
# 1 point: the factors multiply, so that it shrinks exponentially (or: by a factor at each layer) with depth. No point for "sigmoids are slow" or "too many weights" alone.
# ### END MARK SCHEME

# %% [markdown]
# (This is a good place for a break.)
#
# ## 5 · The bend that changed it
#
# What would be ideal? A bend that is not flat. The simplest is the **rectified linear unit**, or ReLU:
#
# $$\text{relu}(x) = \max(0, x)$$
#
# Negative numbers become 0, all others stay as they are. It is two straight lines with a single kink, and that kink is enough of a bend.
#
# ### Exercise 7 · `relu`  ★☆☆ · 4 minutes · 1 point
#
# Write `relu(x)`, which turns negative numbers into 0. For example, `relu(np.array([-3.0, 0.0, 2.0]))` gives `[0, 0, 2]`.
#
# <details><summary>A nudge</summary>For each number, you want the larger of two numbers.</details>
# <details><summary>A push</summary>Python's <code>max</code> can't compare arrays, and <code>np.max</code> looks for the largest number of one array. You need the function that compares two arrays element by element.</details>
# <details><summary>Almost there</summary>It is called <code>np.maximum</code>, and one of the two may be a single number.</details>


# %% solution="relu"
def relu(x):
    """max(0, x), element by element.

    Args:
        x: array of any shape. Not changed.
    Returns:
        Array of the same shape.
    """
    ### BEGIN SOLUTION
    return np.maximum(0, x)
    ### END SOLUTION


# %% test="relu_values" points=1
# check: relu, five numbers
x = np.array([-3.0, -0.5, 0.0, 0.25, 2.0])
check.unchanged(relu, x)
check.close(relu(x), [0.0, 0.0, 0.0, 0.25, 2.0], name="relu(x)")
### BEGIN HIDDEN TESTS
for size in ((1,), (4, 3), (2, 3, 2), (3, 3)):
    x = np.random.default_rng(size[-1]).normal(size=size) * 5
    check.unchanged(relu, x)
    check.close(relu(x), (x + np.abs(x)) / 2, name=f"relu of shape {size}")
check.unchanged(relu, np.array([-2, 0, 7]))
check.close(relu(np.array([-2, 0, 7])), [0, 0, 7], name="relu of whole numbers")
check.close(relu(np.array([-1e6, 1e6])), [0, 1e6], name="relu of large numbers")
x = np.array([-0.5, 0.5], dtype=np.float32)
check.close(relu(x), [0.0, 0.5], name="relu in float32")
### END HIDDEN TESTS

# %% [markdown]
# Its slope is easy: 1 where the line rises, 0 where it is flat. At exactly 0 there is a kink and no slope. PyTorch and TensorFlow choose 0 there, and so do we:
#
# $$\text{relu}'(x) = \begin{cases}1 & x > 0\\ 0 & x \le 0\end{cases}$$
#
# ### Exercise 8 · `relu_grad`  ★☆☆ · 3 minutes · 1 point
#
# Write `relu_grad(x)`, the slope of your relu at each number. For example, `relu_grad(np.array([-3.0, 0.0, 2.0]))` gives `[0, 0, 1]`.
#
# <details><summary>A nudge</summary>The slope is the answer to a yes-or-no question about x.</details>
# <details><summary>A push</summary>Comparing an array with a number gives True and False. We want 1 and 0.</details>
# <details><summary>Almost there</summary><code>.astype(float)</code> turns True and False into 1.0 and 0.0.</details>


# %% solution="relu_grad"
def relu_grad(x):
    """The slope of relu at x, element by element.

    Args:
        x: what goes into relu, array of any shape. Not changed.
    Returns:
        Array of numbers of the same shape: 1 where x > 0, and 0 elsewhere, also at 0.
    """
    ### BEGIN SOLUTION
    return (x > 0).astype(float)
    ### END SOLUTION


# %% test="relu_grad_slope" points=1
# check: relu_grad, five numbers
x = np.array([-3.0, -0.005, 0.0, 0.005, 2.0])
check.unchanged(relu_grad, x)
check.close(relu_grad(x), [0.0, 0.0, 0.0, 1.0, 1.0], name="relu_grad(x)")
### BEGIN HIDDEN TESTS
for size in ((1,), (4, 3), (2, 3, 2)):
    x = np.random.default_rng(size[-1]).normal(size=size) * 5
    x = x + 0.01 * np.sign(x)
    dx = relu_grad(x)
    check.gradient(lambda v: np.sum(v + np.abs(v)) / 2, x, dx, name="relu_grad")
check.close(relu_grad(np.array([-2, 0, 7])), [0, 0, 1], name="relu_grad, whole numbers")
y = relu_grad(np.array([-1e-6, 1e-6]))
check.close(y, [0.0, 1.0], name="relu_grad, close to 0")
### END HIDDEN TESTS

# %% [markdown]
# The same picture, with ReLU in the race:

# %% given="three_gradients"
plots.gradients_by_layer(
    {
        "sigmoid": (sigmoid, sigmoid_grad),
        "tanh": (tanh, tanh_grad),
        "relu": (relu, relu_grad),
    },
    gradient_norms,
)

# %% [markdown]
# Where ReLU is switched on, its slope is 1, and 1 times 1 times 1 stays 1, however deep the network is. Since about 2011, when it became popular, deep networks have usually been trained from scratch. ReLU was not the only reason (better first weights were another, see part 7), but it was a simple one. **Bend B is ReLU.**
#
# ## 6 · The price: neurons that never wake up
#
# Left of 0 the slope of ReLU is exactly 0. A neuron whose $z$ is not above 0 for **any** sample is 0 for every sample, and no gradient reaches its weights: it can't learn, so as a rule it stays 0. It is **dead**. One step that is too large is enough to push a neuron there.
#
# Take what goes into the bends of a layer, $z$ with shape `(N, M)`: a row for each sample, a column for each neuron (or **unit**). By hand, with three samples and four units:
#
# $$z = \begin{pmatrix}-1 & 9 & 0 & -3\\ -2 & -1 & -5 & 4\\ -1 & -6 & -2 & -1\end{pmatrix}$$
#
# Unit 0 and unit 2 are never above 0. So 2 of 4 units are dead: a share of 0.5.
#
# ### Exercise 9 · `dead_fraction`  ★★☆ · 7 minutes · 2 points
#
# Write `dead_fraction(z)`, the share of units that are dead in this batch. For example, `dead_fraction(np.array([[-1.0, 9.0], [-2.0, -1.0]]))` gives `0.5`.
#
# <details><summary>A nudge</summary>First find out for each number in z whether it is 0 or below. Then ask whether that holds for whole columns.</details>
# <details><summary>A push</summary><code>np.all(..., axis=...)</code> tells you whether something holds all along an axis. Which axis runs through the samples?</details>
# <details><summary>Almost there</summary>Axis 0 runs through the samples, so one True or False is left for each unit. The mean of True and False is the share of True.</details>


# %% solution="dead_fraction"
def dead_fraction(z):
    """The share of units for which ReLU gives 0 in the whole batch.

    Args:
        z: what goes into the ReLUs, shape (N, M): a row for each sample. Not changed.
    Returns:
        A number from 0 to 1: the share of the M columns that have no number above 0.
    """
    ### BEGIN SOLUTION
    return np.mean(np.all(z <= 0, axis=0))
    ### END SOLUTION


# %% test="dead_fraction_by_hand" points=1
# check: dead_fraction, ten units
batch = [[1.0, 4, 3, -2, -3, -3, -3, 3, 3, -3], [2, 3, -5, 0, -3, -2, 1, -4, -2, -5]]
batch = np.array([*batch, [-5, -5, 0, -2, -3, -4, -5, -3, -5, 0]])
check.unchanged(dead_fraction, batch)
check.close(dead_fraction(batch), 0.4, name="dead_fraction, 10 units")

# %% test="dead_fraction_others" points=1
# check: dead_fraction, eight units
batch = np.array([[-1.0, 6, 1, -1, 0, 2, 1, 1], [5, 3, -3, -2, -4, 7, -4, 9]])
check.close(dead_fraction(batch), 0.25, name="dead_fraction, 8 units")
### BEGIN HIDDEN TESTS
batch = np.array(
    [
        [-1.0, -1.0, -5.0, -2.0, -6.0, -5.0, -2.0],
        [-1.0, -9.0, 5.0, 6.0, 4.0, -8.0, -1.0],
        [-3.0, -6.0, 6.0, 4.0, 4.0, -6.0, -1.0],
        [7.0, 7.0, -3.0, 3.0, -1.0, -2.0, 0.0],
    ]
)
check.close(dead_fraction(batch), 2 / 7, name="dead_fraction, 7 units")
for N, M, dead in ((5, 8, 3), (4, 4, 1), (1, 6, 2), (7, 1, 1), (3, 5, 0), (2, 5, 5)):
    rng = np.random.default_rng(10 * N + M)
    batch = rng.normal(size=(N, M))
    batch[:, :dead] = -np.abs(batch[:, :dead])
    batch[rng.integers(N), dead:] = 0.001
    if dead:
        batch[0, 0] = 0.0
    check.unchanged(dead_fraction, batch)
    y = dead_fraction(batch)
    check.close(y, dead / M, name=f"dead_fraction of shape {(N, M)}")
batch = np.array([[-1, 0, 3], [0, 0, -5], [0, -2, -5]])
check.close(dead_fraction(batch), 2 / 3, name="dead_fraction of whole numbers")
### END HIDDEN TESTS

# %% [markdown]
# Twelve samples go through 16 ReLUs. All biases are pushed down by the same amount.
#
# **Guess first.** With a push of 1, about three quarters of the numbers become 0. How many units die?
#
# <details><summary>A. All 16, each has zeros</summary>Each unit is 0 for some samples here, but that is how ReLU works. A unit is dead only if it is 0 for all twelve.</details>
# <details><summary>B. Three quarters, about 12</summary>That would hold if the zeros filled whole columns. They are spread over all 16 columns, and a single number above 0 keeps a unit alive.</details>
# <details><summary>C. Hardly any, one or none</summary>Yes. To be dead, a unit must be 0 for all twelve samples, and that is rare even if three quarters of the numbers are 0.</details>

# %% [markdown]
# Then **change the push:** when does the first unit die, and when the last?

# %%
push = 1.0  # try 0, 2, 5, 10
rng = np.random.default_rng(3)
z = rng.normal(size=(12, 4)) @ rng.normal(size=(4, 16)) - push
plots.dead_units(relu, dead_fraction, z)

# %% [markdown]
# A push of 1 kills only one unit. A small change keeps units alive. Left of the kink, **leaky ReLU** is not 0 but a line with a small slope $s$:
#
# $$\text{leaky}(x) = \begin{cases}x & x > 0\\ s \cdot x & x \le 0\end{cases} \qquad\qquad \text{leaky}'(x) = \begin{cases}1 & x > 0\\ s & x \le 0\end{cases}$$
#
# With $s = 0.01$, a hundredth of the gradient gets through on the left, so a neuron can come back.
#
# ### Exercise 10 · `leaky_relu`  ★☆☆ · 5 minutes · 1 point
#
# Write `leaky_relu(x, slope=0.01)`, where `slope` is $s$. For example, `leaky_relu(np.array([-3.0, 2.0]))` gives `[-0.03, 2]`.
#
# <details><summary>A nudge</summary>The slope is a factor for x. It doesn't move the kink, which stays at 0.</details>
# <details><summary>A push</summary>You have two formulas and a condition. A hint of exercise 1 names the function that chooses.</details>
# <details><summary>Almost there</summary><code>np.where</code> with the condition <code>x &gt; 0</code>, x itself, and x times the slope.</details>


# %% solution="leaky_relu"
def leaky_relu(x, slope=0.01):
    """x where x is above 0, and slope * x elsewhere.

    Args:
        x: array of floats or whole numbers, of any shape. Not changed.
        slope: a number from 0 to 1.
    Returns:
        Array of floats of the same shape.
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, x, slope * x)
    ### END SOLUTION


# %% test="leaky_relu_values" points=1
# check: leaky_relu, five numbers
x = np.array([-3.0, -0.005, 0.0, 0.005, 2.0])
check.unchanged(leaky_relu, x)
check.close(leaky_relu(x), [-0.03, -5e-5, 0.0, 0.005, 2.0], name="leaky_relu(x)")
y = leaky_relu(np.array([-3.0, 0.1]), slope=0.2)
check.close(y, [-0.6, 0.1], name="leaky_relu([-3, 0.1], slope=0.2)")
### BEGIN HIDDEN TESTS
for size, slope in (((1,), 0.3), ((4, 3), 0.0), ((2, 3, 2), 1.0), ((3, 3), 0.05)):
    x = np.random.default_rng(size[-1]).normal(size=size) * 5
    y = (x + np.abs(x)) / 2 + slope * (x - np.abs(x)) / 2
    check.unchanged(leaky_relu, x, slope)
    check.close(leaky_relu(x, slope), y, name=f"leaky_relu with slope {slope}")
    check.close(leaky_relu(x, slope=slope), y, name="leaky_relu with slope by name")
y = leaky_relu(np.array([-7, 0, 7]), 0.25)
check.close(y, [-1.75, 0, 7], name="leaky_relu of whole numbers")
x = np.array([-0.5, 0.5], dtype=np.float32)
check.close(leaky_relu(x), [-0.005, 0.5], name="leaky_relu in float32", rtol=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 11 · `leaky_relu_grad`  ★☆☆ · 3 minutes · 1 point
#
# Write `leaky_relu_grad(x, slope=0.01)`, the slope of your leaky_relu at each number. At exactly 0 it is $s$, as the formula above says. For example, `leaky_relu_grad(np.array([-3.0, 2.0]))` gives `[0.01, 1]`.
#
# <details><summary>A nudge</summary>There are only two values in the result.</details>
# <details><summary>A push</summary>How does it differ from <code>relu_grad</code>? Only left of 0.</details>
# <details><summary>Almost there</summary><code>np.where</code> again; the two things to choose from are plain numbers.</details>


# %% solution="leaky_relu_grad"
def leaky_relu_grad(x, slope=0.01):
    """The slope of leaky_relu at x, element by element.

    Args:
        x: what goes into leaky_relu, array of any shape. Not changed.
        slope: a number from 0 to 1.
    Returns:
        Array of floats of the same shape: 1 where x > 0, and slope elsewhere, also at 0.
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, 1.0, slope)
    ### END SOLUTION


# %% test="leaky_relu_grad_slope" points=1
# check: leaky_relu_grad, five numbers
x = np.array([-3.0, -0.005, 0.0, 0.005, 2.0])
check.unchanged(leaky_relu_grad, x)
check.close(leaky_relu_grad(x), [0.01, 0.01, 0.01, 1, 1], name="leaky_relu_grad")
y = leaky_relu_grad(np.array([-3.0, 0.1]), slope=0.2)
check.close(y, [0.2, 1.0], name="leaky_relu_grad([-3, 0.1], slope=0.2)")
### BEGIN HIDDEN TESTS
for size, slope in (((1,), 0.3), ((4, 3), 0.0), ((2, 3, 2), 1.0), ((3, 3), 0.05)):
    x = np.random.default_rng(size[-1]).normal(size=size) * 5
    y = slope + (1 - slope) * (1 + np.sign(x)) / 2
    check.unchanged(leaky_relu_grad, x, slope)
    check.close(leaky_relu_grad(x, slope), y, name="leaky_relu_grad")
    check.close(leaky_relu_grad(x, slope=slope), y, name="leaky_relu_grad, by name")
y = leaky_relu_grad(np.array([-7, 0, 7]), 0.25)
check.close(y, [0.25, 0.25, 1], name="leaky_relu_grad of whole numbers")
y = leaky_relu_grad(np.array([-1e-6, 1e-6]), 0.25)
check.close(y, [0.25, 1.0], name="leaky_relu_grad, close to 0")
### END HIDDEN TESTS

# %% [markdown]
# Now you have all four. Choose one, and move $x$: the dashed line has the slope that your derivative gives. Does it touch the curve everywhere? Where is it flat?

# %% given="explorer"
pairs = {
    "sigmoid": (sigmoid, sigmoid_grad),
    "tanh": (tanh, tanh_grad),
    "relu": (relu, relu_grad),
    "leaky_relu": (leaky_relu, leaky_relu_grad),
}
widgets.explore(
    lambda activation, x: plots.tangent(activation, *pairs[activation], x),
    activation=["sigmoid", "tanh", "relu", "leaky_relu"],
    x=(-5.0, 5.0, 1.5, 0.25),
)

# %% given="all_slopes"
plots.beside_slopes(pairs)

# %% [markdown]
# ### Question B · in your own words  (5 minutes · 2 points, graded by hand)
#
# A ReLU network stops getting better. A colleague finds that `dead_fraction` of its first layer was 0.05 at the start and is 0.7 now. In two to four sentences: what has happened to these units, and why won't further training bring them back? Name one thing to try.

# %% [markdown] written="why_dead" points=2
# Their z is negative for all samples, so that ReLU gives 0 for everything: probably some steps were too large and pushed weights or biases far down. The slope of ReLU is 0 there, so no gradient reaches their weights, and they don't change any more. One could start again with smaller steps (a smaller learning rate), with leaky ReLU, or with other first weights or biases.
#
# ### BEGIN MARK SCHEME
# 1 point: the units are 0 for the whole batch, and since ReLU's slope is 0 there, no gradient reaches their weights.
# 1 point: something that helps: leaky ReLU (or another activation with a slope left of 0), smaller steps, or other first weights or biases. No point for more layers or longer training.
# ### END MARK SCHEME

# %% [markdown]
# ## 7 · An experiment: how large should the first weights be?
#
# The slope depends on where the signals are, and that depends on the weights. Below, random numbers go through ten layers. The weights of a layer with $D$ inputs are drawn with a spread (standard deviation) of `scale` divided by $\sqrt{D}$; each row of pictures has a different `scale`. Each picture shows which values leave a layer; the most frequent one reaches the top.
#
# **Look at tanh first:** in which row do the signals die out? In which are nearly all of them at −1 or 1, where tanh is flat? Then try the sigmoid, ReLU, and other scales.

# %%
f, name = tanh, "tanh"  # try sigmoid, "sigmoid" and relu, "relu"
plots.signals_by_layer(name, f, scales=(0.4, 1.0, 4.0))

# %% [markdown]
# A scale around 1 keeps tanh awake: *LeCun* initialisation, or *Xavier* (*Glorot*), which uses the average of inputs and outputs instead of $D$. ReLU throws away half of its input, and needs a scale of $\sqrt 2 \approx 1.4$ to make up for that: *He* (*Kaiming*) initialisation, $\sqrt{2/D}$. For the sigmoid no row is good: at any scale it is either flat or at its steepest, where the slope is only 0.25.
#
# ## 8 · The last layer: from scores to probabilities
#
# The scores of a **last** layer may be any numbers; we would like probabilities, all positive, that sum to 1. **Softmax** makes them from scores $s$ of shape `(C,)`, one for each **class** (in lesson 1, each digit):
#
# $$p_i = \frac{e^{s_i}}{\sum_{j=0}^{C-1} e^{s_j}}$$
#
# By hand, with the scores $(0.3,\ 2.9,\ 4.0)$: the powers are about 1.35, 18.17 and 54.60, their sum is 74.12, and so the probabilities are 0.018, 0.245 and 0.737.
#
# In a batch of shape `(N, C)` each **row** is a sample, and each row sums to 1 by itself. The sum goes over the last axis; with `keepdims=True` it keeps the shape `(N, 1)`, so that it can divide the rows.
#
# Again, the powers overflow. But you may subtract the same number $m$ from all scores of a row: top and bottom gain the same factor $e^{-m}$, which cancels. If $m$ is the largest score of the row, no exponent is above 0:
#
# $$p_i = \frac{e^{s_i - m}}{\sum_j e^{s_j - m}} \qquad m = \max_j s_j$$
#
# ### Exercise 12 · `softmax`  ★★☆ · 12 minutes · 3 points
#
# Write `softmax(x)` for one sample as well as for a batch, so that no scores make it overflow. For example, `softmax(np.array([1000.0, 1000.0]))` gives `[0.5, 0.5]`.
#
# <details><summary>A nudge</summary>Three steps: subtract the largest score of each row, take the powers, divide by their sum.</details>
# <details><summary>A push</summary><code>axis=-1</code> is the last axis. It works for one sample and for a batch.</details>
# <details><summary>Almost there</summary>Both <code>np.max</code> and <code>np.sum</code> need <code>axis=-1, keepdims=True</code>. Make new arrays; don't use <code>-=</code> on x.</details>


# %% solution="softmax"
def softmax(x):
    """Probabilities from scores, without an overflow for any scores.

    Args:
        x: scores of one sample, shape (C,), or of a batch, shape (N, C). Not changed.
    Returns:
        Array of floats of the same shape. The numbers of each sample sum to 1.
    """
    ### BEGIN SOLUTION
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)
    ### END SOLUTION


# %% test="softmax_values" points=1
# check: softmax, one sample
x = np.array([0.3, 2.9, 4.0])
check.unchanged(softmax, x)
p = [0.01821127, 0.24519181, 0.73659691]
check.close(softmax(x), p, name="softmax([0.3, 2.9, 4.0])", atol=1e-8)
### BEGIN HIDDEN TESTS
for C in (1, 2, 5, 10):
    x = np.random.default_rng(C).normal(size=C) * 3
    p = [1 / np.sum(np.exp(x - s)) for s in x]
    check.unchanged(softmax, x)
    check.close(softmax(x), p, name=f"softmax of shape {(C,)}")
p = [0.09003057317038046, 0.24472847105479764, 0.6652409557748218]
check.close(softmax(np.array([1, 2, 3])), p, name="softmax of whole numbers")
x = np.array([1.0, 2.0, 3.0], dtype=np.float32)
check.close(softmax(x), p, name="softmax in float32", rtol=1e-5)
### END HIDDEN TESTS

# %% test="softmax_batch" points=1
# check: softmax, a batch
x = np.log([[1.0, 2.0, 1.0], [3.0, 3.0, 2.0]])
p = [[0.25, 0.5, 0.25], [0.375, 0.375, 0.25]]
check.close(softmax(x), p, name="softmax of 2 samples")
### BEGIN HIDDEN TESTS
x = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 5.0], [-1.0, 2.0, 2.0], [4.0, 0.5, 1.0]])
p = np.array([[1 / np.sum(np.exp(row - s)) for s in row] for row in x])
check.unchanged(softmax, x)
check.close(softmax(x), p, name="softmax of 4 samples")
for N, C in ((3, 3), (1, 4), (5, 1), (2, 6), (4, 2), (2, 2)):
    x = np.random.default_rng(10 * N + C).normal(size=(N, C)) * 3
    p = np.array([[1 / np.sum(np.exp(row - s)) for s in row] for row in x])
    check.unchanged(softmax, x)
    check.close(softmax(x), p, name=f"softmax of shape {(N, C)}")
x = np.array([[1, 2], [7, 7]])
p = [[0.2689414213699951, 0.7310585786300049], [0.5, 0.5]]
check.close(softmax(x), p, name="softmax of a batch of whole numbers")
### END HIDDEN TESTS

# %% test="softmax_stable" points=1
# check: softmax, large and small scores in one batch
y = check.quiet(softmax, np.array([[1000.0, 1001.0], [-1001.0, -1000.0]]))
p = [0.2689414213699951, 0.7310585786300049]
check.close(y, [p, p], name="softmax of large and small scores")
### BEGIN HIDDEN TESTS
y = check.quiet(softmax, np.array([999.0, 1000.0]))
check.close(y, p, name="softmax([999, 1000])")
y = check.quiet(softmax, np.array([-1000.0, -999.0]))
check.close(y, p, name="softmax([-1000, -999])")
y = check.quiet(softmax, np.array([[-1000.0, 0.0, 1000.0], [2000.0, 2000.0, -2000.0]]))
check.close(y, [[0, 0, 1], [0.5, 0.5, 0]], name="softmax of scores far apart")
y = check.quiet(softmax, np.array([[1e5, -1e5], [-1e5, -1e5]]))
check.close(y, [[1, 0], [0.5, 0.5]], name="softmax of scores of ±100000")
### END HIDDEN TESTS

# %% [markdown]
# A picture has three scores, for cat, dog and ship. Move the score of the dog, and see who pays: softmax shares out a cake, and whatever one class wins, the others lose. Then move `sharpness`, which multiplies all scores: how sure is the network at 0, how sure at 4?

# %% given="softmax_picture"
widgets.explore(
    lambda dog, sharpness: plots.scores_to_shares(
        softmax, sharpness * np.array([0.3, dog, 4.0]), ["cat", "dog", "ship"]
    ),
    dog=(-4.0, 8.0, 2.9),
    sharpness=(0.0, 4.0, 1.0),
)

# %% [markdown]
# ## 9 · The race, with your functions
#
# Ten layers, 32 neurons wide, first weights with a scale of 1.4; 1,437 digits to learn from, 360 others to read. Your activations stand between the layers, your derivatives carry the gradient back, your softmax sits at the end. (Lessons 3 to 7 say how the weights are moved.) It takes a few seconds.
#
# **Guess first.** The sigmoid fails and ReLU learns, as at the start. What does tanh do?
#
# <details><summary>A. It fails, like the sigmoid</summary>That would hold if the shape were all that counts, since tanh is a stretched sigmoid. But the stretching makes its slope 1 at 0 instead of 0.25.</details>
# <details><summary>B. It learns, like ReLU</summary>Yes. In part 4 its gradient stayed about as large from the last layer to the first, so all layers can learn.</details>
# <details><summary>C. It gets halfway</summary>That would need a gradient that shrinks as well, only less than the sigmoid's. In part 4 it hardly shrank at all, so the first layers learn too.</details>

# %% given="the_race"
racers = {
    "sigmoid": (sigmoid, sigmoid_grad),
    "tanh": (tanh, tanh_grad),
    "relu": (relu, relu_grad),
}
plots.race(racers, softmax)

# %% [markdown]
# The sigmoid never gets beyond guessing. ReLU gets there, and so does tanh, whose slope is near 1 as long as the signals stay near 0. The answer is not one particular bend, but **a bend that lets gradients through**. **Change the numbers:** how many layers can the sigmoid network have and still learn? What does a bad `scale` do to the others?

# %%
depth = 3  # try 2, 4, 6
scale = 1.4  # try 0.3, 4
plots.race(racers, softmax, depth=depth, scale=scale)

# %% [markdown]
# ## What you have built
#
# | you wrote | in PyTorch | in Keras |
# | --- | --- | --- |
# | `sigmoid`, `tanh` | `torch.sigmoid`, `torch.tanh` | `keras.activations.sigmoid`, `.tanh` |
# | `relu`, `leaky_relu` | `torch.nn.ReLU`, `torch.nn.LeakyReLU` | `keras.layers.ReLU`, `keras.layers.LeakyReLU` |
# | `softmax(x)` | `torch.softmax(x, dim=-1)` | `keras.activations.softmax` |
# | the derivatives | computed by `loss.backward()` | computed in `model.fit` |
# | the scales of part 7 | `torch.nn.init.kaiming_normal_`, `xavier_normal_` | `"he_normal"`, `"glorot_normal"` |
#
# Start with ReLU between layers, use softmax after the last layer if you want probabilities, and keep the sigmoid for yes-or-no answers.
#
# The wish at the end of the network was *larger, please*. A real network needs a better wish: *closer to the truth, please*. How far from the truth is a probability of 0.6? That is **lesson 3, losses**.

# %% [markdown]
# ## Sources and further reading
#
# - Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, "Efficient BackProp", 1998: why signals should be spread around 0, and first weights with a spread of $1/\sqrt{D}$.
# - X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010: the pictures of parts 4 and 7, measured in real training.
# - X. Glorot, A. Bordes and Y. Bengio, "Deep sparse rectifier neural networks", 2011: the paper that made ReLU popular.
# - K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", 2015: where the $\sqrt 2$ for ReLU comes from.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, 2016, chapter 6: which activation to use in the middle of a network, and which at its end.

# %% [markdown]
# ## What is done, and what is open
#
# **Before you submit:** choose *Kernel → Restart Kernel and Run All Cells*, read here which exercises pass all checks that you can see, and save.

# %% given="overview"
check.overview(
    sigmoid=2,
    tanh=2,
    sigmoid_grad=1,
    tanh_grad=1,
    norms_in_order=1,
    gradient_norms=2,
    relu=1,
    relu_grad=1,
    dead_fraction=2,
    leaky_relu=1,
    leaky_relu_grad=1,
    softmax=3,
)
