# %% [markdown]
# # 5 · The chain rule
#
# **How can a single pass through a network give all its slopes at once?**
#
# In lesson 4 you found slopes by trying, which takes two passes for *every* number. For a network like ResNet-50 that is 51 million passes for a single step. And yet such networks are trained within days. Their slopes cost about as much as three passes, however many numbers there are.
#
# The trick fits on a shopping receipt. At the end you will be able to
#
# - draw any calculation as a **graph** of small gates,
# - say what adding, multiplying, taking the larger number and a sigmoid do to a slope that passes through them,
# - work out every slope of a small network with a pencil,
# - write a program that does it for **any** graph, in one pass forward and one back.
#
# | | |
# | --- | --- |
# | time | about 95 minutes, of which 73 for the exercises and questions, and three to four hours if classes or slopes are new to you; part 5 ends with a good place for a break |
# | points | 33, of which 4 are for questions in your own words |
# | you need | Python classes with methods, dictionaries, list comprehensions, `zip` |
# | it builds on | lesson 2 (`sigmoid`) and lesson 4 (`numerical_gradient`); both are given here |
# | you don't need | a table of derivatives |
#
# Run a cell with **Shift + Enter**, and write your answers where a cell says `# YOUR CODE HERE`. The cells after it check them: **✓** right, **✗** with a sentence that helps, **○** nothing to check yet.

# %% given="setup"
import numpy as np

from course import check, plots, widgets


def sigmoid(x):
    """Lesson 2: 1 / (1 + e^-x), for any x, without an overflow."""
    t = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, t) / (1 + t)


def numerical_gradient(f, x):
    """Lesson 4: the slopes of f at x, by trying: two evaluations of f for each number in x."""
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        ahead, back = x.copy(), x.copy()
        ahead[place] += 1e-4
        back[place] -= 1e-4
        gradient[place] = (f(ahead) - f(back)) / 2e-4
    return gradient


# %% [markdown]
# ## Before you start
#
# Three questions about earlier lessons. Answer each on paper, then open it.
#
# <details><summary>1. What is the central difference of x² at 3 with h = 0.1, and what does it have to do with the slope?</summary>(3.1² − 2.9²) / 0.2 = (9.61 − 8.41) / 0.2 = 6. It is the rise per unit of step, measured with a step to either side: the slope of x² at 3.</details>
# <details><summary>2. How many times does <code>numerical_gradient</code> evaluate the loss for 1,000 numbers, and why?</summary>2,000 times: each number moves alone, once up and once down, while all others are held still.</details>
# <details><summary>3. The sigmoid of some x is 0.8. What is its slope there, and where is the slope largest?</summary>0.8 · (1 − 0.8) = 0.16. It is largest at x = 0, where the output is 0.5: 0.5 · 0.5 = 0.25.</details>

# %% [markdown]
# ## 1 · A receipt
#
# You buy 2 apples at 100 cents each. With the tax, everything costs 1.1 times as much. You pay $2 \cdot 100 \cdot 1.1 = 220$.
#
# What would you pay if an apple cost a little more? If you bought a little more than 2 apples? If the tax went up? Those are three slopes of the total, and you know how to find them by trying:

# %% given="shop_by_trying"
shop_slopes = numerical_gradient(
    lambda v: v[0] * v[1] * v[2], np.array([2.0, 100, 1.1])
)
print("slopes of the total for count, price and tax:", shop_slopes.round(6))

# %% [markdown]
# That took six evaluations for three numbers. Now draw the calculation as it runs, from left to right. The numbers that go in are in boxes. Each circle is a **gate**: it takes the numbers that arrive and makes one number from them.

# %% given="shop_sketch"
plots.graph_flow(
    {"apples": ("×", ["count", "price"]), "total": ("×", ["apples", "tax"])},
    {"count": 2.0, "price": 100.0, "tax": 1.1},
    step=0,
)

# %% [markdown]
# This is a **computational graph**. Its point is that no gate needs to know about the rest. The gate `apples` has never heard of tax. So ask each gate a question that it can answer all by itself: **if one of your inputs moves a little, how far does your output move?**
#
# For a gate that multiplies: let $x$ move by $h$. Then $(x + h) \cdot y = x y + h \cdot y$. The output moves by $y$ for each unit of $x$, and by $x$ for each unit of $y$:
#
# $$\frac{\partial (xy)}{\partial x} = y \qquad \frac{\partial (xy)}{\partial y} = x$$
#
# Now put two gates in a row. For each unit of `apples` the total moves by the tax, 1.1. For each unit of `count`, `apples` moves by the price, 100. So for each unit of `count` the total moves by $1.1 \cdot 100 = 110$. **Along a path, slopes multiply.** That is the **chain rule**:
#
# $$\frac{\partial\,\text{total}}{\partial\,\text{count}} = \frac{\partial\,\text{total}}{\partial\,\text{apples}} \cdot \frac{\partial\,\text{apples}}{\partial\,\text{count}} = 1.1 \cdot 100 = 110$$
#
# On the way **back**, from right to left, a number `dout` arrives: how far the total moves for each unit of the gate's output. The gate multiplies it by its own slopes and sends one number to each input:
#
# | symbol | in code | what it is |
# | --- | --- | --- |
# | $x,\ y$ | `x`, `y` | the inputs, single numbers |
# | $\partial\,\text{total} / \partial\,\text{out}$ | `dout` | arrives from the right: the slope of the total for the gate's output |
# | $\partial\,\text{total} / \partial x = \text{dout} \cdot y$ | `dx` | goes left, to $x$ |
# | $\partial\,\text{total} / \partial y = \text{dout} \cdot x$ | `dy` | goes left, to $y$ |
#
# So the multiply gate **swaps** its inputs and **scales** by them.
#
# By hand, for $x = 3$, $y = 5$ and `dout` = 2: forward 15; back $dx = 2 \cdot 5 = 10$ and $dy = 2 \cdot 3 = 6$.
#
# ### Exercise 1 · `MultiplyGate`  ★☆☆ · 6 minutes · 2 points
#
# Write `forward` and `backward` of `MultiplyGate`. For example, with `gate = MultiplyGate()`, `gate.forward(3.0, 5.0)` → `15.0`, and then `gate.backward(2.0)` → `(10.0, 6.0)`.
#
# When `backward` is called, `x` and `y` are long gone. So `forward` has to **keep** what `backward` will need: store it in the gate, as `self.x = x`. Each gate is an object of its own, with a memory of its own.
#
# `NameError: name 'y' is not defined` means that `backward` looks for a `y` of its own and has none: only what is in `self` lasts. `AttributeError: 'MultiplyGate' object has no attribute 'y'` means that this gate didn't keep `y`, or that its `forward` has never run.
#
# <details><summary>A nudge</summary><code>forward</code> has two jobs: keep, and compute. Which numbers does <code>backward</code> need that it isn't given?</details>
# <details><summary>A push</summary>In <code>backward</code> the kept numbers are <code>self.x</code> and <code>self.y</code>. Which one belongs to <code>dx</code>?</details>
# <details><summary>Almost there</summary>Return two numbers with a comma between them, first <code>dx</code>, then <code>dy</code>. Each is <code>dout</code> times the <em>other</em> input.</details>


# %% solution="multiply_gate"
class MultiplyGate:
    """A gate that multiplies two numbers."""

    def forward(self, x, y):
        """x times y. Keeps what backward will need.

        Args:
            x, y: numbers.
        Returns:
            A number.
        """
        ### BEGIN SOLUTION
        self.x, self.y = x, y
        return x * y
        ### END SOLUTION

    def backward(self, dout):
        """The slopes of the final result for both inputs of the latest forward.

        Args:
            dout: the slope of the final result for this gate's output, a number.
        Returns:
            dx, dy: two numbers, in this order.
        """
        ### BEGIN SOLUTION
        return dout * self.y, dout * self.x
        ### END SOLUTION


# %% test="multiply_by_hand" points=1
# check: MultiplyGate, by hand
gate = MultiplyGate()
check.close(gate.forward(3.0, 5.0), 15.0, name="forward(3, 5)")
dx, dy = check.parts(gate.backward(2.0), ("dx", "dy"), name="backward(2)")
check.close(dx, 10.0, name="dx of backward(2)")
check.close(dy, 6.0, name="dy of backward(2)")
### BEGIN HIDDEN TESTS
gate = MultiplyGate()
gate.forward(3.0, 5.0)
dx, dy = check.parts(gate.backward(0.0), ("dx", "dy"), name="backward(0)")
check.close(dx, 0.0, name="dx of backward(0)")
check.close(dy, 0.0, name="dy of backward(0)")
### END HIDDEN TESTS

# %% test="multiply_keeps_its_inputs" points=1
# check: MultiplyGate, two gates with numbers of their own
one, two = MultiplyGate(), MultiplyGate()
check.close(one.forward(3.0, 5.0), 15.0, name="forward of one gate")
check.close(two.forward(-2.0, 7.0), -14.0, name="forward of another gate")
dx, dy = check.parts(one.backward(1.0), ("dx", "dy"), name="backward of the first gate")
check.close(dx, 5.0, name="dx of the first gate")
### BEGIN HIDDEN TESTS
check.close(dy, 3.0, name="dy of the first gate")
dx, dy = check.parts(two.backward(10.0), ("dx", "dy"), name="backward of the other")
check.close(dx, 70.0, name="dx of the other gate")
check.close(dy, -20.0, name="dy of the other gate")
rng = np.random.default_rng(51)
gates = [MultiplyGate() for _ in range(4)]
for gate in gates:
    gate.forward(9.0, 9.0)
numbers = rng.normal(size=(4, 3))
for gate, (x, y, _) in zip(gates, numbers):  # forward again: the latest counts
    check.close(gate.forward(x, y), x * y, name="forward of random numbers")
for gate, (x, y, dout) in zip(gates, numbers):
    for again in (1.0, -2.0):
        result = gate.backward(again * dout)
        dx, dy = check.parts(result, ("dx", "dy"), name="backward(dout)")
        check.close(dx, again * dout * y, name="dx of random numbers")
        check.close(dy, again * dout * x, name="dy of random numbers")
gate = MultiplyGate()
check.close(gate.forward(0.0, 4), 0.0, name="forward(0, 4)")
dx, dy = check.parts(gate.backward(-3), ("dx", "dy"), name="backward(-3)")
check.close(dx, -12.0, name="dx where x is 0")
check.close(dy, 0.0, name="dy where x is 0")
### END HIDDEN TESTS

# %% [markdown]
# Here is the receipt with **your** gates. **Keep pressing Forward:** first the values travel to the right, above the lines, in blue. Then the slopes travel back, below the lines, in red.
#
# In code, a graph is a dictionary: from the name of a node to its gate and the names of its inputs. The numbers that go in are in a second dictionary; they are called the **leaves**.

# %% given="shop_graph"
shop_graph = {
    "apples": (MultiplyGate(), ["count", "price"]),
    "total": (MultiplyGate(), ["apples", "tax"]),
}
shop_leaves = {"count": 2.0, "price": 100.0, "tax": 1.1}
widgets.step_through(
    lambda step: plots.graph_flow(shop_graph, shop_leaves, step), steps=5
)

# %% [markdown]
# 110, 2.2 and 200: trying took six evaluations for these slopes, and now each gate was called only twice. The way back starts with a 1, because for each unit of the total, the total moves by one unit.
#
# ### Exercise 2 · `shop`  ★☆☆ · 4 minutes · 2 points
#
# Write `shop`, which returns the total and its three slopes. For example, `shop(2.0, 100.0, 1.1)` → `(220.0, 110.0, 2.2, 200.0)`.
#
# Do what the picture does: two gates, forward in order, then back in the **opposite** order. What comes out of one `backward` goes into the next. A gate remembers only its latest `forward`, so each product needs a gate of its own; use the same gate forward and back. `MultiplyGate()`, with brackets, makes one; call them `fruit` and `till`.
#
# <details><summary>A nudge</summary>Which gate is the first on the way back, and what goes into it?</details>
# <details><summary>A push</summary><code>apples = fruit.forward(count, price)</code>, then <code>till</code> takes <code>apples</code> and <code>tax</code>.</details>
# <details><summary>Almost there</summary>Back: the last gate gets <code>1.0</code> and gives <code>dapples, dtax</code>. Then the first gate gets <code>dapples</code> and gives the other two.</details>


# %% solution="shop"
def shop(count, price, tax):
    """What you pay for `count` apples, and its slopes.

    Args:
        count, price, tax: numbers; tax is a factor, such as 1.1.
    Returns:
        total, dcount, dprice, dtax: four numbers; the slopes of the total for count,
        price and tax.
    """
    ### BEGIN SOLUTION
    fruit, till = MultiplyGate(), MultiplyGate()
    apples = fruit.forward(count, price)
    total = till.forward(apples, tax)
    dapples, dtax = till.backward(1.0)
    dcount, dprice = fruit.backward(dapples)
    return total, dcount, dprice, dtax
    ### END SOLUTION


# %% test="shop_by_hand" points=1
# check: shop, by hand
labels = ("total", "dcount", "dprice", "dtax")
result = shop(2.0, 100.0, 1.1)
total, dcount, dprice, dtax = check.parts(result, labels, name="shop(2, 100, 1.1)")
check.close(total, 220.0, name="total")
check.close(dcount, 110.0, name="dcount")
check.close(dprice, 2.2, name="dprice")
check.close(dtax, 200.0, name="dtax")

# %% test="shop_other_receipts" points=1
# check: shop, another receipt
result = np.array(shop(5.0, 3.0, 2.0))
check.close(result, [30.0, 6.0, 10.0, 15.0], name="shop(5, 3, 2)")
### BEGIN HIDDEN TESTS
labels = ("total", "dcount", "dprice", "dtax")
result = check.parts(shop(5.0, 3.0, 2.0), labels, name="shop(5, 3, 2)")
for found, true, label in zip(result, (30.0, 6.0, 10.0, 15.0), labels):
    check.close(found, true, name=f"{label} of shop(5, 3, 2)")
for count, price, tax in (
    (1.0, 80.0, 1.25),
    (7.0, 0.0, 1.5),
    (-2.0, 0.3, 0.9),
    (3.0, 0.333, 1.07),
    (2.5, 4.0, 1.1),
    (4, 25, 3),
):
    result = check.parts(shop(count, price, tax), labels, name="shop(...)")
    true = (count * price * tax, price * tax, count * tax, count * price)
    for found, expected, label in zip(result, true, labels):
        check.close(found, expected, name=f"{label} of another receipt")
### END HIDDEN TESTS

# %% [markdown]
# ## 2 · Adding
#
# Ask a gate that **adds** the same question. $(x + h) + y = (x + y) + h$: the output moves exactly as far as the input. Both slopes are 1, so whatever arrives is passed on to both inputs **as it is**. The add gate **distributes**.
#
# By hand, for `dout` = 7: $dx = 7$ and $dy = 7$, whatever $x$ and $y$ were. So there is nothing to keep.
#
# ### Exercise 3 · `AddGate`  ★☆☆ · 2 minutes · 1 point
#
# Write `forward` and `backward` of `AddGate`. For example, with `gate = AddGate()`, `gate.forward(3.0, 5.0)` → `8.0`, and then `gate.backward(7.0)` → `(7.0, 7.0)`.
#
# <details><summary>A nudge</summary>If an input moves by 1, how far does the sum move?</details>
# <details><summary>A push</summary>The slope is 1 for both inputs. What is <code>dout</code> times 1?</details>
# <details><summary>Almost there</summary>Each input gets all of <code>dout</code>, not a share of it. Return two numbers with a comma between them.</details>


# %% solution="add_gate"
class AddGate:
    """A gate that adds two numbers."""

    def forward(self, x, y):
        """x plus y.

        Args:
            x, y: numbers.
        Returns:
            A number.
        """
        ### BEGIN SOLUTION
        return x + y
        ### END SOLUTION

    def backward(self, dout):
        """The slopes of the final result for both inputs.

        Args:
            dout: the slope of the final result for this gate's output, a number.
        Returns:
            dx, dy: two numbers, in this order.
        """
        ### BEGIN SOLUTION
        return dout, dout
        ### END SOLUTION


# %% test="add_distributes" points=1
# check: AddGate, by hand
gate = AddGate()
check.close(gate.forward(3.0, 5.0), 8.0, name="forward(3, 5)")
dx, dy = check.parts(gate.backward(7.0), ("dx", "dy"), name="backward(7)")
check.close(dx, 7.0, name="dx of backward(7)")
check.close(dy, 7.0, name="dy of backward(7)")
### BEGIN HIDDEN TESTS
for x, y, dout in ((-4.0, 1.5, -0.25), (0.0, 0.0, 3), (1e6, -1e6, 1e-3), (2, -7, 0)):
    gate = AddGate()
    check.close(gate.forward(x, y), x + y, name="forward of other numbers")
    dx, dy = check.parts(gate.backward(dout), ("dx", "dy"), name="backward")
    check.close(dx, dout, name="dx of other numbers")
    check.close(dy, dout, name="dy of other numbers")
    again = check.parts(gate.backward(2 * dout), ("dx", "dy"), name="backward again")
    for slope, label in zip(again, ("dx", "dy")):
        check.close(slope, 2 * dout, name=f"{label} of a second backward")
    check.close(gate.forward(y, dout), y + dout, name="a second forward")
### END HIDDEN TESTS

# %% [markdown]
# Take $f = (x + y) \cdot z$, with the gates $q = x + y$ and $f = q \cdot z$. Do it with a pencil first, for $x = -2$, $y = 5$, $z = -4$:
#
# | | | |
# | --- | --- | --- |
# | forward | $q = -2 + 5 = 3$ | $f = 3 \cdot (-4) = -12$ |
# | back, first the multiply gate | $dq = 1 \cdot z = -4$ | $dz = 1 \cdot q = 3$ |
# | then the add gate | $dx = dq = -4$ | $dy = dq = -4$ |
#
# ### Exercise 4 · `sum_times`  ★☆☆ · 3 minutes · 2 points
#
# Write `sum_times`, which returns $f$ and its three slopes. For example, `sum_times(-2.0, 5.0, -4.0)` → `(-12.0, -4.0, -4.0, 3.0)`.
#
# <details><summary>A nudge</summary>It is the shop again, except that one of the gates adds.</details>
# <details><summary>A push</summary>Forward: <code>q</code>, then <code>f</code>. On the way back the gate that came last goes first, and gets 1.</details>
# <details><summary>Almost there</summary>What the multiply gate sends to <code>q</code> is the <code>dout</code> of the add gate.</details>


# %% solution="sum_times"
def sum_times(x, y, z):
    """f = (x + y) · z, and its slopes.

    Args:
        x, y, z: numbers.
    Returns:
        f, dx, dy, dz: four numbers; the slopes of f for x, y and z.
    """
    ### BEGIN SOLUTION
    add, multiply = AddGate(), MultiplyGate()
    f = multiply.forward(add.forward(x, y), z)
    dq, dz = multiply.backward(1.0)
    dx, dy = add.backward(dq)
    return f, dx, dy, dz
    ### END SOLUTION


# %% test="sum_times_by_hand" points=1
# check: sum_times, by hand
labels = ("f", "dx", "dy", "dz")
result = sum_times(-2.0, 5.0, -4.0)
f, dx, dy, dz = check.parts(result, labels, name="sum_times(-2, 5, -4)")
check.close(f, -12.0, name="f")
check.close(dx, -4.0, name="dx")
check.close(dy, -4.0, name="dy")
check.close(dz, 3.0, name="dz")

# %% test="sum_times_slopes" points=1
# check: sum_times, other numbers
result = np.array(sum_times(1.0, 2.0, 10.0))
check.close(result, [30.0, 10.0, 10.0, 3.0], name="sum_times(1, 2, 10)")
### BEGIN HIDDEN TESTS
labels = ("f", "dx", "dy", "dz")
result = check.parts(sum_times(1.0, 2.0, 10.0), labels, name="sum_times(1, 2, 10)")
for found, true, label in zip(result, (30.0, 10.0, 10.0, 3.0), labels):
    check.close(found, true, name=f"{label} of sum_times(1, 2, 10)")
for x, y, z in ((0.5, -3.0, 0.25), (4.0, -4.0, 7.0), (-1.0, -2.5, 0.0), (2, 3, 5)):
    result = check.parts(sum_times(x, y, z), labels, name="sum_times(...)")
    for found, true, label in zip(result, (x * z + y * z, z, z, x + y), labels):
        check.close(found, true, name=f"{label} for other numbers")
found = check.parts(sum_times(2.0, 3.0, 2.0), ("f", "dx", "dy", "dz"), name="sum_times")
check.close(found[1], 2.0, name="dx where x and z are equal")
check.close(found[3], 5.0, name="dz where x and z are equal")
### END HIDDEN TESTS

# %% [markdown]
# And here it is with your gates. **Press Forward:**

# %% given="sum_times_graph"
sum_graph = {"q": (AddGate(), ["x", "y"]), "f": (MultiplyGate(), ["q", "z"])}
sum_leaves = {"x": -2.0, "y": 5.0, "z": -4.0}
widgets.step_through(
    lambda step: plots.graph_flow(sum_graph, sum_leaves, step), steps=5
)

# %% [markdown]
# A longer receipt: 2 apples at 100 **and** 3 oranges at 150, and the tax on all of it.
#
# **Guess first.** The slope for the number of apples was 110. What is it now, with the oranges added?
#
# <details><summary>A. Still 110</summary>Right. The add gate sends all that arrives to both inputs, so the way back to the apples is 1.1 · 100 as before. One more apple still costs 110.</details>
# <details><summary>B. Half of it, 55</summary>That would hold if the add gate shared out the slope that arrives. Here each of its inputs gets all of it, 1.1.</details>
# <details><summary>C. More than 110</summary>That is so for the tax, which is now paid on all the fruit: its slope grows from 200 to 650. One more apple costs no more than before.</details>

# %% given="fruit_graph"
fruit_graph = {
    "apples": (MultiplyGate(), ["apple_count", "apple_price"]),
    "oranges": (MultiplyGate(), ["orange_price", "orange_count"]),
    "fruit": (AddGate(), ["apples", "oranges"]),
    "total": (MultiplyGate(), ["fruit", "tax"]),
}
fruit_leaves = {
    "apple_count": 2.0,
    "apple_price": 100.0,
    "orange_price": 150.0,
    "orange_count": 3.0,
    "tax": 1.1,
}
widgets.step_through(
    lambda step: plots.graph_flow(fruit_graph, fruit_leaves, step), steps=9
)

# %% [markdown]
# You pay 715. The slopes are 110 and 2.2 for the apples as before, 3.3 and 165 for the oranges, and 650 for the tax.
#
# ### Question A · in your own words  (4 minutes · 2 points, graded by hand)
#
# Somebody looks at the slopes and says: "650 for the tax, 2.2 for the price of an apple. So the tax matters 300 times as much as the price." What exactly does each of the two numbers say, with units? By how much does the total change if the tax goes from 1.10 to 1.12, and by how much if an apple costs 106 instead of 100? Is the person right?

# %% [markdown] written="what_a_slope_says" points=2
# A slope says how far the total moves for each unit of that one number, while the others stay. 650: if the factor of the tax went up by 1 (from 1.1 to 2.1, by 100 percentage points), the total would go up by 650. 2.2: if an apple cost 1 more, the total would go up by 2.2. From 1.10 to 1.12 it goes up by 0.02 · 650 = 13; with an apple at 106 it goes up by 6 · 2.2 = 13.2. So the person is wrong: the two numbers have different units, and for realistic changes the two matter about the same.
#
# ### BEGIN MARK SCHEME
# 1 point: each slope is a change of the total for one unit of its own number (tax by 1, which is 100 percentage points; price by 1), the others held still.
# 1 point: 13 and 13.2, and that slopes with different units can't be compared as they are. Half a point if one of the two is missing.
# ### END MARK SCHEME

# %% [markdown]
# ## 3 · The larger one
#
# ReLU, in lesson 2, takes the larger of $x$ and 0, and lesson 8 will take the largest of four pixels. What is the slope of a gate that lets the larger number through? Take 5 and 2. Move the 5 a little, and the output moves with it. Move the 2 a little, and nothing happens at all. So the winner gets all that arrives, and the loser gets 0. The max gate **routes**.
#
# By hand, for $x = 5$, $y = 2$ and `dout` = 3: forward 5; back $dx = 3$ and $dy = 0$.
#
# (If both are equal, there is no single slope: a step forward and a step back give different ones. Then let either of them win, but only one.)
#
# ### Exercise 5 · `MaxGate`  ★★☆ · 4 minutes · 2 points
#
# Write `forward` and `backward` of `MaxGate`. For example, with `gate = MaxGate()`, `gate.forward(5.0, 2.0)` → `5.0`, and then `gate.backward(3.0)` → `(3.0, 0)`.
#
# <details><summary>A nudge</summary><code>backward</code> isn't told who won. How can it know?</details>
# <details><summary>A push</summary>Keep both numbers, or just whether <code>x</code> was the larger one.</details>
# <details><summary>Almost there</summary>In <code>backward</code>, write an <code>if</code> with two cases: either <code>dx</code> is <code>dout</code> and <code>dy</code> is 0, or the other way round.</details>


# %% solution="max_gate"
class MaxGate:
    """A gate that lets the larger of two numbers through."""

    def forward(self, x, y):
        """The larger of x and y. Keeps what backward will need.

        Args:
            x, y: numbers.
        Returns:
            A number.
        """
        ### BEGIN SOLUTION
        self.x_wins = x > y
        return x if self.x_wins else y
        ### END SOLUTION

    def backward(self, dout):
        """The slopes of the final result for both inputs of the latest forward.

        Args:
            dout: the slope of the final result for this gate's output, a number.
        Returns:
            dx, dy: two numbers, in this order: dout for the larger input, and 0 for the
            other. If x and y are equal, dout goes to one of them, whichever you like.
        """
        ### BEGIN SOLUTION
        return (dout, 0) if self.x_wins else (0, dout)
        ### END SOLUTION


# %% test="max_forward" points=1
# check: MaxGate, forward
gate = MaxGate()
check.close(gate.forward(5.0, 2.0), 5.0, name="forward(5, 2)")
check.close(gate.forward(2.0, 5.0), 5.0, name="forward(2, 5)")
check.close(gate.forward(-3.0, -8.0), -3.0, name="forward(-3, -8)")
### BEGIN HIDDEN TESTS
pairs = ((0.5, 0.25), (-1.0, 0.0), (0.0, -1e-9), (-2.0, 2.5), (4, 4), (1e9, -1e10))
for x, y in pairs:
    check.close(MaxGate().forward(x, y), sorted((x, y))[1], name="forward of others")
### END HIDDEN TESTS

# %% test="max_routes" points=1
# check: MaxGate, backward
gate, other = MaxGate(), MaxGate()
gate.forward(5.0, 2.0)
dx, dy = check.parts(gate.backward(3.0), ("dx", "dy"), name="backward(3)")
check.close(dx, 3.0, name="dx where x = 5 has won")
check.close(dy, 0.0, name="dy where y = 2 has lost")
gate.forward(-8.0, -3.0)
other.forward(1.0, 0.0)  # another gate, with a winner of its own
dx, dy = check.parts(gate.backward(-4.0), ("dx", "dy"), name="backward(-4)")
check.close(dx, 0.0, name="dx where x = -8 has lost")
### BEGIN HIDDEN TESTS
check.close(dy, -4.0, name="dy where y = -3 has won")
gates = [MaxGate() for _ in range(6)]
numbers = np.random.default_rng(55).normal(size=(6, 3))
for gate, (x, y, _) in zip(gates, numbers):
    gate.forward(x, y)
for gate, (x, y, dout) in zip(gates, numbers):
    for again in (1.0, 3.0):
        result = gate.backward(again * dout)
        dx, dy = check.parts(result, ("dx", "dy"), name="backward(dout)")
        check.close(dx, again * dout if x > y else 0.0, name="dx of random numbers")
        check.close(dy, again * dout if y > x else 0.0, name="dy of random numbers")
gate = MaxGate()
for x, y, true in ((1.0, 1.0 + 1e-9, (0.0, 3.0)), (1.0 + 1e-9, 1.0, (3.0, 0.0))):
    gate.forward(x, y)
    dx, dy = check.parts(gate.backward(3.0), ("dx", "dy"), name="backward(3)")
    check.close(dx, true[0], name="dx of two that are nearly equal")
    check.close(dy, true[1], name="dy of two that are nearly equal")
for x in (4.0, -2.5, 0):
    gate = MaxGate()
    gate.forward(x, x)
    dx, dy = check.parts(gate.backward(3.0), ("dx", "dy"), name="backward(3)")
    true = (3.0, 0.0) if dx else (0.0, 3.0)
    check.close(dx, true[0], name="dx where both are equal")
    check.close(dy, true[1], name="dy where both are equal")
### END HIDDEN TESTS

# %% [markdown]
# Here are your three gates. The same numbers go into each, and the same `dout` arrives at each.
#
# **Guess first.** To which input does the multiply gate send back a 0 when `x` is 0?
#
# <details><summary>A. To <code>x</code></summary>That would hold if a multiply gate scaled by the input itself. It scales by the other one: with dout = 2 and y = −4, <code>x</code> gets 2 · (−4) = −8.</details>
# <details><summary>B. To <code>y</code></summary>Yes. The gate swaps: <code>y</code> gets dout · x = 2 · 0 = 0. While <code>x</code> is 0, a move of <code>y</code> changes nothing.</details>
# <details><summary>C. To both</summary>The output is 0, but a slope says how far the output moves, not how large it is. With y = −4 it moves by −4 for each unit of <code>x</code>, so for dout = 2 <code>x</code> gets −8.</details>

# %% [markdown]
# Then **move the sliders.** What must happen for the max gate to change its mind?

# %% given="gate_patterns"
widgets.explore(
    lambda x, y, dout: plots.gate_patterns(AddGate, MultiplyGate, MaxGate, x, y, dout),
    x=(-5.0, 5.0, 3.0, 0.5),
    y=(-5.0, 5.0, -4.0, 0.5),
    dout=(-2.0, 2.0, 2.0, 0.5),
)

# %% [markdown]
# Once you know these three patterns, you can read a graph at a glance. A 0 in a multiply gate gives its *partner* a slope of 0, and a **large** number gives it a large one. That is one reason to scale data before training.
#
# ## 4 · A neuron
#
# A gate may be as large as you like, as long as it knows its own slope. The **sigmoid** of lesson 2 could be taken apart into four small gates. But the slope of the whole is short, and needs only the gate's own output:
#
# $$\text{out} = \sigma(x) = \frac{1}{1 + e^{-x}} \qquad \frac{\partial\,\text{out}}{\partial x} = \text{out} \cdot (1 - \text{out})$$
#
# By hand, at $x = 0$: out is 0.5, the slope is $0.5 \cdot 0.5 = 0.25$, so for `dout` = 8 the gate sends back 2.
#
# ### Exercise 6 · `SigmoidGate`  ★☆☆ · 3 minutes · 2 points
#
# Write `forward` and `backward` of `SigmoidGate`. For example, with `gate = SigmoidGate()`, `gate.forward(0.0)` → `0.5`, and then `gate.backward(8.0)` → `2.0`.
#
# Use the `sigmoid` from the set-up cell: $\pm 1000$ must give no warning. This gate has one input, so `backward` returns a single number.
#
# <details><summary>A nudge</summary>What does the slope need: the input or the output? Keep that.</details>
# <details><summary>A push</summary>Keep <code>self.out</code> in <code>forward</code>, and return it.</details>
# <details><summary>Almost there</summary>Three factors in <code>backward</code>: what arrives, the output, and 1 minus the output.</details>


# %% solution="sigmoid_gate"
class SigmoidGate:
    """A gate that puts a number through the sigmoid."""

    def forward(self, x):
        """The sigmoid of x, without a warning for any x. Keeps what backward will need.

        Args:
            x: a number.
        Returns:
            A number from 0 to 1.
        """
        ### BEGIN SOLUTION
        self.out = sigmoid(x)
        return self.out
        ### END SOLUTION

    def backward(self, dout):
        """The slope of the final result for the input of the latest forward.

        Args:
            dout: the slope of the final result for this gate's output, a number.
        Returns:
            dx: one number.
        """
        ### BEGIN SOLUTION
        return dout * self.out * (1 - self.out)
        ### END SOLUTION


# %% test="sigmoid_forward" points=1
# check: SigmoidGate, forward
gate = SigmoidGate()
check.close(gate.forward(0.0), 0.5, name="forward(0)")
check.close(gate.forward(2.0), 0.8807970779778823, name="forward(2)")
out = check.quiet(gate.forward, -1000.0, name="forward(-1000)")
check.close(out, 0.0, name="forward(-1000)")
### BEGIN HIDDEN TESTS
for x, y in ((-1000.0, 0.0), (1000.0, 1.0)):
    out = check.quiet(gate.forward, x, name=f"forward({x:g})")
    check.close(out, y, name=f"forward({x:g})")
for x in (-0.3, 4.0, -12.5, 30.0, 1, -1e5, 1e5):
    true = 0.5 * (1 + np.tanh(x / 2))
    out = check.quiet(SigmoidGate().forward, x, name="forward of other numbers")
    check.close(out, true, name="forward of other numbers")
### END HIDDEN TESTS

# %% test="sigmoid_backward" points=1
# check: SigmoidGate, backward
gate, other = SigmoidGate(), SigmoidGate()
gate.forward(2.0)
other.forward(-1.0)  # another gate, with an output of its own
slope = gate.backward(5.0)
check.close(slope, 0.5249679270175331, name="backward(5) after forward(2)")
gate.forward(0.0)
check.close(gate.backward(8.0), 2.0, name="backward(8) after forward(0)")
### BEGIN HIDDEN TESTS
check.close(
    other.backward(1.0), 0.19661193324148185, name="backward(1) after forward(-1)"
)
gates = [SigmoidGate() for _ in range(5)]
numbers = np.random.default_rng(56).normal(size=(5, 2)) * 2
for gate, (x, _) in zip(gates, numbers):
    gate.forward(7.0)
    gate.forward(x)
for gate, (x, dout) in zip(gates, numbers):
    true = dout / (4 * np.cosh(x / 2) ** 2)
    check.close(gate.backward(dout), true, name="backward of random numbers")
    check.close(gate.backward(2 * dout), 2 * true, name="backward when asked again")
gate = SigmoidGate()
gate.forward(-1000.0)
slope = check.quiet(gate.backward, 5.0, name="backward far to the left")
check.close(slope, 0.0, name="backward far to the left")
### END HIDDEN TESTS

# %% [markdown]
# Now you have all the gates of a **neuron** with two inputs:
#
# $$f = \sigma(z), \qquad z = w_0 x_0 + w_1 x_1 + w_2$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $x$ | the inputs $x_0, x_1$ | `(2,)` |
# | $w$ | the weights $w_0, w_1$ and, last, the bias $w_2$ | `(3,)` |
# | $f$ | what the neuron answers | a single number |
# | $\partial f / \partial w$, $\partial f / \partial x$ | `dw` and `dx`: slopes, each at the place of its number | `(3,)`, `(2,)` |
#
# With a pencil, for $w = (2, -3, -3)$ and $x = (-1, -2)$. Forward: $z = -2 + 6 - 3 = 1$ and $f = 0.731$. Back: the sigmoid sends $0.731 \cdot 0.269 = 0.197$ to $z$. The add gates pass it on, as it is, to both products and to $w_2$. Each product swaps: $w_0$ gets $0.197 \cdot x_0 = -0.197$, and $x_0$ gets $0.1966 \cdot w_0 = 0.393$. And so on.
#
# ### Exercise 7 · `sigmoid_neuron`  ★★☆ · 7 minutes · 3 points
#
# Write `sigmoid_neuron`, which returns $f$ and the slopes for $w$ and for $x$. For example, for weights of 0 and the inputs 4 and 8, `sigmoid_neuron(np.zeros(3), np.array([4.0, 8.0]))` → `(0.5, [1.0, 2.0, 0.25], [0.0, 0.0])`.
#
# Build it from five gates, or use what you know about them and write it in fewer lines.
#
# <details><summary>A nudge</summary>There is one number that all five slopes have in common. Which?</details>
# <details><summary>A push</summary>Call it <code>dz</code>: what the sigmoid sends back for 1. The bias gets it as it is.</details>
# <details><summary>Almost there</summary>For <code>w[0]</code> multiply <code>dz</code> by <code>x[0]</code>, for <code>x[0]</code> by <code>w[0]</code>; do the same with index 1. Put the three slopes into one <code>np.array([...])</code> and the two into another.</details>


# %% solution="sigmoid_neuron"
def sigmoid_neuron(w, x):
    """What a neuron answers, f = σ(w0·x0 + w1·x1 + w2), and all its slopes.

    Args:
        w: two weights and the bias, array of shape (3,). Not changed.
        x: two inputs, array of shape (2,). Not changed.
    Returns:
        f, dw, dx: a number, and the slopes of f for w and for x, arrays of shapes
        (3,) and (2,).
    """
    ### BEGIN SOLUTION
    f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])
    dz = f * (1 - f)
    dw = np.array([dz * x[0], dz * x[1], dz])
    dx = np.array([dz * w[0], dz * w[1]])
    return f, dw, dx
    ### END SOLUTION


# %% test="neuron_answers" points=1
# check: sigmoid_neuron, its answer
w, x = np.array([2.0, -3.5, -3.0]), np.array([-1.0, -2.0])
check.unchanged(sigmoid_neuron, w, x)
labels = ("f", "dw", "dx")
f, dw, dx = check.parts(sigmoid_neuron(w, x), labels, name="sigmoid_neuron(w, x)")
check.close(f, 0.8807970779778823, name="f")
### BEGIN HIDDEN TESTS
for seed in range(4):
    rng = np.random.default_rng(seed + 570)
    w, x = rng.normal(size=3), rng.normal(size=2)
    z = w[2] + np.einsum("i,i->", w[:2], x)
    true = 0.5 * (1 + np.tanh(z / 2))
    check.unchanged(sigmoid_neuron, w, x)
    f, dw, dx = check.parts(
        sigmoid_neuron(w.copy(), x.copy()), labels, name="sigmoid_neuron"
    )
    check.close(f, true, name="f for other weights")
### END HIDDEN TESTS

# %% test="neuron_dw" points=1
# check: sigmoid_neuron, the slopes for w
w, x = np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0])
f, dw, dx = sigmoid_neuron(w.copy(), x.copy())
true = [-0.19661193324148185, -0.3932238664829637, 0.19661193324148185]
check.close(dw, true, name="dw")
### BEGIN HIDDEN TESTS
labels = ("f", "dw", "dx")
for seed in range(4):
    rng = np.random.default_rng(seed + 580)
    w, x = rng.normal(size=3), rng.normal(size=2)
    f, dw, dx = check.parts(
        sigmoid_neuron(w.copy(), x.copy()), labels, name="sigmoid_neuron"
    )
    check.gradient(
        lambda w, x=x: 0.5 * np.tanh((w[0] * x[0] + w[1] * x[1] + w[2]) / 2),
        w,
        dw,
        name="dw",
    )
w, x = np.array([2, -3, -3]), np.array([-1, -2])
f, dw, dx = check.parts(sigmoid_neuron(w, x), labels, name="sigmoid_neuron")
check.close(dw, true, name="dw of whole numbers")
### END HIDDEN TESTS

# %% test="neuron_dx" points=1
# check: sigmoid_neuron, the slopes for x
w, x = np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0])
f, dw, dx = sigmoid_neuron(w.copy(), x.copy())
true = [0.3932238664829637, -0.5898357997244456]
check.close(dx, true, name="dx")
### BEGIN HIDDEN TESTS
labels = ("f", "dw", "dx")
for seed in range(4):
    rng = np.random.default_rng(seed + 590)
    w, x = rng.normal(size=3), rng.normal(size=2)
    f, dw, dx = check.parts(
        sigmoid_neuron(w.copy(), x.copy()), labels, name="sigmoid_neuron"
    )
    check.gradient(
        lambda x, w=w: 0.5 * np.tanh((w[0] * x[0] + w[1] * x[1] + w[2]) / 2),
        x,
        dx,
        name="dx",
    )
w, x = np.array([2, -3, -3]), np.array([-1, -2])
f, dw, dx = check.parts(sigmoid_neuron(w, x), labels, name="sigmoid_neuron")
check.close(dx, true, name="dx of whole numbers")
### END HIDDEN TESTS

# %% [markdown]
# The same neuron as a graph of your gates. **Press Forward** through it, and compare with your numbers:

# %% given="neuron_graph"
neuron_graph = {
    "a": (MultiplyGate(), ["w0", "x0"]),
    "b": (MultiplyGate(), ["w1", "x1"]),
    "c": (AddGate(), ["a", "b"]),
    "z": (AddGate(), ["c", "w2"]),
    "f": (SigmoidGate(), ["z"]),
}
neuron_leaves = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
widgets.step_through(
    lambda step: plots.graph_flow(neuron_graph, neuron_leaves, step), steps=11
)

# %% [markdown]
# ## 5 · Where paths meet
#
# So far every number has gone into only one gate. Now take **swish**, an activation that large networks use today:
#
# $$f = x \cdot \sigma(x)$$
#
# Here $x$ is used **twice**: it goes into the sigmoid, and into the product. When $x$ moves, the result moves for two reasons, and the two moves **add up**:
#
# $$\frac{\partial f}{\partial x} = \underbrace{\sigma(x)}_{\text{straight into the product}} + \underbrace{x \cdot \sigma(x)\,(1 - \sigma(x))}_{\text{by way of the sigmoid}}$$
#
# **Along a path slopes multiply. Where paths meet, they add.** That's all there is to the chain rule. The rest is bookkeeping.
#
# By hand, at $x = 0$: straight $\sigma(0) = 0.5$, by way of the sigmoid $0 \cdot 0.25 = 0$, 0.5 in all.
#
# ### Exercise 8 · `swish`  ★★☆ · 5 minutes · 2 points
#
# Write `swish`, which returns $f$ and its slope. For example, `swish(0.0)` → `(0.0, 0.5)`.
#
# <details><summary>A nudge</summary>Two gates, and <code>x</code> goes into both. How many slopes come back to it?</details>
# <details><summary>A push</summary>On the way back the product gives two numbers: one for <code>x</code> itself, one for the sigmoid. The second hasn't reached <code>x</code> yet.</details>
# <details><summary>Almost there</summary>Put the second number through the sigmoid gate's <code>backward</code>. Then add the two slopes.</details>


# %% solution="swish"
def swish(x):
    """f = x · σ(x), and its slope.

    Args:
        x: a number.
    Returns:
        f, dx: two numbers; the slope of f for x.
    """
    ### BEGIN SOLUTION
    squash, multiply = SigmoidGate(), MultiplyGate()
    f = multiply.forward(x, squash.forward(x))
    straight, ds = multiply.backward(1.0)
    return f, straight + squash.backward(ds)
    ### END SOLUTION


# %% test="swish_by_hand" points=1
# check: swish, at 2
f, dx = check.parts(swish(2.0), ("f", "dx"), name="swish(2)")
check.close(f, 1.7615941559557646, name="f of swish(2)")
check.close(dx, 1.0907842487848955, name="dx of swish(2)")

# %% test="swish_slopes" points=1
# check: swish, at 0, by hand
f, dx = check.parts(swish(0.0), ("f", "dx"), name="swish(0)")
check.close(dx, 0.5, name="dx of swish(0)")
### BEGIN HIDDEN TESTS
check.close(f, 0.0, name="f of swish(0)")
for x in (-5.0, -1.2784645, -0.4, 0.7, 3.0, 9.0, 1):
    f, dx = check.parts(swish(x), ("f", "dx"), name="swish(...)")
    check.close(f, 0.5 * x * (1 + np.tanh(x / 2)), name="f of another number")
    check.gradient(
        lambda v: 0.5 * v * (1 + np.tanh(v / 2)), np.array(float(x)), dx, name="dx"
    )
for x, true in ((-1000.0, (0.0, 0.0)), (1000.0, (1000.0, 1.0))):
    f, dx = check.parts(swish(x), ("f", "dx"), name="swish(...)")
    check.close(f, true[0], name="f far from 0")
    check.close(dx, true[1], name="dx far from 0")
### END HIDDEN TESTS

# %% [markdown]
# **Press Forward** to the end, and look at the box on the left: two slopes come back to $x$, and their sum appears below it.

# %% given="swish_graph"
swish_graph = {"s": (SigmoidGate(), ["x"]), "f": (MultiplyGate(), ["x", "s"])}
widgets.step_through(
    lambda step: plots.graph_flow(swish_graph, {"x": 2.0}, step), steps=5
)

# %% [markdown]
# This is a good place for a break.
#
# ## 6 · Who goes first?
#
# Until now you have written a function for each graph, and they all did the same: forward from left to right, back from right to left. A program can do that for **any** graph, if it finds out by itself what "left" means.
#
# A graph is a dictionary, and the order of the names in it means nothing. In this one the total comes first, but it can't be computed first:
#
# `{"total": (..., ["fruit", "tax"]), "fruit": (..., ["apples", "oranges"]), "oranges": ..., "apples": ...}`
#
# The rule is simple: **a gate's turn comes when all its inputs are known.** Leaves, such as `tax`, are known from the start. An order that follows this rule is called a **topological order**. There may be several: here `apples, oranges, fruit, total` is one, and `oranges, apples, fruit, total` another.
#
# This program does it in rounds. Its lines are shuffled, and two of the nine are wrong. `inputs` has the names that each gate needs, and `<=` between sets asks whether all of the first are in the second.

# %% given="rounds_lines"
ROUNDS_LINES = """
   def order_of(inputs, leaves):
A          order.append(ready[0])
B      return known
C      for _ in inputs:
D          ready = [n for n in inputs if set(inputs[n]) <= set(known)]
E      known = list(leaves)
F          known.append(ready[0])
G      return order
H          ready = [n for n in inputs if n not in known and set(inputs[n]) <= set(known)]
I      order = []
"""

# %% [markdown]
# ### Exercise 9 · `rounds_in_order`  ★★☆ · 4 minutes · 1 point
#
# Put the other seven in order: return their letters, as in `"B A"`.
#
# <details><summary>A nudge</summary>What is known before the first round, and what is on the list? An indented line belongs to the loop above it.</details>
# <details><summary>A push</summary>One of the wrong lines returns the leaves as well. The other one takes a gate again and again: in which line can that not happen?</details>
# <details><summary>Almost there</summary>Two lines stand above the loop, in either order, and one below it. In a round, first see who is ready. Then the first of these goes on both lists.</details>


# %% solution="rounds_in_order"
def rounds_in_order():
    """The lines of order_of, in an order in which they give a topological order.

    Returns:
        Seven letters: a text, or a list of texts.
    """
    ### BEGIN SOLUTION
    return "E I C H A F G"
    ### END SOLUTION


# %% test="rounds_in_order_of_a_chain" points=1
# check: rounds_in_order, a chain
name = "rounds_in_order()"
order_of = check.arranged(rounds_in_order(), ROUNDS_LINES, 7, name=name)
found = order_of({"z": ["p", "b"], "out": ["z"], "p": ["w", "x"]}, ["w", "x", "b"])
check.equal(found, ["p", "z", "out"], name="what the lines give")
### BEGIN HIDDEN TESTS
found = order_of({"b": ["a", "x"], "d": ["c", "b"], "a": ["x"], "c": ["b"]}, ["x"])
check.equal(found, ["a", "b", "c", "d"], name="what the lines give for four gates")
### END HIDDEN TESTS

# %% [markdown]
# And if there is no such order? If `hen` needs `egg`, and `egg` needs `hen`, then neither ever gets its turn. That is a **cycle**, and a good program names the nodes in it.
#
# ### Exercise 10 · `topological_order`  ★★★ · 5 minutes · 3 points
#
# Write `topological_order`, which puts the nodes of a graph in such an order. For example, `topological_order({"z": (None, ["p", "b"]), "p": (None, ["w", "x"])})` → `["p", "z"]`. (The gates don't matter here, so each is `None`.)
#
# Return the names of all nodes that have a gate. For a cycle raise a `ValueError` with a message that names its nodes, such as `these wait for each other: egg, hen`. Names that aren't keys of `graph` are leaves.
#
# <details><summary>A nudge</summary>The loop over the rounds is given, and your lines say what happens in one. What is new: nobody tells you the leaves, and there may be a cycle. When does a round get stuck?</details>
# <details><summary>A push</summary>An input is known if it is on the list already, or if it is a leaf: <code>each not in graph</code>.</details>
# <details><summary>Almost there</summary>In each round, make a list <code>ready</code> of all names that are not on the list yet and whose inputs are all known (<code>all(... for each in graph[name][1])</code>). If it is empty, <code>raise ValueError(...)</code>, with the names that are not on the list. Otherwise append the first name in it.</details>


# %% solution="topological_order"
def topological_order(graph):
    """The nodes of a graph in an order in which they can be computed.

    Args:
        graph: dict from the name of a node to a pair: its gate, and the list of
            the names of its inputs. Names that aren't keys are leaves. Not changed.
    Returns:
        List of all keys of graph, each after those of its inputs that are keys, too;
        [] for an empty graph.
    Raises:
        ValueError: there is a cycle. The message names the nodes in it; it may
            name others.
    """
    order = []
    for _ in graph:  # a round for each node, or fewer
        if all(name in order for name in graph):
            break
        ### BEGIN SOLUTION
        waiting = [name for name in graph if name not in order]
        ready = [
            name
            for name in waiting
            if not any(each in waiting for each in graph[name][1])
        ]
        if not ready:
            raise ValueError(f"these wait for each other: {', '.join(waiting)}")
        order.append(ready[0])
        ### END SOLUTION
    return order


# %% test="order_of_a_chain" points=1
# check: topological_order, a chain
graph = {"z": (None, ["p", "b"]), "out": (None, ["z"]), "p": (None, ["w", "x"])}
try:
    check.unchanged(topological_order, graph)
    order = topological_order(graph)
except ValueError as error:
    if "out" not in str(error):
        raise
    order = "refused, as for a cycle"
check.equal(order, ["p", "z", "out"], name="the order of p, z and out")
### BEGIN HIDDEN TESTS
for count in (1, 2, 9):
    names = [f"node{k}" for k in np.random.default_rng(count).permutation(count)]
    graph = {
        name: (None, [names[k - 1] if k else "leaf", "other leaf"][:: (-1) ** k])
        for k, name in enumerate(names)
    }
    graph = {name: graph[name] for name in sorted(graph, reverse=count == 9)}
    check.unchanged(topological_order, graph)
    check.equal(topological_order(graph), names, name="the order of another chain")
### END HIDDEN TESTS

# %% test="order_of_branches" points=1
# check: topological_order, two branches
graph = {"sum": (None, ["p", "q"]), "q": (None, ["x"]), "p": (None, ["x"])}
order = topological_order(graph)
check.equal(order[2:], ["sum"], name="what comes after p and q")
### BEGIN HIDDEN TESTS
graph = {
    "total": (None, ["fruit", "tax"]),
    "fruit": (None, ["apples", "oranges"]),
    "oranges": (None, ["orange_price", "orange_count"]),
    "apples": (None, ["apple_count", "apple_price"]),
}
order = topological_order(graph)
names = order if order is None else sorted(order)
check.equal(names, sorted(graph), name="the names in the order, sorted,")
for name, (_, inputs) in graph.items():
    for each in inputs:
        if each in graph:
            first = order.index(each) < order.index(name)
            check.equal(first, True, name=f"{each} comes before {name}")
for seed in range(8):
    rng = np.random.default_rng(seed + 600)
    size = int(rng.integers(4, 12))
    inputs = {
        f"n{k}": [f"n{int(rng.integers(-1, k))}" for _ in range(1 + seed % 3)]
        for k in range(size)
    }
    inputs |= {
        f"n{size}": ["n0", "n0"],
        f"n{size + 1}": [f"n{size - 1}", f"n{size}", "n0"],
    }
    keys = [list(inputs)[k] for k in rng.permutation(len(inputs))]
    graph = {name: (None, inputs[name]) for name in keys}
    check.unchanged(topological_order, graph)
    order = topological_order(graph)
    check.equal(sorted(order), sorted(graph), name="the names in the order, sorted,")
    for name in graph:
        for each in inputs[name]:
            if each in graph:
                first = order.index(each) < order.index(name)
                check.equal(
                    first, True, name="the order, with each node after its inputs,"
                )
### END HIDDEN TESTS

# %% test="order_refuses_cycles" points=1
# check: topological_order, a cycle
graph = {"hen": (None, ["egg"]), "egg": (None, ["hen"])}
check.raises(ValueError, topological_order, graph, mentions=("hen", "egg"))
### BEGIN HIDDEN TESTS
order = topological_order({"egg": (None, ["hen"])})
check.equal(order, ["egg"], name="the order of a graph without a cycle")
graph = {
    "alone": (None, ["leaf"]),
    "first": (None, ["alone", "third"]),
    "second": (None, ["first", "first"]),
    "third": (None, ["leaf", "second"]),
    "after": (None, ["third"]),
}
check.raises(
    ValueError,
    topological_order,
    graph,
    mentions=("first", "second", "third"),
    name="topological_order of a longer cycle",
)
check.raises(
    ValueError,
    topological_order,
    {"alone": (None, ["leaf"]), "itself": (None, ["itself", "leaf"])},
    mentions=("itself",),
    name="topological_order of a node that needs itself",
)
check.equal(topological_order({}), [], name="the order of nothing")
### END HIDDEN TESTS

# %% [markdown]
# With an order, the forward pass of any graph takes four lines. `*` passes the items of a list as separate arguments.
#
# The second function, `sent_back`, returns a tuple with one slope for each input, even where a gate returns a single number. The third goes forward and back, with the `backward` that you write next.


# %% given="forward_of_any_graph"
def forward(graph, leaves):
    """The value of every node. Every gate keeps what its backward will need."""
    values = dict(leaves)
    for name in topological_order(graph):
        gate, inputs = graph[name]
        values[name] = gate.forward(*[values[each] for each in inputs])
    return values


def sent_back(gate, dout):
    """What gate.backward(dout) sends to the inputs: a tuple with one slope for each."""
    slopes = gate.backward(dout)
    return tuple(slopes) if np.ndim(slopes) else (slopes,)


def slopes_of(graph, leaves, output):
    """One pass forward and one back: the dict that your backward returns."""
    forward(graph, leaves)
    gradients = backward(graph, output)
    return dict(gradients) if isinstance(gradients, dict) else gradients


# %% [markdown]
# ## 7 · All slopes at once
#
# On the way back, each node needs a number: how far the output moves for each unit of this node. The output's own number is 1. All others come from gates to their right.
#
# A node's number is complete when **all** gates that use it have sent their share. So a gate may only send something back once everything to its right is done. That is the topological order, **backward**.
#
# By hand, for $q = x + x$ and $f = q \cdot x$ at $x = 3$:
#
# | turn | gate | gets | sends | slopes so far |
# | --- | --- | --- | --- | --- |
# | | | | | `f`: 1 |
# | 1 | $f = q \cdot x$ | 1 | 3 to `q`, 6 to `x` | `q`: 3, `x`: 6 |
# | 2 | $q = x + x$ | 3 | 3 to `x`, and 3 to `x` | `x`: 6 + 3 + 3 = 12 |
#
# And indeed $f = 2x^2$, with the slope $4x = 12$.
#
# ### Exercise 11 · `backward`  ★★★ · 6 minutes · 3 points
#
# Complete `backward`: write what each gate does when its turn comes. For example, after `forward` for the graph above at $x = 3$, `backward(graph, "f")` → `{"f": 1.0, "q": 3.0, "x": 12.0}`.
#
# `forward(graph, leaves)` has already been called, so every gate remembers its numbers. Return a dictionary with the slope of the output for **every** node that the output depends on: gates, leaves, and the output itself, which gets 1. Nodes that it doesn't depend on may be missing, or have a 0. The output may be any node of the graph, not only the last.
#
# <details><summary>A nudge</summary><code>gradients</code> holds what each node has received so far. What is in it when the loop begins? And what does a node do with its number when its turn comes?</details>
# <details><summary>A push</summary>The gate and its inputs are in <code>graph[name]</code>. Call <code>sent_back(gate, ...)</code>, and go through inputs and slopes together, with <code>zip</code>.</details>
# <details><summary>Almost there</summary>Add each slope to what is there already: <code>gradients.get(each, 0)</code> gives what is there, or 0.</details>


# %% solution="backward"
def backward(graph, output):
    """The slopes of one node for everything it depends on, in one pass back.

    Args:
        graph: dict from the name of a node to a pair: its gate, and the list of
            the names of its inputs. All gates have been through `forward`.
            Neither dict nor lists are changed.
        output: name of the node whose slopes you want.
    Returns:
        Dict from names, of gates and of leaves, to slopes; the output's own is 1.
    """
    gradients = {output: 1.0}
    for name in reversed(topological_order(graph)):
        if name not in gradients:
            continue  # the output doesn't depend on this node
        ### BEGIN SOLUTION
        gate, inputs = graph[name]
        for each, slope in zip(inputs, sent_back(gate, gradients[name])):
            gradients[each] = gradients.get(each, 0) + slope
        ### END SOLUTION
    return gradients


# %% test="backward_receipt" points=1
# check: backward, the receipt for two apples
graph = {
    "total": (MultiplyGate(), ["apples", "tax"]),
    "apples": (MultiplyGate(), ["count", "price"]),
}
gradients = slopes_of(graph, {"count": 2.0, "price": 100.0, "tax": 1.1}, "total")
check.equal(type(gradients).__name__, "dict", name="the type of the result")
names = ["total", "tax", "apples", "count", "price"]
found = [name for name in names if name in gradients]
check.equal(found, names, name="the nodes that have a slope")
check.close(gradients["tax"], 200.0, name="the slope for tax")
check.close(gradients["count"], 110.0, name="the slope for count")
### BEGIN HIDDEN TESTS
graph = {
    "total": (MultiplyGate(), ["fruit", "tax"]),
    "fruit": (AddGate(), ["apples", "oranges"]),
    "apples": (MultiplyGate(), ["apple_count", "apple_price"]),
    "oranges": (MultiplyGate(), ["orange_price", "orange_count"]),
}
leaves = {
    "apple_count": 2.0,
    "apple_price": 100.0,
    "orange_price": 150.0,
    "orange_count": 3.0,
    "tax": 1.1,
}
check.close(forward(graph, leaves)["total"], 715.0, name="the total, forward")
check.unchanged(backward, graph, "total")
gradients = slopes_of(graph, leaves, "total")
check.equal(type(gradients).__name__, "dict", name="the type of the result")
true = {
    "total": 1.0,
    "tax": 650.0,
    "fruit": 1.1,
    "apples": 1.1,
    "oranges": 1.1,
    "apple_count": 110.0,
    "apple_price": 2.2,
    "orange_price": 3.3,
    "orange_count": 165.0,
}
missing = [name for name in true if name not in gradients]
check.equal(missing, [], name="the list of nodes without a slope")
for name, slope in true.items():
    check.close(gradients[name], slope, name=f"the slope for {name}")
for k in range(3):  # the neuron, its parts in several orders
    w0, x0, w1, x1, w2 = np.random.default_rng(k + 620).normal(size=5)
    graph = {
        "b": (MultiplyGate(), ["w1", "x1"]),
        "f": (SigmoidGate(), ["z"]),
        "z": (AddGate(), ["c", "w2"]),
        "c": (AddGate(), ["a", "b"]),
        "a": (MultiplyGate(), ["w0", "x0"]),
    }
    graph = {
        name: graph[name]
        for name in sorted(graph, key=lambda n: (ord(n) * (k + 1)) % 7)
    }
    leaves = {"w0": w0, "x0": x0, "w1": w1, "x1": x1, "w2": w2}
    dz = 0.25 / np.cosh((w0 * x0 + w1 * x1 + w2) / 2) ** 2
    expected = {"w0": dz * x0, "x0": dz * w0, "w1": dz * x1, "x1": dz * w1, "w2": dz}
    for found in (slopes_of(graph, leaves, "f"), backward(graph, "f")):
        for name, slope in expected.items():
            check.close(found.get(name, 0.0), slope, name="a slope of a neuron")
### END HIDDEN TESTS

# %% test="backward_branches" points=1
# check: backward, where paths meet
graph = {"square": (MultiplyGate(), ["x", "x"])}
gradients = slopes_of(graph, {"x": 3.0}, "square")
check.close(gradients.get("x", 0.0), 6.0, name="the slope of x·x at 3")
graph = {"f": (MultiplyGate(), ["q", "x"]), "q": (AddGate(), ["x", "x"])}
gradients = slopes_of(graph, {"x": 3.0}, "f")
check.close(gradients.get("x", 0.0), 12.0, name="the slope of (x + x)·x at 3")
### BEGIN HIDDEN TESTS
graph = {  # out = s³ + s for s = x + y
    "out": (AddGate(), ["s", "cube"]),
    "s": (AddGate(), ["x", "y"]),
    "cube": (MultiplyGate(), ["s", "square"]),
    "square": (MultiplyGate(), ["s", "s"]),
}
gradients = slopes_of(graph, {"x": 3.0, "y": -1.0}, "out")
slope = gradients.get("s", 0.0)
check.close(slope, 13.0, name="the slope of s³ + s for s = 2")
for name in ("x", "y"):
    slope = gradients.get(name, 0.0)
    title = f"the slope for {name} where s = x + y"
    check.close(slope, 13.0, name=title)
for x, y in ((0.5, -1.25), (2.0, 1.0), (-0.75, -2.0)):
    graph = {  # ((x·y) + σ(x))·max(x·y, y) + x·y
        "m": (MaxGate(), ["p", "y"]),
        "t": (MultiplyGate(), ["q", "m"]),
        "p": (MultiplyGate(), ["x", "y"]),
        "q": (AddGate(), ["p", "s"]),
        "out": (AddGate(), ["t", "p"]),
        "s": (SigmoidGate(), ["x"]),
    }

    def value(v):
        p = v[0] * v[1]
        return (p + 0.5 * (1 + np.tanh(v[0] / 2))) * np.maximum(p, v[1]) + p

    gradients = slopes_of(graph, {"x": x, "y": y}, "out")
    found = [float(gradients.get(name, 0.0)) for name in ("x", "y")]
    check.gradient(
        value, np.array([x, y]), np.array(found), name="the slopes for x and y"
    )
graph = {f"d{k + 1}": (AddGate(), [f"d{k}", f"d{k}"]) for k in reversed(range(10))}
gradients = slopes_of(graph, {"d0": 0.5}, "d10")
check.close(gradients.get("d0", 0.0), 1024.0, name="the slope of doubling ten times")
graph = {"m": (MaxGate(), ["x", "x"])}  # is x, whichever of its two inputs wins
gradients = slopes_of(graph, {"x": -1.5}, "m")
check.close(
    gradients.get("x", 0.0), 1.0, name="the slope of a number's max with itself"
)
### END HIDDEN TESTS

# %% test="backward_any_output" points=1
# check: backward, from a node in the middle
graph = {
    "apples": (MultiplyGate(), ["count", "price"]),
    "total": (MultiplyGate(), ["apples", "tax"]),
    "twice": (AddGate(), ["total", "total"]),
}
leaves = {"count": 2.0, "price": 100.0, "tax": 1.1}
gradients = slopes_of(graph, leaves, "apples")
slope = gradients.get("count", 0.0)
check.close(slope, 100.0, name="the slope of apples for count")
### BEGIN HIDDEN TESTS
check.close(gradients.get("price", 0.0), 2.0, name="the slope of apples for price")
check.close(gradients.get("tax", 0.0), 0.0, name="the slope of apples for tax")
check.close(gradients.get("apples", 0.0), 1.0, name="the slope of apples for itself")
gradients = slopes_of(graph, leaves, "total")
check.close(gradients.get("count", 0.0), 110.0, name="the slope of total for count")
for _ in range(2):  # nothing is left over from a call before
    gradients = slopes_of(graph, leaves, "twice")
    for name, slope in {
        "count": 220.0,
        "price": 4.4,
        "tax": 400.0,
        "total": 2.0,
    }.items():
        check.close(gradients.get(name, 0.0), slope, name="a slope of the last node")
gradients = slopes_of(graph, {"count": 5.0, "price": 3.0, "tax": 2.0}, "total")
check.close(gradients.get("price", 0.0), 10.0, name="a slope for other leaves")
### END HIDDEN TESTS

# %% [markdown]
# You have just written the heart of PyTorch. Here is the fruit again: what your `backward` finds, beside what trying finds.

# %% given="fruit_table"
plots.slope_table(
    forward, backward, numerical_gradient, fruit_graph, fruit_leaves, "total"
)

# %% [markdown]
# The last line is the answer to the question of this lesson. Trying needs two passes for each number, ten in all. Yours needs one pass forward and one back, and would need no more for a thousand numbers. Here the calls to your gates are counted, for sums of more and more products.
#
# **Guess first.** For ten times as many numbers, by what factor does the number of calls for trying grow?
#
# <details><summary>A. About 10 times</summary>That would hold if only the number of passes grew. Here each pass also goes through at least ten times as many gates.</details>
# <details><summary>B. About 20 times</summary>That counts the two passes for each number once more, but with fewer numbers each takes two as well: there are ten times as many passes. Each of them also has more gates to go through.</details>
# <details><summary>C. 100 times or more</summary>Yes. There are ten times as many passes, and each goes through at least ten times as many gates.</details>

# %% given="work_by_size"
plots.work_by_size(forward, backward, numerical_gradient, MultiplyGate, AddGate)

# %% [markdown]
# Trying takes about a **hundred** times as many calls. Yours takes about ten times as many, since every gate is still called only once forward and once back.
#
# ### Question B · in your own words  (5 minutes · 2 points, graded by hand)
#
# A friend says: "A network has a million weights, so there are a million slopes. Each must be worked out, so it must take a million times as long as one." You have seen that it doesn't. Explain why one pass back is enough: what do the paths from two weights to the loss have in common, and where in your `backward` is that used? And why must the pass go from the loss to the weights, and not the other way?

# %% [markdown] written="why_one_pass" points=2
# All paths from the weights to the loss end in the same last stretch. The slope of the loss for a node in the middle is worked out once, when all gates to its right have sent their share, and is kept; every weight to its left uses this one number instead of walking the rest of the way by itself. In `backward` this is the entry of the dictionary for the node, which each gate reads once. So each gate is called once, whatever the number of weights. Going from the loss to the weights works because there is one loss and there are many weights: what is shared is the part at the loss's end. Started from the weights, every weight would need a pass of its own.
#
# ### BEGIN MARK SCHEME
# 1 point: paths share their last part; the slope of a node is worked out once, kept (the dictionary), and used for everything to its left; each gate is called once.
# 1 point: one output and many inputs, so what is shared is at the output's end; from the input's end each number would need its own pass.
# ### END MARK SCHEME

# %% [markdown]
# **Change this graph.** Add a gate, use a number twice, put in other leaves. Anything without a cycle works, and the order of the lines doesn't matter: your `topological_order` takes care of that. (The output is the node that comes last in your order.)

# %%
my_graph = {
    "result": (MaxGate(), ["f", "half"]),
    "f": (MultiplyGate(), ["q", "x"]),
    "q": (AddGate(), ["x", "y"]),
}
my_leaves = {"x": 3.0, "y": -1.0, "half": 0.5}
plots.graph_flow(my_graph, my_leaves, topological_order=topological_order)

# %% [markdown]
# ## 8 · Gates for matrices
#
# A gate for each product would be slow: a layer with 784 inputs and 100 outputs has 78,400 of them. So in practice **one** gate does a whole matrix product. The rules stay the same: multiply along a path, add where paths meet. Take the squared length of $Wx$:
#
# $$q = Wx \qquad f = \lVert q \rVert^2 = \sum_i q_i^2$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $W$ | a matrix | `(M, D)` |
# | $x$ | a vector | `(D,)` |
# | $q = Wx$ | $q_i = \sum_j W_{ij}\, x_j$ | `(M,)` |
# | $dq = 2q$ | slope of $f$ for each $q_i$ | `(M,)` |
# | $dW$ | slope for each $W_{ij}$ | `(M, D)`, as $W$ |
# | $dx$ | slope for each $x_j$ | `(D,)`, as $x$ |
#
# - $W_{ij}$ goes into one $q$ only, $q_i$, where it multiplies $x_j$. So **swap**: $dW_{ij} = dq_i \cdot x_j$.
# - $x_j$ goes into **all** $q_i$, where it multiplies $W_{ij}$. So swap, and **add** over all paths: $dx_j = \sum_i W_{ij}\, dq_i$. The sum runs over the rows of $W$, so this is a product with the **transpose**: $dx = W^T dq$.
#
# By hand, for $W = \begin{pmatrix} 1 & 2 \\ 0 & 3 \end{pmatrix}$ and $x = (1, 1)$: $q = (3, 3)$, $f = 18$, $dq = (6, 6)$. Then $dW = \begin{pmatrix} 6 & 6 \\ 6 & 6 \end{pmatrix}$ and $dx = (1 \cdot 6 + 0 \cdot 6,\; 2 \cdot 6 + 3 \cdot 6) = (6, 30)$.
#
# ### Exercise 12 · `squared_norm`  ★★☆ · 5 minutes · 2 points
#
# Write `squared_norm`, which returns $f$ and its slopes for $W$ and for $x$. For example, `squared_norm(np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([1.0, 1.0]))` → `(18.0, [[6.0, 6.0], [6.0, 6.0]], [6.0, 30.0])`.
#
# <details><summary>A nudge</summary>Let the shapes help you: you know which shape must come out. Which product of what you have gives it?</details>
# <details><summary>A push</summary><code>np.outer(a, b)</code> is the table of all products of two vectors: row i, column j is <code>a[i] * b[j]</code>.</details>
# <details><summary>Almost there</summary>First <code>q = W @ x</code> and <code>dq = 2 * q</code>. Rows of <code>dW</code> belong to <code>dq</code>, columns to <code>x</code>. The transpose of a matrix is <code>.T</code>.</details>


# %% solution="squared_norm"
def squared_norm(W, x):
    """The squared length of W x, and its slopes.

    Args:
        W: matrix, array of shape (M, D). Not changed.
        x: vector, array of shape (D,). Not changed.
    Returns:
        f, dW, dx: a number, and its slopes for W and x, arrays of shapes (M, D) and (D,).
    """
    ### BEGIN SOLUTION
    q = W @ x
    dq = 2 * q
    return np.sum(q**2), np.outer(dq, x), W.T @ dq
    ### END SOLUTION


# %% test="norm_and_matrix" points=1
# check: squared_norm, f and dW
W, x = np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4])
check.unchanged(squared_norm, W, x)
labels = ("f", "dW", "dx")
f, dW, dx = check.parts(squared_norm(W, x), labels, name="squared_norm(W, x)")
check.close(f, 0.116, name="f")
check.close(dW, [[0.088, 0.176], [0.104, 0.208]], name="dW")
### BEGIN HIDDEN TESTS
for M, D in ((3, 2), (2, 4), (3, 3), (1, 5), (4, 1)):
    rng = np.random.default_rng(10 * M + D)
    W, x = rng.normal(size=(M, D)), rng.normal(size=D)
    check.unchanged(squared_norm, W, x)
    f, dW, dx = check.parts(
        squared_norm(W.copy(), x.copy()), labels, name="squared_norm(W, x)"
    )
    check.close(f, np.einsum("ij,j,ik,k->", W, x, W, x), name="f of other shapes")
    check.gradient(
        lambda W, x=x: np.einsum("ij,j,ik,k->", W, x, W, x), W, dW, name="dW"
    )
W, x = np.array([[1, 2], [0, -3]]), np.array([0.5, 0.25])
f, dW, dx = check.parts(squared_norm(W, x), labels, name="squared_norm(W, x)")
check.close(dW, [[1.0, 0.5], [-0.75, -0.375]], name="dW for whole numbers in W")
### END HIDDEN TESTS

# %% test="norm_dx" points=1
# check: squared_norm, dx
W, x = np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4])
f, dW, dx = squared_norm(W, x)
check.close(dx, [-0.112, 0.636], name="dx")
### BEGIN HIDDEN TESTS
labels = ("f", "dW", "dx")
W, x = np.array([[1.0, 2.0, 0.0], [0.0, 3.0, -1.0]]), np.array([1.0, 1.0, 2.0])
f, dW, dx = check.parts(
    squared_norm(W.copy(), x.copy()), labels, name="squared_norm(W, x)"
)
check.close(dx, [6.0, 18.0, -2.0], name="dx for W of shape (2, 3)")
for M, D in ((3, 2), (2, 4), (3, 3), (1, 5), (4, 1)):
    rng = np.random.default_rng(10 * M + D + 1)
    W, x = rng.normal(size=(M, D)), rng.normal(size=D)
    f, dW, dx = check.parts(
        squared_norm(W.copy(), x.copy()), labels, name="squared_norm(W, x)"
    )
    check.gradient(
        lambda x, W=W: np.einsum("ij,j,ik,k->", W, x, W, x), x, dx, name="dx"
    )
W, x = np.array([[0.5, 0.25], [0.0, 1.0]]), np.array([1, 3])
f, dW, dx = check.parts(squared_norm(W, x), labels, name="squared_norm(W, x)")
check.close(dx, [1.25, 6.625], name="dx for whole numbers in x")
### END HIDDEN TESTS

# %% [markdown]
# ## 9 · A whole network, with a pencil
#
# This network has two inputs, two hidden units, two outputs, eight weights, and a sigmoid in every unit. Only the biases are left out. Almost everything happens in it that happens in large networks.

# %% given="network_numbers"
net_x, net_t = np.array([0.1, 0.2]), np.array([0.4, 0.6])
net_w = np.array([0.3, 0.25, 0.4, 0.35, 0.45, 0.4, 0.7, 0.6])

# %% given="network_sketch"
plots.network_gradients(None, net_x, net_w, net_t)

# %% [markdown]
# **Forward:**
#
# $$h_1 = \sigma(W_1 x_1 + W_2 x_2) \qquad h_2 = \sigma(W_3 x_1 + W_4 x_2)$$
#
# $$o_1 = \sigma(W_5 h_1 + W_6 h_2) \qquad o_2 = \sigma(W_7 h_1 + W_8 h_2)$$
#
# $$E = \tfrac12 (o_1 - t_1)^2 + \tfrac12 (o_2 - t_2)^2$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $x$, $t$ | inputs, and targets: what the outputs should be | `(2,)`, `(2,)` |
# | $W_1 \dots W_8$ | the weights, in code `w[0]` to `w[7]` | `(8,)` |
# | $h$, $o$ | hidden units and outputs | `(2,)`, `(2,)` |
# | $E$ | the error | a single number |
#
# **Back to the outputs.** The ½ is there so that the slope of the error for an output is simply $o - t$. Then comes a sigmoid. The slope at its input, call it $\delta$, is
#
# $$\delta_{o_1} = (o_1 - t_1) \cdot o_1 (1 - o_1)$$
#
# By hand: $(0.6094 - 0.4) \cdot 0.6094 \cdot 0.3906 = 0.2094 \cdot 0.2380 \approx 0.04985$. Each product swaps, so $W_5$ gets $0.04985 \cdot h_1 = 0.04985 \cdot 0.5200 = 0.02592$.
#
# **Back to the hidden units.** $h_1$ goes into **both** outputs. There are two paths, so two slopes add up:
#
# $$\frac{\partial E}{\partial h_1} = \delta_{o_1} \cdot W_5 + \delta_{o_2} \cdot W_7$$
#
# By hand ($\delta_{o_2}$ is 0.01425): $0.04985 \cdot 0.45 + 0.01425 \cdot 0.7 = 0.02243 + 0.00997 = 0.0324$. Then come the sigmoid of the hidden unit and the products with $x$. You know the rest.
#
# ### Exercise 13 · `two_two_two`  ★★★ · 10 minutes · 4 points
#
# Write `two_two_two`, which returns $h$, $o$, $E$ and the slopes of $E$ for the eight weights. For example, for weights of 0, `two_two_two(net_x, np.zeros(8), net_t)` → `([0.5, 0.5], [0.5, 0.5], 0.01, [0, 0, 0, 0, 0.0125, 0.0125, -0.0125, -0.0125])`.
#
# Write the forward pass first, with zeros for `dw`, and run the first check. Then go back one layer at a time. The line `W1, W2, W3, W4, W5, W6, W7, W8 = w` gives the weights their names, and `(x1, x2), (t1, t2) = x, t` names the rest. Then `h1 = sigmoid(W1 * x1 + W2 * x2)`, and so on.
#
# <details><summary>A nudge</summary>Give everything a name, as on paper: <code>h2</code>, <code>o1</code>, <code>o2</code>, then <code>d_o1</code>, <code>d_o2</code>, <code>d_h1</code>, <code>d_h2</code>. Each <code>d</code> is the slope at the input of a sigmoid.</details>
# <details><summary>A push</summary>The slope for a weight is the <code>d</code> at its right end times the value at its left end. That gives W5 to W8 at once.</details>
# <details><summary>Almost there</summary>For <code>d_h1</code>: add what comes back along W5 and W7, and multiply by <code>h1 * (1 - h1)</code>. For <code>d_h2</code> it is W6 and W8. Return arrays: <code>np.array([...])</code>. With matrices, <code>w[:4].reshape(2, 2)</code> has a row for each hidden unit.</details>


# %% solution="two_two_two"
def two_two_two(x, w, t):
    """One pass forward and one back through a 2-2-2 network.

    Args:
        x: inputs, array of shape (2,). Not changed.
        w: weights W1 to W8, array of shape (8,). Not changed.
        t: targets, array of shape (2,). Not changed.
    Returns:
        h, o, E, dw: hidden units and outputs, arrays of shape (2,) each; the error,
        a number; and its slopes for W1 to W8, array of shape (8,).
    """
    ### BEGIN SOLUTION
    V, U = w[:4].reshape(2, 2), w[4:].reshape(2, 2)
    h = sigmoid(V @ x)
    o = sigmoid(U @ h)
    E = 0.5 * np.sum((o - t) ** 2)
    d_o = (o - t) * o * (1 - o)
    d_h = (U.T @ d_o) * h * (1 - h)
    dw = np.concatenate([np.outer(d_h, x).ravel(), np.outer(d_o, h).ravel()])
    return h, o, E, dw
    ### END SOLUTION


# %% test="network_forward" points=1
# check: two_two_two, forward
x, w, t = np.array([0.1, 0.2]), net_w.copy(), np.array([0.4, 0.6])
labels = ("h", "o", "E", "dw")
check.unchanged(two_two_two, x, w, t)
h, o, E, dw = check.parts(two_two_two(x, w, t), labels, name="two_two_two(x, w, t)")
check.close(h, [0.51998934, 0.52747230], name="h", atol=1e-8)
check.close(o, [0.60944600, 0.66384491], name="o", atol=1e-8)
check.close(E, 0.02397190, name="E", atol=1e-8)
### BEGIN HIDDEN TESTS
for seed in range(4):
    rng = np.random.default_rng(seed + 700)
    x_, w_, t_ = rng.normal(size=2), rng.normal(size=8), rng.uniform(size=2)
    true_h = 0.5 + 0.5 * np.tanh(np.einsum("ij,j->i", w_[:4].reshape(2, 2), x_) / 2)
    true_o = 0.5 + 0.5 * np.tanh(np.einsum("ij,j->i", w_[4:].reshape(2, 2), true_h) / 2)
    check.unchanged(two_two_two, x_, w_, t_)
    h, o, E, dw = check.parts(
        two_two_two(x_, w_.copy(), t_), labels, name="two_two_two"
    )
    check.close(h, true_h, name="h of another network")
    check.close(o, true_o, name="o of another network")
    true_E = ((true_o[0] - t_[0]) ** 2 + (true_o[1] - t_[1]) ** 2) / 2
    check.close(E, true_E, name="E of another network")

### END HIDDEN TESTS

# %% test="network_output_weights" points=1
# check: two_two_two, the slopes for W5 to W8
x, w, t = np.array([0.1, 0.2]), net_w.copy(), np.array([0.4, 0.6])
h, o, E, dw = two_two_two(x, w, t)
check.shape(dw, (8,), name="dw")
true = [0.02592286, 0.02629590, 0.00740844, 0.00751506]
check.close(dw[4:], true, name="dw[4:] (W5 to W8)", atol=1e-8)
### BEGIN HIDDEN TESTS
labels = ("h", "o", "E", "dw")


def error_of(w, x, t):
    h = 0.5 + 0.5 * np.tanh(np.einsum("ij,j->i", w[:4].reshape(2, 2), x) / 2)
    o = 0.5 + 0.5 * np.tanh(np.einsum("ij,j->i", w[4:].reshape(2, 2), h) / 2)
    return np.einsum("i,i->", o - t, o - t) / 2


for seed in range(5):
    rng = np.random.default_rng(seed + 710)
    x_, w_, t_ = rng.normal(size=2), rng.normal(size=8), rng.uniform(size=2)
    h, o, E, dw = check.parts(
        two_two_two(x_, w_.copy(), t_), labels, name="two_two_two"
    )
    check.shape(dw, (8,), name="dw")
    check.gradient(
        lambda v, x=x_, w=w_, t=t_: error_of(np.concatenate([w[:4], v]), x, t),
        w_[4:],
        dw[4:],
        name="dw[4:] (W5 to W8)",
    )
### END HIDDEN TESTS

# %% test="network_hidden_weights" points=1
# check: two_two_two, the slopes for W1 to W4
x, w, t = np.array([0.1, 0.2]), net_w.copy(), np.array([0.4, 0.6])
h, o, E, dw = two_two_two(x, w, t)
check.shape(dw, (8,), name="dw")
true = [0.00080888, 0.00161775, 0.00071009, 0.00142017]
check.close(dw[:4], true, name="dw[:4] (W1 to W4)", atol=1e-8)
### BEGIN HIDDEN TESTS
labels = ("h", "o", "E", "dw")


def error_of(w, x, t):
    h = 0.5 + 0.5 * np.tanh(np.einsum("ij,j->i", w[:4].reshape(2, 2), x) / 2)
    o = 0.5 + 0.5 * np.tanh(np.einsum("ij,j->i", w[4:].reshape(2, 2), h) / 2)
    return np.einsum("i,i->", o - t, o - t) / 2


for seed in range(5):
    rng = np.random.default_rng(seed + 720)
    x_, w_, t_ = rng.normal(size=2), rng.normal(size=8), rng.uniform(size=2)
    h, o, E, dw = check.parts(
        two_two_two(x_, w_.copy(), t_), labels, name="two_two_two"
    )
    check.shape(dw, (8,), name="dw")
    check.gradient(
        lambda v, x=x_, w=w_, t=t_: error_of(np.concatenate([v, w[4:]]), x, t),
        w_[:4],
        dw[:4],
        name="dw[:4] (W1 to W4)",
    )
### END HIDDEN TESTS

# %% test="network_step" points=1
# check: two_two_two, a step downhill
x, w, t = np.array([0.1, 0.2]), net_w.copy(), np.array([0.4, 0.6])
h, o, E, dw = two_two_two(x, w.copy(), t)
check.shape(dw, (8,), name="dw")
E = two_two_two(x, w - 0.5 * dw, t)[2]
check.close(E, 0.02323634, name="E after one step", atol=1e-8)
### BEGIN HIDDEN TESTS
labels = ("h", "o", "E", "dw")
h, o, E, dw = check.parts(
    two_two_two(x.copy(), w.copy(), t.copy()), labels, name="two_two_two"
)
check.shape(dw, (8,), name="dw")
stepped = w - 0.5 * dw
check.close(stepped[4], 0.43703857, name="W5 after one step", atol=1e-8)
check.close(stepped[0], 0.29959556, name="W1 after one step", atol=1e-8)
result = check.parts(
    two_two_two(x.copy(), stepped.copy(), t.copy()), labels, name="two_two_two"
)
check.close(result[2], 0.02323634, name="E after one step", atol=1e-8)


def error_of(w, x, t):
    h = 0.5 + 0.5 * np.tanh(np.einsum("ij,j->i", w[:4].reshape(2, 2), x) / 2)
    o = 0.5 + 0.5 * np.tanh(np.einsum("ij,j->i", w[4:].reshape(2, 2), h) / 2)
    return np.einsum("i,i->", o - t, o - t) / 2


for _ in range(30):
    dw = check.parts(
        two_two_two(x.copy(), stepped.copy(), t.copy()), labels, name="two_two_two"
    )[3]
    check.shape(dw, (8,), name="dw")
    stepped = stepped - 2.0 * dw
h, o, E, dw = check.parts(
    two_two_two(x.copy(), stepped.copy(), t.copy()), labels, name="two_two_two"
)
check.close(E, error_of(stepped, x, t), name="E after many steps")
check.gradient(
    lambda v: error_of(v, x, t), stepped, dw, name="dw after many steps", atol=1e-8
)
### END HIDDEN TESTS

# %% [markdown]
# Your slopes have also taken a step downhill, as in lesson 4: $w \leftarrow w - 0.5 \cdot dw$, all eight at once. It made the error smaller: 0.02323634 instead of 0.02397190.
#
# Here is every weight with its slope. In the first layer the slopes are 4.6 to 37 times smaller than in the second. Each sigmoid on the way back takes away at least three quarters of what arrives. And the inputs, which the products swap in, are small.

# %% given="network_picture"
plots.network_gradients(two_two_two, net_x, net_w, net_t)

# %% [markdown]
# You did that with a pencil. Would your `backward` have found the same, with the network as a graph of your gates? It takes 22 gates. (There is no gate for minus: $o - t$ is $o + (-t)$. And the square is a product of a number with itself, so two paths meet there.)

# %% given="network_graph"
net_graph = {}
units = (("h1", "x1", "x2"), ("h2", "x1", "x2"), ("o1", "h1", "h2"), ("o2", "h1", "h2"))
for k, (unit, one, two) in enumerate(units):
    net_graph[f"{unit}_a"] = (MultiplyGate(), [f"W{2 * k + 1}", one])
    net_graph[f"{unit}_b"] = (MultiplyGate(), [f"W{2 * k + 2}", two])
    net_graph[f"{unit}_z"] = (AddGate(), [f"{unit}_a", f"{unit}_b"])
    net_graph[unit] = (SigmoidGate(), [f"{unit}_z"])
for k in (1, 2):
    net_graph[f"miss{k}"] = (AddGate(), [f"o{k}", f"minus_t{k}"])
    net_graph[f"square{k}"] = (MultiplyGate(), [f"miss{k}", f"miss{k}"])
net_graph["sum"] = (AddGate(), ["square1", "square2"])
net_graph["E"] = (MultiplyGate(), ["half", "sum"])

net_leaves = {f"W{k + 1}": weight for k, weight in enumerate(net_w)}
net_leaves |= {"x1": 0.1, "x2": 0.2, "minus_t1": -0.4, "minus_t2": -0.6, "half": 0.5}
plots.slope_table(forward, backward, numerical_gradient, net_graph, net_leaves, "E")

# %% [markdown]
# If you like, try it with the `numerical_gradient` that you wrote in lesson 4:

# %%
from course.mine import mine

own_gradient = mine(numerical_gradient)
plots.slope_table(forward, backward, own_gradient, net_graph, net_leaves, "E")

# %% [markdown]
# Three ways give one result: the pencil, one pass back, and 26 passes of trying. Nobody trains a network by trying, but anyone who writes a `backward` checks it this way.
#
# ## What you have built
#
# | you wrote | in PyTorch | in Keras |
# | --- | --- | --- |
# | a gate with `forward` and `backward` | `torch.autograd.Function`; what is kept goes into `ctx.save_for_backward` | `tf.custom_gradient` |
# | `graph`, with the names of the inputs | recorded while you compute; each result remembers its gate as `grad_fn` | recorded by `tf.GradientTape` |
# | `topological_order` and `backward(graph, output)` | `loss.backward()` | `tape.gradient(loss, weights)` |
# | slopes that add where paths meet | slopes add up in `weight.grad`, which is why you call `optimizer.zero_grad()` | the tape adds them |
#
# So how can one pass give all slopes? Every gate knows its own slopes, a slope that has been worked out is used by everything to its left, and one pass back visits every gate once. It's called **backpropagation**.
#
# In **lesson 6** gates become layers. They take a whole batch of arrays at once, and you will check each of them against `numerical_gradient`.

# %% [markdown]
# ## Sources and further reading
#
# - D. Rumelhart, G. Hinton and R. Williams, "Learning representations by back-propagating errors", 1986: the four pages that made backpropagation widely known.
# - Stanford CS231n, course notes on backpropagation: gates that distribute, route and swap. The examples $(x + y) \cdot z$ and the neuron of part 4 are from there.
# - K. Saitoh, *Deep Learning from Scratch*, 2016, in Japanese: explains backpropagation with the receipt for apples and oranges.
# - A. G. Baydin, B. A. Pearlmutter, A. A. Radul and J. M. Siskind, "Automatic differentiation in machine learning: a survey", 2018: what you built in part 7, its history, and other ways to do it.
# - A. Griewank and A. Walther, *Evaluating Derivatives*, second edition, 2008: proves that a gradient costs only a few evaluations, however many numbers there are.

# %% [markdown]
# ## What is done, and what is open
#
# **Before you submit:** choose *Kernel → Restart Kernel and Run All Cells*, read here which exercises pass all checks that you can see, and save.

# %% given="overview"
check.overview(
    MultiplyGate=2,
    shop=2,
    AddGate=1,
    sum_times=2,
    MaxGate=2,
    SigmoidGate=2,
    sigmoid_neuron=3,
    swish=2,
    rounds_in_order=1,
    topological_order=3,
    backward=3,
    squared_norm=2,
    two_two_two=4,
)
