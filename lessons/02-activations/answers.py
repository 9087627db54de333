# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).


# %% sigmoid right="masks"
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    y = np.empty(x.shape)
    up = x >= 0
    y[up] = 1 / (1 + np.exp(-x[up]))
    e = np.exp(x[~up])
    y[~up] = e / (1 + e)
    return y


# %% sigmoid right="half of tanh" change="t = np.exp(-np.abs(x)) → " change="np.where(x >= 0, 1, t) / (1 + t) → 0.5 * (1 + np.tanh(0.5 * x))"
# %% sigmoid right="clipped" change="-np.abs(x) → -np.clip(x, -500, 500)" change="np.where(x >= 0, 1, t) → 1"
# %% sigmoid right="logaddexp" change="t = np.exp(-np.abs(x)) → " change="np.where(x >= 0, 1, t) / (1 + t) → np.exp(-np.logaddexp(0, -x))"


# %% sigmoid right="safe in both branches"
def sigmoid(x):
    return np.where(
        x >= 0,
        1 / (1 + np.exp(-np.maximum(x, 0))),
        np.exp(np.minimum(x, 0)) / (1 + np.exp(np.minimum(x, 0))),
    )


# %% sigmoid right="warning hushed, the values are right" change='t = np.exp(-np.abs(x)) → with np.errstate(over="ignore"):\n        t = np.exp(-x)' change="np.where(x >= 0, 1, t) → 1"


# %% sigmoid right="vectorized"
def _one(v):
    t = np.exp(-abs(v))
    return 1 / (1 + t) if v >= 0 else t / (1 + t)


def sigmoid(x):
    return np.vectorize(_one)(x)


# %% sigmoid right="row by row" change="t = np.exp → if np.ndim(x) > 1:\n        return np.stack([sigmoid(r) for r in x])\n    t = np.exp"
# %% sigmoid wrong="textbook formula overflows" change="np.abs(x) → x" change="np.where(x >= 0, 1, t) → 1" fails="sigmoid_stable" says="No power of e may get large, for any x. np.where, too, computes both of its sides in full before it chooses."
# %% sigmoid wrong="where computes both" change="t = np.exp(-np.abs(x)) → " change="np.where(x >= 0, 1, t) / (1 + t) → np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))" fails="sigmoid_stable" says="No power of e may get large, for any x. np.where, too, computes both of its sides in full before it chooses."
# %% sigmoid wrong="exponent positive" change="-np.abs(x) → x" change="np.where(x >= 0, 1, t) → 1" fails="sigmoid_values sigmoid_stable" says="This falls, and it should rise: is a sign flipped, or are the sides swapped?"
# %% sigmoid wrong="other form only" change="-np.abs(x) → x" change="np.where(x >= 0, 1, t) → t" fails="sigmoid_stable" reads="makes NumPy warn"
# %% sigmoid wrong="one form for both signs" change="np.where(x >= 0, 1, t) → 1" fails="sigmoid_values sigmoid_stable" says="Left of 0 this mirrors the right side instead of coming near 0."
# %% sigmoid wrong="brackets" change="np.abs(x) → x" change="np.where(x >= 0, 1, t) / (1 + t) → 1 / 1 + t" fails="sigmoid_values sigmoid_stable" says="Mind the brackets: the whole bottom, 1 + t, divides."
# %% sigmoid wrong="tanh" change="t = np.exp(-np.abs(x)) → " change="np.where(x >= 0, 1, t) / (1 + t) → np.tanh(x)" fails="sigmoid_values sigmoid_stable" says="This is tanh; the sigmoid goes from 0 to 1."
# %% sigmoid wrong="in place" change="return np.where(x >= 0, 1, t) / (1 + t) → x[...] = np.where(x >= 0, 1, t) / (1 + t)\n    return x" fails="sigmoid_values sigmoid_stable" reads="changed its argument x"
# %% sigmoid wrong="integers truncated" change="np.where(x >= 0, 1, t) / (1 + t) → (np.where(x >= 0, 1, t) / (1 + t)).astype(x.dtype)" fails="sigmoid_values" reads="is 0 everywhere"
# %% sigmoid wrong="sides exchanged" change="np.where(x >= 0, 1, t) → np.where(x >= 0, t, 1)" fails="sigmoid_values sigmoid_stable" says="This falls, and it should rise: is a sign flipped, or are the sides swapped?"
# %% sigmoid wrong="abs missing" change="np.abs(x) → x" fails="sigmoid_values sigmoid_stable" says="Left of 0 this mirrors the right side instead of coming near 0."
# %% sigmoid wrong="bottom without brackets" change="np.where(x >= 0, 1, t) / (1 + t) → np.where(x >= 0, 1, t) / 1 + t" fails="sigmoid_values sigmoid_stable" says="Mind the brackets: the whole bottom, 1 + t, divides."
# %% sigmoid wrong="bottom without brackets, left of 0" change="np.where(x >= 0, 1, t) / (1 + t) → np.where(x >= 0, 1 / (1 + t), t / 1 + t)" fails="sigmoid_values sigmoid_stable" says="Mind the brackets: the whole bottom, 1 + t, divides."
# %% sigmoid wrong="long doubles" change="t = np.exp(-np.abs(x)) → t = np.exp(-x.astype(np.longdouble))" change="np.where(x >= 0, 1, t) / (1 + t) → (1 / (1 + t)).astype(float)" fails="sigmoid_stable" says="No power of e may get large, for any x. np.where, too, computes both of its sides in full before it chooses."
# %% sigmoid wrong="squeezed" change="np.where(x >= 0, 1, t) / (1 + t) → np.squeeze(np.where(x >= 0, 1, t) / (1 + t))" fails="sigmoid_values" reads="only the shape is not"
# %% sigmoid wrong="other form for both signs" change="np.where(x >= 0, 1, t) → t" fails="sigmoid_values sigmoid_stable" says="Right of 0 this mirrors the left side instead of coming near 1."
# %% sigmoid wrong="limited" change="np.where(x >= 0, 1, t) / (1 + t) → 1 / (1 + np.exp(-np.clip(x, -10, 10)))" fails="sigmoid_values sigmoid_stable" says="x was cut off at a limit that is too close to 0."
# %% sigmoid wrong="limited in place" change="t = np.exp(-np.abs(x)) → x[x < -500] = -500" change="np.where(x >= 0, 1, t) / (1 + t) → 1 / (1 + np.exp(-x))" fails="sigmoid_stable" reads="in place"
# %% sigmoid wrong="nothing at 0" change="return np.where(x >= 0, 1, t) / (1 + t) → y = np.zeros(x.shape)\n    y[x > 0] = 1 / (1 + t[x > 0])\n    y[x < 0] = t[x < 0] / (1 + t[x < 0])\n    return y" fails="sigmoid_values sigmoid_stable" says="What is it at exactly 0? Neither of the two cases takes it in."
# %% sigmoid wrong="tanh, moved and stretched only" change="np.where(x >= 0, 1, t) / (1 + t) → (1 + np.tanh(x)) / 2" fails="sigmoid_values sigmoid_stable" says="This rises twice as fast as the sigmoid."
# %% sigmoid wrong="softmax" change="t = np.exp(-np.abs(x)) → t = np.exp(x - np.max(x))" change="np.where(x >= 0, 1, t) / (1 + t) → t / np.sum(t)" fails="sigmoid_values sigmoid_stable" says="Each number goes through the sigmoid by itself. Here all of them together sum to 1."
# %% sigmoid wrong="step" change="np.where(x >= 0, 1, t) / (1 + t) → np.where(x >= 0, 1.0, 0.0)" fails="sigmoid_values sigmoid_stable" says="This is a step from 0 to 1. The sigmoid turns over smoothly in between."
# %% sigmoid wrong="logarithm" change="np.where(x >= 0, 1, t) / (1 + t) → np.log(1 + t)" fails="sigmoid_values sigmoid_stable" says="This is a logarithm. The sigmoid is a fraction, with powers of e above and below."
# %% sigmoid wrong="rounded" change="np.where(x >= 0, 1, t) / (1 + t) → np.round(np.where(x >= 0, 1, t) / (1 + t), 4)" fails="sigmoid_values sigmoid_stable" says="The numbers are rounded. Return them with all their digits."
# %% sigmoid wrong="return in the loop" change="t = np.exp(-np.abs(x))\n    return np.where(x >= 0, 1, t) → for v in x:\n        t = np.exp(-abs(v))\n        if v >= 0:\n            return 1 / (1 + t)\n        return t" fails="sigmoid_values sigmoid_stable" says="This is one number alone. Return one for each number of x, in an array of its shape."
# %% sigmoid wrong="bottom with a minus" change="/ (1 + t) → / (1 - t + 1e-12)" fails="sigmoid_values sigmoid_stable" says="A sign is wrong in the bottom of the fraction."
# %% sigmoid wrong="halves of t" change="np.where(x >= 0, 1, t) / (1 + t) → np.where(x >= 0, 1 - t / 2, t / 2)" fails="sigmoid_values sigmoid_stable" says="This is not a fraction with 1 + t at the bottom. Look at both forms once more."
# %% sigmoid wrong="left half only" change="t = np.exp(-np.abs(x)) → t = np.exp(np.minimum(x, 0))" change="np.where(x >= 0, 1, t) → t" fails="sigmoid_values sigmoid_stable" says="Right of 0 this stays at one half instead of coming near 1."
# %% sigmoid wrong="straight line" change="np.where(x >= 0, 1, t) / (1 + t) → np.clip(0.5 + x / 4, 0, 1)" fails="sigmoid_values sigmoid_stable" says="This is made of straight lines. The sigmoid is a fraction, with powers of e above and below."
# %% sigmoid wrong="softsign" change="np.where(x >= 0, 1, t) / (1 + t) → x / (1 + np.abs(x))" fails="sigmoid_values sigmoid_stable" says="This has no power of e in it. The sigmoid is a fraction, with powers of e above and below."
# %% sigmoid wrong="powers of 2" change="np.exp(-np.abs(x)) → 2.0 ** (-np.abs(x))" fails="sigmoid_values sigmoid_stable" says="These are powers of another number. Take the powers of e."
# %% sigmoid wrong="power alone" change="np.where(x >= 0, 1, t) / (1 + t) → t" fails="sigmoid_values sigmoid_stable" says="This is only the power of e. The sigmoid is a fraction."
# %% sigmoid wrong="arcus tangent" change="np.where(x >= 0, 1, t) / (1 + t) → 0.5 + np.arctan(x) / np.pi" fails="sigmoid_values sigmoid_stable" says="This looks like the sigmoid, but is another function. The sigmoid is a fraction, with powers of e above and below."
# %% sigmoid wrong="with a root" change="np.where(x >= 0, 1, t) / (1 + t) → 0.5 * (1 + x / np.sqrt(1 + x**2))" fails="sigmoid_values sigmoid_stable" says="This looks like the sigmoid, but is another function. The sigmoid is a fraction, with powers of e above and below."
# %% sigmoid wrong="x at the bottom" change="(1 + t) → (1 + np.abs(x))" fails="sigmoid_values sigmoid_stable" says="The bottom of the fraction needs t, and not x."
# %% sigmoid wrong="1 less t above" change="np.where(x >= 0, 1, t) → np.where(x >= 0, 1 - t, t)" fails="sigmoid_values sigmoid_stable" says="Right of 0 the top of the fraction is 1 alone."
# %% sigmoid wrong="nan made a number" change="t = np.exp(-np.abs(x))\n    return np.where(x >= 0, 1, t) / (1 + t) → with np.errstate(all=\"ignore\"):\n        t = np.exp(x)\n        return np.nan_to_num(t / (1 + t))" fails="sigmoid_stable" says="Far to the right exp(x) is inf, and inf / inf is nan. To write a 0 over it doesn't make it right: there the sigmoid is 1."
# %% tanh right="numpy" change="2 * sigmoid(2 * x) - 1 → np.tanh(x)"
# %% tanh right="written out" change="return 2 * sigmoid(2 * x) - 1 → t = np.exp(-2 * np.abs(x))\n    return np.sign(x) * (1 - t) / (1 + t)"
# %% tanh right="difference of sigmoids" change="2 * sigmoid(2 * x) - 1 → sigmoid(2 * x) - sigmoid(-2 * x)"
# %% tanh right="quotient of clipped numbers" change="return 2 * sigmoid(2 * x) - 1 → x = np.clip(x, -20, 20)\n    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))"
# %% tanh wrong="quotient of exponentials" change="2 * sigmoid(2 * x) - 1 → (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))" fails="tanh_stable" reads="makes NumPy warn"
# %% tanh wrong="quotient, warnings hushed" change='return 2 * sigmoid(2 * x) - 1 → with np.errstate(all="ignore"):\n        return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))' fails="tanh_stable" reads="contains nan"
# %% tanh wrong="inner factor forgotten" change="sigmoid(2 * x) → sigmoid(x)" fails="tanh_values tanh_stable" says="The factor inside the sigmoid is missing."
# %% tanh wrong="not moved down" change="2 * sigmoid(2 * x) - 1 → 2 * sigmoid(2 * x)" fails="tanh_values tanh_stable" says="Move the stretched sigmoid down by 1."
# %% tanh wrong="not stretched" change="2 * sigmoid(2 * x) → sigmoid(2 * x)" fails="tanh_values tanh_stable" says="Stretch the sigmoid to twice its height first."
# %% tanh wrong="long doubles" change="return 2 * sigmoid(2 * x) - 1 → x = x.astype(np.longdouble)\n    return (np.sinh(x) / np.cosh(x)).astype(float)" fails="tanh_stable" reads="makes NumPy warn"
# %% tanh wrong="sinh" change="2 * sigmoid(2 * x) - 1 → np.sinh(x)" fails="tanh_values tanh_stable" says="This is sinh, half the top of the fraction; it lacks the bottom."
# %% tanh wrong="in place" change="return 2 * sigmoid(2 * x) - 1 → x *= 2\n    return 2 * sigmoid(x) - 1" fails="tanh_values tanh_stable" reads="changed its argument x"
# %% tanh wrong="numerator only" change="2 * sigmoid(2 * x) - 1 → np.exp(x) - np.exp(-x)" fails="tanh_values tanh_stable" says="This is only the top of the textbook's fraction."
# %% tanh wrong="1 inside" change="2 * sigmoid(2 * x) - 1 → 2 * sigmoid(2 * x - 1)" fails="tanh_values tanh_stable" says="The 1 is taken away outside the sigmoid, and only there."
# %% tanh wrong="sign lost" change="sigmoid(2 * x) → sigmoid(2 * np.abs(x))" fails="tanh_values tanh_stable" says="Left of 0 tanh is negative."
# %% tanh wrong="tangent" change="2 * sigmoid(2 * x) - 1 → np.tan(x)" fails="tanh_values tanh_stable" says="This is another function. Build tanh from your sigmoid, or look at its name in NumPy."
# %% tanh wrong="arcus tangent" change="2 * sigmoid(2 * x) - 1 → np.arctan(x)" fails="tanh_values tanh_stable" says="This is another function. Build tanh from your sigmoid, or look at its name in NumPy."
# %% tanh wrong="sine" change="2 * sigmoid(2 * x) - 1 → np.sin(x)" fails="tanh_values tanh_stable" says="This is another function. Build tanh from your sigmoid, or look at its name in NumPy."
# %% tanh wrong="half as fast" change="sigmoid(2 * x) → sigmoid(x / 2)" fails="tanh_values tanh_stable" says="tanh is the sigmoid twice as fast. Here it is half as fast."
# %% tanh wrong="sigmoid squared" change="2 * sigmoid(2 * x) - 1 → 2 * sigmoid(x) ** 2 - 1" fails="tanh_values tanh_stable" says="The sigmoid was squared. To take it twice as fast, double what goes into it."
# %% tanh wrong="fraction without brackets" change="2 * sigmoid(2 * x) - 1 → np.exp(x) - np.exp(-x) / np.exp(x) + np.exp(-x)" fails="tanh_values tanh_stable" says="Mind the brackets: the whole top is divided by the whole bottom."
# %% tanh wrong="1 inside and outside" change="sigmoid(2 * x) → sigmoid(2 * x - 1)" fails="tanh_values tanh_stable" says="The 1 is taken away outside the sigmoid, and only there."
# %% tanh wrong="cut off" change="2 * sigmoid(2 * x) - 1 → np.clip(x, -1, 1)" fails="tanh_values tanh_stable" says="This is a straight line that is cut off. tanh bends towards -1 and 1."
# %% tanh wrong="x squared" change="sigmoid(2 * x) → sigmoid(x**2)" fails="tanh_values tanh_stable" says="x was squared. To take the sigmoid twice as fast, double what goes into it."
# %% tanh wrong="x times 2 squared" change="2 * sigmoid(2 * x) - 1 → 2 * sigmoid(2 * x) ** 2 - 1" fails="tanh_values tanh_stable" says="The sigmoid was squared. There is no square in tanh."
# %% tanh wrong="sign" change="2 * sigmoid(2 * x) - 1 → np.sign(x)" fails="tanh_values tanh_stable" says="This is a step from -1 to 1. tanh turns over smoothly in between."
# %% tanh wrong="top alone, stable" change="2 * sigmoid(2 * x) - 1 → np.sign(x) * (1 - np.exp(-2 * np.abs(x)))" fails="tanh_values tanh_stable" says="This is only the top of a fraction. What it is divided by is missing."
# %% tanh wrong="squared" change="2 * sigmoid(2 * x) - 1 → (2 * sigmoid(2 * x) - 1) ** 2" fails="tanh_values tanh_stable" says="There is no square in tanh."

# %% tanh wrong="doubling reaches the subtraction" change="2 * sigmoid(2 * x) - 1 → 2 * (sigmoid(2 * x) - 1)" fails="tanh_values tanh_stable" says="The subtracted number is doubled, too. First double, then subtract."
# %% sigmoid_grad right="product of two sides" change="s * (1 - s) → s * sigmoid(-x)"
# %% sigmoid_grad right="square subtracted" change="s * (1 - s) → s - s**2"
# %% sigmoid_grad right="from exp" change="s = sigmoid(x) → t = np.exp(-np.abs(x))" change="s * (1 - s) → t / (1 + t) ** 2"
# %% sigmoid_grad right="central difference" change="s = sigmoid(x) → h = 1e-5" change="s * (1 - s) → (sigmoid(x + h) - sigmoid(x - h)) / (2 * h)"
# %% sigmoid_grad wrong="of the output" change="s = sigmoid(x) → s = x" fails="sigmoid_grad_slope" says="x goes into the sigmoid first: this is x (1 - x)."
# %% sigmoid_grad wrong="the sigmoid itself" change="s * (1 - s) → s" fails="sigmoid_grad_slope" says="This is the sigmoid itself, not its slope."
# %% sigmoid_grad wrong="square" change="s * (1 - s) → 1 - s**2" fails="sigmoid_grad_slope" says="There is no square in the slope of the sigmoid. Look at its formula once more."
# %% sigmoid_grad wrong="one minus" change="s * (1 - s) → 1 - s" fails="sigmoid_grad_slope" says="This is one of the two factors. The other one is missing."
# %% sigmoid_grad wrong="sigmoid twice" change="s = sigmoid(x) → s = sigmoid(sigmoid(x))" fails="sigmoid_grad_slope" says="The sigmoid was taken twice: once is enough."
# %% sigmoid_grad wrong="overflows" change="s = sigmoid(x) → t = np.exp(-x)" change="s * (1 - s) → t / (1 + t) ** 2" fails="sigmoid_grad_slope" reads="makes NumPy warn"
# %% sigmoid_grad wrong="long doubles" change="s = sigmoid(x) → t = np.exp(-x.astype(np.longdouble))" change="s * (1 - s) → (t / (1 + t) ** 2).astype(float)" fails="sigmoid_grad_slope" reads="makes NumPy warn"
# %% sigmoid_grad wrong="sign" change="s * (1 - s) → s * (s - 1)" fails="sigmoid_grad_slope" says="The sign is wrong: the sigmoid rises everywhere."
# %% sigmoid_grad wrong="in place" change="s = sigmoid(x) → x *= -1\n    s = sigmoid(x)" fails="sigmoid_grad_slope" reads="changed its argument x"
# %% sigmoid_grad wrong="second factor with x" change="s * (1 - s) → s * (1 - x)" fails="sigmoid_grad_slope" says="Both factors need the sigmoid, the second one too."
# %% sigmoid_grad wrong="first factor x" change="s * (1 - s) → x * (1 - s)" fails="sigmoid_grad_slope" says="Both factors need the sigmoid, the first one too."
# %% sigmoid_grad wrong="sigmoid of 1 - x" change="s * (1 - s) → s * sigmoid(1 - x)" fails="sigmoid_grad_slope" says="The second factor is 1 minus the sigmoid, not the sigmoid of 1 - x."
# %% sigmoid_grad wrong="rule of tanh" change="s = sigmoid(x) → t = tanh(x)" change="s * (1 - s) → 1 - t**2" fails="sigmoid_grad_slope" says="This is the rule for tanh; the sigmoid has another one."
# %% sigmoid_grad wrong="sigmoid not computed" change="s = sigmoid(x) → " fails="sigmoid_grad_slope" reads="Nothing has the name s"
# %% sigmoid_grad wrong="plus" change="s * (1 - s) → s * (1 + s)" fails="sigmoid_grad_slope" says="A sign is wrong: in the second factor the sigmoid is taken away from 1."
# %% sigmoid_grad wrong="factors added" change="s * (1 - s) → s + (1 - s)" fails="sigmoid_grad_slope" says="The two factors were added. Multiply them."
# %% sigmoid_grad wrong="without brackets" change="s * (1 - s) → s * 1 - s" fails="sigmoid_grad_slope" says="Mind the brackets: the second factor is a difference."
# %% sigmoid_grad wrong="bottom not squared" change="s * (1 - s) → np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x)))" fails="sigmoid_grad_slope" says="With powers of e, the bottom of the slope is squared."
# %% sigmoid_grad wrong="square of the second factor" change="s * (1 - s) → (1 - s) ** 2" fails="sigmoid_grad_slope" says="This is one of the two factors, squared. The other one is missing."
# %% sigmoid_grad wrong="square of the sigmoid" change="s * (1 - s) → s**2" fails="sigmoid_grad_slope" says="This is one of the two factors, squared. The other one is missing."
# %% sigmoid_grad wrong="difference quotient" change="s * (1 - s) → (sigmoid(x + 0.01) - s) / 0.01" fails="sigmoid_grad_slope" says="This is only roughly the slope. There is a formula that gives it exactly."
# %% sigmoid_grad wrong="coarse difference quotient" change="s * (1 - s) → (sigmoid(x + 0.1) - s) / 0.1" fails="sigmoid_grad_slope" says="This is only roughly the slope. There is a formula that gives it exactly."
# %% sigmoid_grad wrong="times x" change="s * (1 - s) → x * s * (1 - s)" fails="sigmoid_grad_slope" says="The slope was multiplied by x. The formula has two factors, and both are made of the sigmoid."
# %% sigmoid_grad wrong="absolute value" change="s * (1 - s) → sigmoid(np.abs(x)) * (1 - s)" fails="sigmoid_grad_slope" says="The two factors are made of different sigmoids. Compute it once, and use it twice."
# %% sigmoid_grad wrong="x less the sigmoid" change="s * (1 - s) → s * (x - s)" fails="sigmoid_grad_slope" says="In the second factor the sigmoid is taken away from 1, not from x."
# %% sigmoid_grad wrong="less the root" change="s * (1 - s) → s - np.sqrt(s)" fails="sigmoid_grad_slope" says="There is no root in the slope of the sigmoid. Look at its formula once more."
# %% sigmoid_grad wrong="differences of neighbours" change="s * (1 - s) → np.gradient(s)" fails="sigmoid_grad_slope" says="np.gradient compares neighbours in the array. The slope at a number depends on that number alone."
# %% sigmoid_grad wrong="second derivative" change="s * (1 - s) → s * (1 - s) * (1 - 2 * s)" fails="sigmoid_grad_slope" says="This is the slope of the slope. One derivative is enough."
# %% sigmoid_grad wrong="top without t" change="s * (1 - s) → 1 / (1 + np.exp(-np.abs(x))) ** 2" fails="sigmoid_grad_slope" says="The top of the fraction is wrong: with powers of e, it isn't 1."
# %% sigmoid_grad wrong="1 less twice the sigmoid" change="s * (1 - s) → 1 - 2 * s" fails="sigmoid_grad_slope" says="This is not the slope of the sigmoid, but belongs to the slope of s (1 - s). One derivative is enough."
# %% sigmoid_grad wrong="cube" change="s * (1 - s) → s - s**3" fails="sigmoid_grad_slope" says="There is a power too many. Look at the formula of the slope once more."
# %% sigmoid_grad wrong="constant" change="s * (1 - s) → np.full(np.shape(x), 0.25)" fails="sigmoid_grad_slope" says="A quarter is the slope at 0 only. It depends on x."

# %% sigmoid_grad wrong="np.gradient" change="s = sigmoid(x)\n    return s * (1 - s) → return np.gradient(sigmoid(x), x)" fails="sigmoid_grad_slope" says="np.gradient measures from one number of the array to the next. The slope at a number needs that number alone."
# %% tanh_grad right="product" change="return 1 - tanh(x) ** 2 → t = tanh(x)\n    return (1 - t) * (1 + t)"
# %% tanh_grad right="numpy" change="tanh(x) ** 2 → np.square(np.tanh(x))"
# %% tanh_grad right="from the sigmoid" change="1 - tanh(x) ** 2 → 4 * sigmoid_grad(2 * x)"
# %% tanh_grad wrong="square missing" change="tanh(x) ** 2 → tanh(x)" fails="tanh_grad_slope" says="The square is missing."
# %% tanh_grad wrong="of the output" change="tanh(x) ** 2 → x**2" fails="tanh_grad_slope" says="x goes into tanh first: this is 1 - x²."
# %% tanh_grad wrong="x squared" change="tanh(x) ** 2 → tanh(x**2)" fails="tanh_grad_slope" says="Square the value of tanh, not x."
# %% tanh_grad wrong="tanh itself" change="1 - tanh(x) ** 2 → tanh(x)" fails="tanh_grad_slope" says="This is tanh itself, not its slope."
# %% tanh_grad wrong="rule of the sigmoid" change="1 - tanh(x) ** 2 → tanh(x) * (1 - tanh(x))" fails="tanh_grad_slope" says="This is the sigmoid's rule; tanh has another one."
# %% tanh_grad wrong="square of the difference" change="1 - tanh(x) ** 2 → (1 - tanh(x)) ** 2" fails="tanh_grad_slope" says="The square comes before the minus. Square the value of tanh, and not the difference."
# %% tanh_grad wrong="cosh overflows" change="1 - tanh(x) ** 2 → 1 / np.cosh(x) ** 2" fails="tanh_grad_slope" reads="makes NumPy warn"
# %% tanh_grad wrong="long doubles" change="1 - tanh(x) ** 2 → (1 / np.cosh(x.astype(np.longdouble)) ** 2).astype(float)" fails="tanh_grad_slope" reads="makes NumPy warn"
# %% tanh_grad wrong="square only" change="1 - tanh(x) ** 2 → tanh(x) ** 2" fails="tanh_grad_slope" says="This is only the square; take it from 1."
# %% tanh_grad wrong="doubled" change="tanh(x) ** 2 → tanh(x) * 2" fails="tanh_grad_slope" says="Square the value of tanh, don't double it."
# %% tanh_grad wrong="sigmoid squared" change="tanh(x) → sigmoid(x)" fails="tanh_grad_slope" says="Square the value of tanh, not of the sigmoid."
# %% tanh_grad wrong="plus" change="1 - tanh(x) ** 2 → 1 + tanh(x) ** 2" fails="tanh_grad_slope" says="A sign is wrong: the square is taken away from 1."
# %% tanh_grad wrong="slope of the sigmoid, stretched" change="1 - tanh(x) ** 2 → 4 * sigmoid_grad(x)" fails="tanh_grad_slope" says="tanh runs through its x twice as fast as the sigmoid. What goes into the slope of the sigmoid has to be doubled, too."
# %% tanh_grad wrong="cosh not squared" change="1 - tanh(x) ** 2 → 1 / np.cosh(np.clip(x, -700, 700))" fails="tanh_grad_slope" says="This is the square root of the slope. Is a square missing?"
# %% tanh_grad wrong="tanh twice" change="tanh(x) → tanh(tanh(x))" fails="tanh_grad_slope" says="tanh was taken twice. Once is enough."
# %% tanh_grad wrong="times x" change="tanh(x) ** 2 → tanh(x) * x" fails="tanh_grad_slope" says="tanh was multiplied by x. Multiply it by itself."
# %% tanh_grad wrong="second derivative" change="1 - tanh(x) ** 2 → -2 * tanh(x) * (1 - tanh(x) ** 2)" fails="tanh_grad_slope" says="This is the slope of the slope. One derivative is enough."
# %% tanh_grad wrong="times tanh" change="1 - tanh(x) ** 2 → tanh(x) * (1 - tanh(x) ** 2)" fails="tanh_grad_slope" says="The slope was multiplied by tanh. Leave that factor out."
# %% tanh_grad wrong="absolute value" change="tanh(x) ** 2 → np.abs(tanh(x))" fails="tanh_grad_slope" says="Square the value of tanh. Here only its sign was dropped."
# %% tanh_grad wrong="of 2x" change="tanh(x) ** 2 → tanh(2 * x) ** 2" fails="tanh_grad_slope" says="What goes into tanh was doubled. Its slope needs tanh of x itself."
# %% tanh_grad wrong="half of it" change="1 - tanh(x) ** 2 → 2 * sigmoid_grad(x)" fails="tanh_grad_slope" says="tanh is twice as fast and twice as high as the sigmoid. Both count for its slope."
# %% tanh_grad wrong="inner factor left out" change="1 - tanh(x) ** 2 → 2 * sigmoid_grad(2 * x)" fails="tanh_grad_slope" says="This is half of the slope. If it is made of the sigmoid's, the factor inside the sigmoid counts once more, as a factor in front."
# %% tanh_grad wrong="squared" change="1 - tanh(x) ** 2 → (1 - tanh(x) ** 2) ** 2" fails="tanh_grad_slope" says="The slope was squared once more. Only the value of tanh is squared."
# %% tanh_grad wrong="moved like tanh" change="1 - tanh(x) ** 2 → 2 * sigmoid_grad(2 * x) - 1" fails="tanh_grad_slope" says="A constant that is added to a curve doesn't change its slope. A constant factor inside or outside does."
# %% tanh_grad wrong="x in one factor" change="1 - tanh(x) ** 2 → (1 - tanh(x)) * (1 + x)" fails="tanh_grad_slope" says="Both factors need tanh, and not x."
# %% tanh_grad wrong="constant" change="1 - tanh(x) ** 2 → np.ones(np.shape(x))" fails="tanh_grad_slope" says="1 is the slope at 0 only. It depends on x."
# %% tanh_grad wrong="cube" change="tanh(x) ** 2 → tanh(x) ** 3" fails="tanh_grad_slope" says="This is a cube. Square the value of tanh."
# %% tanh_grad wrong="of the arcus tangent" change="1 - tanh(x) ** 2 → 1 / (1 + x**2)" fails="tanh_grad_slope" says="This is the slope of the arcus tangent, another curve."
# %% norms_in_order right="the list first" change="E H → H E"
# %% norms_in_order right="small letters in one word" change="E H C G D A → ehcgda"
# %% norms_in_order right="a list" change='"E H C G D A" → ["h", "E", "C", "G", "D", "A"]'
# %% norms_in_order right="with arrows" change="E H C G D A → E -> H -> C -> G -> D -> A"
# %% norms_in_order wrong="forwards" change="C G → F G" fails="norms_in_order_by_hand" says="F is a wrong line: it begins with the first layer. Which layer does the gradient meet first?"
# %% norms_in_order wrong="added" change="G D → B D" fails="norms_in_order_by_hand" says="B is a wrong line: it adds. A slope and a weight multiply what comes in."
# %% norms_in_order wrong="forwards and added" change="C G D → F B D" fails="norms_in_order_by_hand" says="B and F are wrong lines: one adds where the table multiplies, the other one begins with the first layer."
# %% norms_in_order wrong="noted too early" change="G D → D G" fails="norms_in_order_by_hand" says="D notes what comes into each layer. The norm of what the layer passes on is asked for."
# %% norms_in_order wrong="noted twice" change="C G D A → F D C G" fails="norms_in_order_by_hand" reads="is None"
# %% norms_in_order wrong="ends before the loop" change="C G D A → A C G D" fails="norms_in_order_by_hand" says="A ends the function before the loop has begun."
# %% norms_in_order wrong="1 comes too late" change="E H C G D A → H C G D E A" fails="norms_in_order_by_hand" reads="G uses g before any line has made it"
# %% norms_in_order wrong="list comes too late" change="E H C G D A → E C G D H A" fails="norms_in_order_by_hand" reads="D uses norms before any line has made it"
# %% norms_in_order wrong="nothing in the loop" change="C G D A → G D C A" fails="norms_in_order_by_hand" reads="G is indented, and the line before it neither begins a loop nor stands in one"
# %% norms_in_order wrong="all lines" change="C G D A → C F G B D A" fails="norms_in_order_by_hand" reads="has 8 letters, and 6 are needed"


# %% gradient_norms right="by index"
def gradient_norms(zs, Ws, grad):
    L = len(Ws)
    g = np.ones_like(zs[-1], dtype=float)
    norms = np.zeros(L)
    for k in reversed(range(L)):
        g = (g * grad(zs[k])) @ Ws[k].T
        norms[k] = np.linalg.norm(g)
    return norms


# %% gradient_norms right="inserted at the front"
def gradient_norms(zs, Ws, grad):
    g, norms = 1.0, []
    for z, W in reversed(list(zip(zs, Ws))):
        g = np.dot(g * grad(z), np.transpose(W))
        norms.insert(0, float(np.linalg.norm(g)))
    return tuple(norms)


# %% gradient_norms right="recursive"
def gradient_norms(zs, Ws, grad):
    def back(k):
        if k == len(Ws):
            return np.ones(zs[-1].shape), []
        g, norms = back(k + 1)
        g = np.einsum("nm,dm->nd", g * grad(zs[k]), Ws[k])
        return g, [np.linalg.norm(g), *norms]

    return np.array(back(0)[1])


# %% gradient_norms right="sample by sample"
def gradient_norms(zs, Ws, grad):
    total = np.zeros(len(Ws))
    slopes = [grad(z) for z in zs]
    for n in range(len(zs[0])):
        g = np.ones(zs[-1].shape[1])
        for k in reversed(range(len(Ws))):
            g = Ws[k] @ (g * slopes[k][n])
            total[k] += g @ g
    return np.sqrt(total)


# %% gradient_norms right="copied lists, popped"
def gradient_norms(zs, Ws, grad):
    zs, Ws, out = list(zs), list(Ws), []
    g = np.ones_like(zs[-1])
    while zs:
        g = (g * grad(zs.pop())).dot(Ws.pop().T)
        out = [np.linalg.norm(g)] + out
    return out


# %% gradient_norms wrong="not turned round" change="norms[::-1] → norms" fails="gradient_norms_chain gradient_norms_wide" says="The first layer's number should come first: reverse the list."
# %% gradient_norms wrong="no slopes" change="(g * grad(z)) @ W.T → g @ W.T" fails="gradient_norms_chain gradient_norms_wide" says="Where are the slopes? In each layer they come before the weights."
# %% gradient_norms wrong="slopes after the weights" change="(g * grad(z)) @ W.T → (g @ W.T) * grad(z)" fails="gradient_norms_wide" says="The slopes come after the weights here. On the way back, each layer has them before its weights."
# %% gradient_norms wrong="no weights" change="for z, W in zip(zs[::-1], Ws[::-1]): → for z in zs[::-1]:" change="(g * grad(z)) @ W.T → g * grad(z) if g.shape == z.shape else np.ones(z.shape) * grad(z)" fails="gradient_norms_chain gradient_norms_wide" says="Where are the weights? Each layer multiplies by its own, transposed."
# %% gradient_norms wrong="squares not rooted" change="np.sqrt(np.sum(g**2)) → np.sum(g**2)" fails="gradient_norms_chain gradient_norms_wide" says="This is the sum of the squares; take its square root."
# %% gradient_norms wrong="not transposed" change="W.T → W" fails="gradient_norms_wide" reads="matrix product"
# %% gradient_norms wrong="not transposed where square" change="W.T → (W if W.shape[0] == W.shape[1] > 1 else W.T)" fails="gradient_norms_wide" says="On the way back the weights are transposed."
# %% gradient_norms wrong="grad not called" change="g * grad(z) → g * z" fails="gradient_norms_chain gradient_norms_wide" says="Call grad. The gradient is multiplied by the slopes at z, not by z itself."
# %% gradient_norms wrong="begins anew" change="g * grad(z) → np.ones(z.shape) * grad(z)" fails="gradient_norms_chain gradient_norms_wide" says="Keep what the layers before have made of g; don't begin anew with 1."
# %% gradient_norms wrong="norm before the weights" change="g = (g * grad(z)) @ W.T → g = g * grad(z)" change="norms.append(np.sqrt(np.sum(g**2))) → norms.append(np.sqrt(np.sum(g**2)))\n        g = g @ W.T" fails="gradient_norms_chain gradient_norms_wide" says="Note the norm after the weights, not before them."
# %% gradient_norms wrong="root of the mean" change="np.sum → np.mean" fails="gradient_norms_wide" says="The norm is the root of the sum of the squares, not of their mean."
# %% gradient_norms wrong="changes z" change="g = (g * grad(z)) @ W.T → z[...] = g * grad(z)\n        g = z @ W.T" fails="gradient_norms_wide" reads="changed its argument"
# %% gradient_norms wrong="what comes in" change="g = (g * grad(z)) @ W.T → norms.append(np.sqrt(np.sum(g**2)))" change="norms.append(np.sqrt(np.sum(g**2))) → g = (g * grad(z)) @ W.T" fails="gradient_norms_chain gradient_norms_wide" says="This is what comes in; note what is handed on, after slopes and weights."


# %% gradient_norms wrong="weights first" change="norms = []\n    for z, W in zip(zs[::-1], Ws[::-1]):\n        g = (g * grad(z)) @ W.T\n        norms.append(np.sqrt(np.sum(g**2)))\n    return norms → out = []\n    for k in reversed(range(len(Ws))):\n        g = g @ Ws[k].T\n        if k > 0:\n            g = g * grad(zs[k - 1])\n        out.append(np.linalg.norm(g))\n    return out" fails="gradient_norms_chain gradient_norms_wide" says="In each layer the slopes come first, then the weights."
# %% gradient_norms wrong="slopes of the first layer" change="g * grad(z) → g * grad(zs[0])" fails="gradient_norms_chain gradient_norms_wide" says="Each layer has slopes of its own. Here all of them got the same ones."
# %% gradient_norms wrong="square of the sum" change="np.sqrt(np.sum(g**2)) → np.sqrt(np.sum(g) ** 2)" fails="gradient_norms_wide" says="Square each number before you add them up."
# %% gradient_norms wrong="absolute values" change="np.sqrt(np.sum(g**2)) → np.sum(np.abs(g))" fails="gradient_norms_wide" says="The norm needs squares, not absolute values."
# %% gradient_norms wrong="largest number" change="np.sqrt(np.sum(g**2)) → np.max(np.abs(g))" fails="gradient_norms_wide" says="The norm is a sum over all numbers, not the largest of them."
# %% gradient_norms wrong="first sample only" change="np.sum(g**2) → np.sum(g[0] ** 2)" fails="gradient_norms_wide" says="The norm goes over all samples, not only over the first."
# %% gradient_norms wrong="mean over samples" change="np.sqrt(np.sum(g**2)) → np.mean(np.sqrt(np.sum(g**2, axis=1)))" fails="gradient_norms_wide" says="The norm is the root of the sum of all squares, over the whole array. There is no mean in it."
# %% gradient_norms wrong="two layers only" change="np.ones(zs[-1].shape) → np.ones(zs[1].shape)" change="zip(zs[::-1], Ws[::-1]) → zip(zs[1::-1], Ws[1::-1])" fails="gradient_norms_chain gradient_norms_wide" reads="An index is beyond the end of a list"
# %% gradient_norms wrong="first layer left out" change="z, W in zip(zs[::-1], Ws[::-1]):\n        g = (g * grad(z)) @ W → k in range(len(Ws) - 1, 0, -1):\n        g = (g * grad(zs[k])) @ Ws[k]" fails="gradient_norms_chain gradient_norms_wide" says="Not every layer is in the list. Note a norm after each of them, from the last to the first."
# %% gradient_norms wrong="0 for the first layer" change="return norms[::-1] → return [0.0, *norms[-2::-1]]" fails="gradient_norms_chain gradient_norms_wide" says="Layer 0 hands a gradient on, too. Its norm is missing."
# %% gradient_norms wrong="return in the loop" change="norms.append(np.sqrt(np.sum(g**2))) → norms.append(np.sqrt(np.sum(g**2)))\n        return norms" fails="gradient_norms_chain gradient_norms_wide" says="Not every layer is in the list. Note a norm after each of them, from the last to the first."
# %% gradient_norms wrong="the ones too" change="return norms[::-1] → return norms[::-1] + [np.sqrt(zs[-1].size)]" fails="gradient_norms_chain gradient_norms_wide" says="The list begins with what the first layer hands on, and ends with what the last one does. The ones at the start aren't in it."
# %% gradient_norms wrong="the gradients" change="norms.append(np.sqrt(np.sum(g**2))) → norms.append(g)" fails="gradient_norms_chain gradient_norms_wide" says="These are the gradients themselves. Note the norm of each, a single number."
# %% gradient_norms wrong="slopes at the gradient" change="g * grad(z) → z * grad(g)" fails="gradient_norms_chain gradient_norms_wide" says="z and g are exchanged: the slopes are those at z, and they are multiplied by g."
# %% gradient_norms wrong="forwards" change="[::-1], Ws[::-1]):\n        g = (g * grad(z)) @ W.T\n        norms.append(np.sqrt(np.sum(g**2)))\n    return norms[::-1] → , Ws):\n        g = (g * grad(z)) @ W.T\n        norms.append(np.sqrt(np.sum(g**2)))\n    return norms" fails="gradient_norms_chain gradient_norms_wide" says="The gradient comes from the end. Walk through the layers from the last to the first."
# %% gradient_norms wrong="slopes of the last layer" change="g * grad(z) → g * grad(zs[-1])" fails="gradient_norms_chain gradient_norms_wide" says="Each layer has slopes of its own. Here all of them got the same ones."
# %% gradient_norms wrong="largest stretch" change="np.sqrt(np.sum(g**2)) → np.linalg.norm(g, 2)" fails="gradient_norms_wide" says="With a 2, np.linalg.norm gives a different norm of a table. Leave out the 2."
# %% gradient_norms wrong="divided by samples" change="np.sqrt(np.sum(g**2)) → np.sqrt(np.sum(g**2)) / len(g)" fails="gradient_norms_wide" says="Nothing is to be divided by the number of samples: neither the gradient, which starts as ones, nor its norm."
# %% gradient_norms wrong="slopes added" change="g * grad(z) → g + grad(z)" fails="gradient_norms_chain gradient_norms_wide" says="The slopes were added to the gradient. They multiply it."
# %% gradient_norms wrong="no squares" change="np.sqrt(np.sum(g**2)) → np.sqrt(np.abs(np.sum(g)))" fails="gradient_norms_chain gradient_norms_wide" says="Square each number before you add them up."
# %% gradient_norms wrong="weights alone" change="return norms[::-1] → return [np.linalg.norm(W) for W in Ws]" fails="gradient_norms_chain gradient_norms_wide" says="These are the norms of the weights. Hand the gradient back, and take its norm."
# %% gradient_norms wrong="slopes alone" change="return norms[::-1] → return [np.linalg.norm(grad(z)) for z in zs]" fails="gradient_norms_chain gradient_norms_wide" says="These are the norms of the slopes. Hand the gradient back, and take its norm."
# %% gradient_norms wrong="last one only" change="return norms[::-1] → return norms[-1]" fails="gradient_norms_chain gradient_norms_wide" says="This is one norm alone. Return a list with one for each layer."
# %% gradient_norms wrong="slopes twice" change="g * grad(z) → g * grad(z) ** 2" fails="gradient_norms_chain gradient_norms_wide" says="The slopes of a layer count once. Here they were multiplied twice."
# %% gradient_norms wrong="product of norms" change="return norms[::-1] → sizes = [np.linalg.norm(grad(z)) * np.linalg.norm(W) for z, W in zip(zs, Ws)]\n    return np.cumprod(sizes[::-1])[::-1]" fails="gradient_norms_wide" says="A norm of a product is not the product of the norms. Hand the gradient itself back, and then take its norm."
# %% gradient_norms wrong="sum alone" change="np.sqrt(np.sum(g**2)) → np.sum(g)" fails="gradient_norms_wide" says="This is the sum of the numbers. The norm is the root of the sum of their squares."
# %% gradient_norms wrong="zeros at the start" change="np.ones(zs[-1].shape) → np.zeros(zs[-1].shape)" fails="gradient_norms_chain gradient_norms_wide" says="Nothing comes back here. The gradient starts as 1 for every output."

# %% gradient_norms wrong="one norm for each sample" change="np.sum(g**2) → np.sum(g**2, axis=1)" fails="gradient_norms_chain gradient_norms_wide" says="This is a norm for each sample. Add up the squares of the whole gradient."
# %% relu right="mask" change="np.maximum(0, x) → x * (x > 0)"
# %% relu right="where" change="np.maximum(0, x) → np.where(x > 0, x, 0)"
# %% relu right="copy" change="return np.maximum(0, x) → y = x.copy()\n    y[y < 0] = 0\n    return y"
# %% relu right="clip" change="np.maximum(0, x) → np.clip(x, 0, None)"
# %% relu right="largest of two arrays" change="np.maximum(0, x) → np.max([x, np.zeros_like(x)], axis=0)"
# %% relu wrong="in place" change="return np.maximum(0, x) → x[x < 0] = 0\n    return x" fails="relu_values" says="x itself was overwritten. A line such as y = x makes no copy, and a third argument to np.maximum is where the result goes."
# %% relu wrong="minimum" change="np.maximum → np.minimum" fails="relu_values" says="The smaller of the two is kept here; keep the larger."
# %% relu wrong="abs" change="np.maximum(0, x) → np.abs(x)" fails="relu_values" says="Negative numbers become 0, not positive."
# %% relu wrong="step" change="np.maximum(0, x) → np.where(x > 0, 1.0, 0.0)" fails="relu_values" says="Numbers above 0 stay as they are; this only says where they stand."
# %% relu wrong="largest of all" change="np.maximum(0, x) → max(0, np.max(x))" fails="relu_values" says="This is the largest of all numbers; compare each one with 0."
# %% relu wrong="drops" change="np.maximum(0, x) → x[x > 0]" fails="relu_values" says="Every number keeps its place, also those that become 0."
# %% relu wrong="drops only the negative ones" change="np.maximum(0, x) → x[x >= 0]" fails="relu_values" says="Every number keeps its place, also those that become 0."
# %% relu wrong="clipped at 1" change="np.maximum(0, x) → np.clip(x, 0, 1)" fails="relu_values" says="Numbers above 1 stay as they are."
# %% relu wrong="max of Python" change="np.maximum → max" fails="relu_values" reads="ambiguous"
# %% relu wrong="vectorized whole numbers" change="np.maximum(0, x) → np.vectorize(lambda v: max(0, v))(x)" fails="relu_values" says="Numbers between 0 and 1 got lost. Is the kink at 0, and do the numbers keep their decimals?"
# %% relu wrong="whole array at once" change="np.maximum(0, x) → np.zeros_like(x) if np.any(x < 0) else x" fails="relu_values" says="Decide for each number by itself. Here one negative number makes all of them 0."
# %% relu wrong="leaky" change="np.maximum(0, x) → np.where(x > 0, x, 0.01 * x)" fails="relu_values" says="This is leaky ReLU. Negative numbers become 0 here."
# %% relu wrong="softplus" change="np.maximum(0, x) → np.log(1 + np.exp(x))" fails="relu_values" says="This is softplus, a smooth cousin of ReLU. ReLU is made of two straight lines."
# %% relu wrong="limit at 1" change="np.maximum(0, x) → np.maximum(1, x)" fails="relu_values" says="The lower limit is wrong: compare each number with 0."
# %% relu wrong="sign turned round" change="np.maximum(0, x) → np.maximum(0, -x)" fails="relu_values" says="The sign of x was turned round. Numbers above 0 stay as they are."
# %% relu wrong="doubled" change="np.maximum(0, x) → x + np.abs(x)" fails="relu_values" says="Numbers above 0 are doubled here. They should stay as they are."
# %% relu wrong="squared" change="np.maximum(0, x) → np.maximum(0, x) ** 2" fails="relu_values" says="Numbers above 0 are squared here. They should stay as they are."
# %% relu wrong="nothing happens" change="np.maximum(0, x) → x" fails="relu_values" says="Negative numbers are still as they were. They become 0."
# %% relu wrong="ELU" change="np.maximum(0, x) → np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1)" fails="relu_values" says="This is ELU, another function. Negative numbers become 0 here."
# %% relu wrong="kink at 1" change="np.maximum(0, x) → np.maximum(0, x - 1)" fails="relu_values" says="The kink is at 0, and numbers above it stay as they are. Subtract nothing."
# %% relu wrong="never above 6" change="np.maximum(0, x) → np.minimum(np.maximum(0, x), 6)" fails="relu_values" says="Large numbers were cut off. Numbers above 0 stay as they are, however large."
# %% relu_grad right="where" change="(x > 0).astype(float) → np.where(x > 0, 1.0, 0.0)"
# %% relu_grad right="heaviside" change="(x > 0).astype(float) → np.heaviside(x, 0)"
# %% relu_grad right="filled" change="return (x > 0).astype(float) → y = np.zeros(x.shape)\n    y[x > 0] = 1\n    return y"
# %% relu_grad right="times one" change="(x > 0).astype(float) → 1 * (x > 0)"
# %% relu_grad right="small whole numbers" change="float → np.uint8"
# %% relu_grad wrong="1 at 0" change="(x > 0) → (x >= 0)" fails="relu_grad_slope" says="At exactly 0 we chose the slope 0."
# %% relu_grad wrong="mask" change="(x > 0).astype(float) → x > 0" fails="relu_grad_slope" reads="True and False"
# %% relu_grad wrong="relu itself" change="(x > 0).astype(float) → np.maximum(0, x)" fails="relu_grad_slope" says="This is relu itself; its slope is asked for."
# %% relu_grad wrong="sign" change="(x > 0).astype(float) → np.sign(x)" fails="relu_grad_slope" says="Left of 0 the line is flat, so its slope is 0 and not -1."
# %% relu_grad wrong="exchanged" change="(x > 0) → (x <= 0)" fails="relu_grad_slope" says="The two sides are exchanged."
# %% relu_grad wrong="in place" change="return (x > 0).astype(float) → x[x > 0] = 1\n    x[x <= 0] = 0\n    return x" fails="relu_grad_slope" reads="changed its argument x"
# %% relu_grad wrong="kink at 0.2" change="(x > 0) → (x > 0.2)" fails="relu_grad_slope" says="The slope changes at 0, not further right."
# %% relu_grad wrong="of leaky ReLU" change="(x > 0).astype(float) → np.where(x > 0, 1.0, 0.01)" fails="relu_grad_slope" says="This is the slope of leaky ReLU; left of 0 relu is flat."
# %% relu_grad wrong="half at 0" change="(x > 0).astype(float) → np.heaviside(x, 0.5)" fails="relu_grad_slope" says="At exactly 0 we chose the slope 0."
# %% relu_grad wrong="1 everywhere" change="(x > 0).astype(float) → np.ones(x.shape)" fails="relu_grad_slope" says="The slope is 1 everywhere here. Left of 0, and at 0, the line is flat."
# %% relu_grad wrong="left side as it was" change="return (x > 0).astype(float) → g = x.copy()\n    g[g > 0] = 1\n    return g" fails="relu_grad_slope" says="Numbers that are not above 0 are still as they were. The slope is 0 there."
# %% relu_grad wrong="relu, limited" change="(x > 0).astype(float) → np.clip(x, 0, 1)" fails="relu_grad_slope" says="There are only two slopes, 0 and 1. Here small numbers were left as they are."
# %% relu_grad wrong="-1 left of 0" change="(x > 0).astype(float) → np.where(x > 0, 1.0, -1.0)" fails="relu_grad_slope" says="Left of 0 the line is flat, so its slope is 0 and not -1."
# %% relu_grad wrong="divided by x" change="return (x > 0).astype(float) → with np.errstate(invalid='ignore'):\n        return np.maximum(0, x) / x" fails="relu_grad_slope" says="At exactly 0 this divides 0 by 0. Compare x with 0 instead."
# %% relu_grad wrong="divided by nearly x" change="(x > 0).astype(float) → np.maximum(0, x) / (np.abs(x) + 1e-12)" fails="relu_grad_slope" says="This quotient is only nearly 1 for small numbers. Compare x with 0 instead."
# %% relu_grad wrong="rounded first" change="(x > 0) → (np.round(x, 3) > 0)" fails="relu_grad_slope" says="Every number above 0 counts, however small it is."
# %% relu_grad wrong="drops" change="(x > 0).astype(float) → np.ones(np.sum(x > 0))" fails="relu_grad_slope" says="Every number keeps its place, also where the slope is 0."
# %% relu_grad wrong="return in the loop" change="return (x > 0).astype(float) → for v in x:\n        return 1.0 if v > 0 else 0.0" fails="relu_grad_slope" says="This is one slope alone. Return one for each number of x, in an array of its shape."
# %% relu_grad wrong="0 everywhere" change="(x > 0).astype(float) → np.zeros(np.shape(x))" fails="relu_grad_slope" says="The slope is 0 everywhere here. Right of 0 the line rises."
# %% relu_grad wrong="1 on both sides" change="(x > 0).astype(float) → np.abs(np.sign(x))" fails="relu_grad_slope" says="Left of 0 the line is flat, so its slope is 0 there."
# %% relu_grad wrong="slope of softplus" change="(x > 0).astype(float) → sigmoid(x)" fails="relu_grad_slope" says="This is the sigmoid. The slope of ReLU jumps from 0 to 1."
# %% dead_fraction right="largest of a column" change="np.all(z <= 0, axis=0) → np.max(z, axis=0) <= 0"
# %% dead_fraction right="through relu" change="np.mean(np.all(z <= 0, axis=0)) → np.sum(np.sum(relu(z), axis=0) == 0) / z.shape[1]"
# %% dead_fraction right="never above 0" change="np.mean(np.all(z <= 0, axis=0)) → 1 - (z > 0).any(axis=0).mean()"


# %% dead_fraction right="loop"
def dead_fraction(z):
    dead = 0
    for j in range(z.shape[1]):
        if all(value <= 0 for value in z[:, j]):
            dead += 1
    return dead / z.shape[1]


# %% dead_fraction right="product of masks" change="np.mean(np.all(z <= 0, axis=0)) → np.prod(z <= 0, axis=0).mean()"
# %% dead_fraction wrong="zeros among numbers" change="np.all(z <= 0, axis=0) → z <= 0" fails="dead_fraction_by_hand dead_fraction_others" says="This is the share of all numbers that are not above 0. Only whole columns count."
# %% dead_fraction wrong="rows" change="axis=0 → axis=1" fails="dead_fraction_by_hand dead_fraction_others" says="Units are columns; here rows were counted."
# %% dead_fraction wrong="number" change="np.mean → np.sum" fails="dead_fraction_by_hand dead_fraction_others" says="This is the number of dead units. Their share is asked for."
# %% dead_fraction wrong="0 is not counted" change="z <= 0 → z < 0" fails="dead_fraction_by_hand dead_fraction_others" says="ReLU gives 0 for z = 0, too, so a number that is exactly 0 counts as switched off."
# %% dead_fraction wrong="any" change="np.all → np.any" fails="dead_fraction_by_hand dead_fraction_others" says="Too many units count as dead. One that is above 0 for a single sample lives."
# %% dead_fraction wrong="divided by samples" change="np.mean(np.all(z <= 0, axis=0)) → np.sum(np.all(z <= 0, axis=0)) / len(z)" fails="dead_fraction_by_hand dead_fraction_others" says="Divide by the number of units, not of samples."
# %% dead_fraction wrong="mean of a column" change="np.all(z <= 0, axis=0) → np.mean(z, axis=0) <= 0" fails="dead_fraction_by_hand dead_fraction_others" says="Too many units count as dead. One that is above 0 for a single sample lives."
# %% dead_fraction wrong="living" change="np.all(z <= 0, axis=0) → np.any(z > 0, axis=0)" fails="dead_fraction_by_hand dead_fraction_others" says="This is the share of the units that live."
# %% dead_fraction wrong="comparison missing" change="z <= 0 → z" fails="dead_fraction_by_hand dead_fraction_others" says="Compare with 0: in np.all(z) each number that is not 0 counts as True."
# %% dead_fraction wrong="first sample only" change="np.all(z <= 0, axis=0) → z[0] <= 0" fails="dead_fraction_by_hand dead_fraction_others" says="Too many units count as dead. One that is above 0 for a single sample lives."
# %% dead_fraction wrong="as many units as samples" change="np.mean(np.all(z <= 0, axis=0)) → sum(np.all(z[:, j] <= 0) for j in range(len(z))) / z.shape[1]" fails="dead_fraction_by_hand dead_fraction_others" says="Dead units are missing in this share. A unit is dead if no number of its column is above 0. In a loop, begin anew for each unit, and don't round the share."
# %% dead_fraction wrong="units that never sleep" change="z <= 0 → z > 0" fails="dead_fraction_by_hand dead_fraction_others" says="Dead units are missing in this share. A unit is dead if no number of its column is above 0. In a loop, begin anew for each unit, and don't round the share."
# %% dead_fraction wrong="divided by all numbers" change="np.mean(np.all(z <= 0, axis=0)) → np.sum(np.all(z <= 0, axis=0)) / z.size" fails="dead_fraction_by_hand dead_fraction_others" says="Divide by the number of units, not of all numbers."
# %% dead_fraction wrong="median" change="np.all(z <= 0, axis=0) → np.median(z, axis=0) <= 0" fails="dead_fraction_by_hand dead_fraction_others" says="Too many units count as dead. One that is above 0 for a single sample lives."
# %% dead_fraction wrong="last sample only" change="np.all(z <= 0, axis=0) → z[-1] <= 0" fails="dead_fraction_by_hand dead_fraction_others" says="Too many units count as dead. One that is above 0 for a single sample lives."
# %% dead_fraction wrong="last unit left out" change="np.mean(np.all(z <= 0, axis=0)) → np.sum(np.all(z <= 0, axis=0)[:-1]) / z.shape[1]" fails="dead_fraction_by_hand dead_fraction_others" says="Dead units are missing in this share. A unit is dead if no number of its column is above 0. In a loop, begin anew for each unit, and don't round the share."
# %% dead_fraction wrong="one unit less" change="np.mean(np.all(z <= 0, axis=0)) → np.sum(np.all(z <= 0, axis=0)) / (z.shape[1] - 1)" fails="dead_fraction_by_hand dead_fraction_others" says="Divide by the number of all units, and not by one less."
# %% dead_fraction wrong="rows, divided by units" change="np.mean(np.all(z <= 0, axis=0)) → np.sum(np.all(z <= 0, axis=1)) / z.shape[1]" fails="dead_fraction_by_hand dead_fraction_others" says="Units are columns; here rows were counted."
# %% dead_fraction wrong="share of numbers above 0" change="np.all(z <= 0, axis=0) → z > 0" fails="dead_fraction_by_hand dead_fraction_others" says="This is the share of all numbers that are above 0. Only whole columns count, and those without such a number."
# %% dead_fraction wrong="dead to living" change="np.mean(np.all(z <= 0, axis=0)) → np.sum(np.all(z <= 0, axis=0)) / max(1, np.sum(np.any(z > 0, axis=0)))" fails="dead_fraction_by_hand dead_fraction_others" says="Divide by the number of all units, not of the living ones."
# %% dead_fraction wrong="number of living" change="np.mean(np.all(z <= 0, axis=0)) → np.sum(np.any(z > 0, axis=0))" fails="dead_fraction_by_hand dead_fraction_others" says="This is the number of units that live. The share of the dead ones is asked for."
# %% leaky_relu right="maximum" change="np.where(x > 0, x, slope * x) → np.maximum(slope * x, x)"
# %% leaky_relu right="two parts" change="np.where(x > 0, x, slope * x) → np.maximum(0, x) + slope * np.minimum(0, x)"
# %% leaky_relu right="factor" change="np.where(x > 0, x, slope * x) → x * np.where(x > 0, 1, slope)"
# %% leaky_relu right="copy of floats" change="return np.where(x > 0, x, slope * x) → y = np.array(x, dtype=float)\n    y[y < 0] *= slope\n    return y"
# %% leaky_relu right="mixture of relu and x" change="np.where(x > 0, x, slope * x) → slope * x + (1 - slope) * relu(x)"
# %% leaky_relu wrong="slope as threshold" change="np.where(x > 0, x, slope * x) → np.maximum(slope, x)" fails="leaky_relu_values" says="The slope is a factor for x, not a threshold: this is max(slope, x)."
# %% leaky_relu wrong="kink at the slope" change="x > 0 → x > slope" fails="leaky_relu_values" says="The kink is at 0; the slope is no threshold."
# %% leaky_relu wrong="zero below the slope" change="np.where(x > 0, x, slope * x) → np.where(x > slope, x, 0)" fails="leaky_relu_values" says="The slope is no threshold: negative numbers become slope · x, not 0."
# %% leaky_relu wrong="relu" change="np.where(x > 0, x, slope * x) → np.maximum(0, x)" fails="leaky_relu_values" says="This is relu: negative numbers become slope · x, not 0."
# %% leaky_relu wrong="sign" change="np.where(x > 0, x, slope * x) → np.where(x > 0, x, slope * np.abs(x))" fails="leaky_relu_values" says="Negative numbers stay negative."
# %% leaky_relu wrong="constant" change="np.where(x > 0, x, slope * x) → np.where(x > 0, x, slope)" fails="leaky_relu_values" says="Negative numbers become slope · x, not the slope itself."
# %% leaky_relu wrong="slope not used" change="np.where(x > 0, x, slope * x) → np.where(x > 0, x, 0.01 * x)" fails="leaky_relu_values" says="slope is an argument: use it, in place of 0.01."
# %% leaky_relu wrong="in place" change="return np.where(x > 0, x, slope * x) → x[x < 0] *= slope\n    return x" fails="leaky_relu_values" reads="changed its argument x"
# %% leaky_relu wrong="integers truncated" change="return np.where(x > 0, x, slope * x) → y = x.copy()\n    y[x < 0] = slope * x[x < 0]\n    return y" fails="leaky_relu_values" reads="lost the decimals"
# %% leaky_relu wrong="another default" change="slope=0.01 → slope=0.1" fails="leaky_relu_values" says="The default of slope is 0.01, not 0.1."
# %% leaky_relu wrong="slope added above 0" change="np.where(x > 0, x, slope * x) → relu(x) + slope * x" fails="leaky_relu_values" says="Above 0 return x alone: here slope · x was added there, too."
# %% leaky_relu wrong="kink left of 0" change="x > 0 → x > -slope" fails="leaky_relu_values" says="The kink is at 0; the slope is no threshold."
# %% leaky_relu wrong="argument renamed" change="slope=0.01 → s=0.01" change="np.where(x > 0, x, slope * x) → np.where(x > 0, x, s * x)" fails="leaky_relu_values" reads="unexpected keyword"
# %% leaky_relu wrong="slope of 0 is not taken" change="slope=0.01 → slope=None" change="return np.where → slope = slope or 0.01\n    return np.where" fails="leaky_relu_values" reads="with slope 0.0"
# %% leaky_relu wrong="slope on both sides" change="np.where(x > 0, x, slope * x) → slope * x" fails="leaky_relu_values" says="The slope is for the left side only. Numbers above 0 stay as they are."
# %% leaky_relu wrong="divided" change="x, slope * x → x, x / slope" fails="leaky_relu_values" says="Negative numbers were divided by the slope. Multiply them by it."
# %% leaky_relu wrong="sides exchanged" change="np.where(x > 0, x, slope * x) → np.where(x > 0, slope * x, x)" fails="leaky_relu_values" says="The two sides are exchanged: the slope is for numbers that are not above 0."
# %% leaky_relu wrong="the slopes" change="np.where(x > 0, x, slope * x) → np.where(x > 0, 1.0, slope)" fails="leaky_relu_values" says="This is the slope of leaky_relu, which is asked for in the next exercise. Return its values."
# %% leaky_relu wrong="slope subtracted" change="x, slope * x → x, x - slope" fails="leaky_relu_values" says="The slope was subtracted from negative numbers. It is a factor."
# %% leaky_relu wrong="slope added" change="x, slope * x → x, x + slope" fails="leaky_relu_values" says="The slope was added to negative numbers. It is a factor."
# %% leaky_relu wrong="rest of the slope" change="x, slope * x → x, (1 - slope) * x" fails="leaky_relu_values" says="Left of 0 the line is nearly flat. The factor there is the slope, and not 1 minus the slope."
# %% leaky_relu wrong="power" change="x, slope * x → x, slope**x" fails="leaky_relu_values" says="The slope was raised to a power. It is a factor for x."
# %% leaky_relu wrong="lower limit" change="np.where(x > 0, x, slope * x) → np.maximum(-slope, x)" fails="leaky_relu_values" says="The slope is no limit for negative numbers. It is a factor for each of them."
# %% leaky_relu wrong="nothing happens" change="np.where(x > 0, x, slope * x) → np.maximum(0, x) + np.minimum(0, x)" fails="leaky_relu_values" says="Negative numbers are still as they were. The slope is a factor for them."
# %% leaky_relu wrong="absolute value" change="np.where(x > 0, x, slope * x) → np.abs(x)" fails="leaky_relu_values" says="Negative numbers lost their sign. They are multiplied by the slope, and stay negative."
# %% leaky_relu wrong="moved down" change="np.where(x > 0, x, slope * x) → np.maximum(0, x) - slope" fails="leaky_relu_values" says="The slope was subtracted everywhere. It is a factor for numbers that are not above 0."
# %% leaky_relu_grad right="filled" change="return np.where(x > 0, 1.0, slope) → y = np.ones(x.shape)\n    y[x <= 0] = slope\n    return y"
# %% leaky_relu_grad right="arithmetic" change="np.where(x > 0, 1.0, slope) → slope + (1 - slope) * (x > 0)"
# %% leaky_relu_grad right="relu_grad" change="return np.where(x > 0, 1.0, slope) → g = relu_grad(x)\n    return g + slope * (1 - g)"
# %% leaky_relu_grad right="indexed" change="np.where(x > 0, 1.0, slope) → np.array([slope, 1.0])[(x > 0).astype(int)]"
# %% leaky_relu_grad wrong="1 at 0" change="np.where(x > 0, 1.0, slope) → np.where(x >= 0, 1.0, slope)" fails="leaky_relu_grad_slope" says="At exactly 0 it is the slope s."
# %% leaky_relu_grad wrong="relu's" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, 0.0)" fails="leaky_relu_grad_slope" says="Left of 0 it is slope, not 0."
# %% leaky_relu_grad wrong="times x" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, slope * x)" fails="leaky_relu_grad_slope" says="Left of 0 the slope is a constant: don't multiply it by x."
# %% leaky_relu_grad wrong="the function" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, x, slope * x)" fails="leaky_relu_grad_slope" says="This is leaky_relu itself; its slope is asked for."
# %% leaky_relu_grad wrong="threshold" change="np.where(x > 0, 1.0, slope) → np.where(x > slope, 1.0, slope)" fails="leaky_relu_grad_slope" says="The slope is no threshold: the kink is at 0."
# %% leaky_relu_grad wrong="slope not used" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, 0.01)" fails="leaky_relu_grad_slope" says="slope is an argument: use it, in place of 0.01."
# %% leaky_relu_grad wrong="negative" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, -slope)" fails="leaky_relu_grad_slope" says="The line rises left of 0 as well, so the slope is not negative."
# %% leaky_relu_grad wrong="integers" change='return np.where(x > 0, 1.0, slope) → y = np.ones_like(x)\n    y[x <= 0] = slope\n    return y if y.dtype.kind == "f" else 0 * y' fails="leaky_relu_grad_slope" reads="0 everywhere"
# %% leaky_relu_grad wrong="0 at 0" change="np.where(x > 0, 1.0, slope) → (x > 0) + slope * (x < 0)" fails="leaky_relu_grad_slope" says="At exactly 0 it is the slope s, not 0."
# %% leaky_relu_grad wrong="slope added right of 0" change="np.where(x > 0, 1.0, slope) → relu_grad(x) + slope" fails="leaky_relu_grad_slope" says="Right of 0 it is 1 alone: here the slope was added there, too."
# %% leaky_relu_grad wrong="x right of 0" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, x, slope)" fails="leaky_relu_grad_slope" says="Right of 0 it is 1, not x."
# %% leaky_relu_grad wrong="exchanged" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, slope, 1.0)" fails="leaky_relu_grad_slope" says="The two sides are exchanged."
# %% leaky_relu_grad wrong="1 everywhere" change="np.where(x > 0, 1.0, slope) → np.ones(x.shape)" fails="leaky_relu_grad_slope" says="The slope is 1 everywhere here. If you fill the array in two steps, does the second one undo the first?"
# %% leaky_relu_grad wrong="divided by x" change="return np.where(x > 0, 1.0, slope) → with np.errstate(invalid='ignore'):\n        return np.where(x > 0, x, slope * x) / x" fails="leaky_relu_grad_slope" says="At exactly 0 this divides 0 by 0. Compare x with 0 instead."
# %% leaky_relu_grad wrong="rounded first" change="np.where(x > 0, → np.where(np.round(x, 3) > 0," fails="leaky_relu_grad_slope" says="Every number above 0 counts, however small it is."
# %% leaky_relu_grad wrong="rest of the slope" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, 1 - slope)" fails="leaky_relu_grad_slope" says="Left of 0 it is the slope itself, and not 1 minus the slope."
# %% leaky_relu_grad wrong="slope everywhere" change="np.where(x > 0, 1.0, slope) → np.full(x.shape, slope)" fails="leaky_relu_grad_slope" says="The slope is for the left side only. Right of 0 the line rises by 1."
# %% leaky_relu_grad wrong="with the sign of x" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, slope * np.sign(x))" fails="leaky_relu_grad_slope" says="The line rises left of 0 as well. Leave the sign of x out."
# %% leaky_relu_grad wrong="1 left of 0" change="np.where(x > 0, 1.0, slope) → np.where(x < 0, 1.0, slope)" fails="leaky_relu_grad_slope" says="The two sides are exchanged."
# %% leaky_relu_grad wrong="-1 left of 0" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, np.where(x < 0, -1.0, slope))" fails="leaky_relu_grad_slope" says="The line rises left of 0 as well, by the slope s."
# %% leaky_relu_grad wrong="relu's times slope" change="np.where(x > 0, 1.0, slope) → slope * relu_grad(x)" fails="leaky_relu_grad_slope" says="Right of 0 the slope is 1, and left of 0 it is s. Here it is s on the right, and 0 on the left."
# %% leaky_relu_grad wrong="another default" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, 0.3 if slope == 0.01 else slope)" fails="leaky_relu_grad_slope" says="slope has another default value here. In the first line of the function it is 0.01."
# %% softmax right="keepdims of axis -1, method"
def softmax(x):
    z = x - x.max(axis=-1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


# %% softmax right="transposed" change="e = np.exp(x - np.max(x, axis=-1, keepdims=True)) → y = x.T - np.max(x.T, axis=0)" change="e / np.sum(e, axis=-1, keepdims=True) → (np.exp(y) / np.sum(np.exp(y), axis=0)).T"
# %% softmax right="logsumexp" change="e = np.exp(x - np.max(x, axis=-1, keepdims=True)) → m = np.max(x, axis=-1, keepdims=True)" change="e / np.sum(e, axis=-1, keepdims=True) → np.exp(x - m - np.log(np.sum(np.exp(x - m), axis=-1, keepdims=True)))"
# %% softmax right="row by row"
def softmax(x):
    if x.ndim == 2:
        return np.array([softmax(row) for row in x])
    e = np.exp(x - max(x))
    return e / sum(e)


# %% softmax right="transposed in two branches"
def softmax(x):
    if x.ndim == 2:
        x = x.T
        x = x - np.max(x, axis=0)
        y = np.exp(x) / np.sum(np.exp(x), axis=0)
        return y.T
    x = x - np.max(x)
    return np.exp(x) / np.sum(np.exp(x))


# %% softmax right="copy changed in place"
def softmax(x):
    x = np.array(x, dtype=float)
    x -= x.max(axis=-1, keepdims=True)
    np.exp(x, out=x)
    x /= x.sum(axis=-1, keepdims=True)
    return x


# %% softmax right="differences of scores"
def softmax(x):
    d = np.clip(x[..., None, :] - x[..., :, None], -700, 700)
    return 1 / np.exp(d).sum(axis=-1)


# %% softmax wrong="unstable" change="x - np.max(x, axis=-1, keepdims=True) → x" fails="softmax_stable" reads="makes NumPy warn"
# %% softmax wrong="whole array" change="np.max(x, axis=-1, keepdims=True) → np.max(x)" change="np.sum(e, axis=-1, keepdims=True) → np.sum(e)" fails="softmax_batch softmax_stable" says="Each row is a sample with the sum 1; here the whole table has it."
# %% softmax wrong="wrong axis" change="np.max(x, axis=-1, keepdims=True) → np.max(x, axis=0)" change="np.sum(e, axis=-1, keepdims=True) → np.sum(e, axis=0)" fails="softmax_batch softmax_stable" says="Sum over the last axis: here each column has the sum 1, not each row."
# %% softmax wrong="largest of the whole batch" change="np.max(x, axis=-1, keepdims=True) → np.max(x)" fails="softmax_stable" says="All powers of one row have become 0. Is what you subtract the largest score of that row?"
# %% softmax wrong="keepdims missing" change="np.sum(e, axis=-1, keepdims=True) → np.sum(e, axis=-1)" fails="softmax_batch softmax_stable" reads="can't be combined"
# %% softmax wrong="not divided" change="e / np.sum(e, axis=-1, keepdims=True) → e" fails="softmax_values softmax_batch softmax_stable" says="Divide by the sum of the powers; only the largest score was subtracted."
# %% softmax wrong="shares of scores" change="np.exp(x - np.max(x, axis=-1, keepdims=True)) → x" fails="softmax_values softmax_batch softmax_stable" says="Take the powers of e first: these are shares of the scores themselves."
# %% softmax wrong="sigmoid" change="e = np.exp(x - np.max(x, axis=-1, keepdims=True)) → " change="e / np.sum(e, axis=-1, keepdims=True) → sigmoid(x)" fails="softmax_values softmax_batch softmax_stable" says="This is the sigmoid of each score; their sum is not 1."
# %% softmax wrong="in place" change="e = np.exp(x - np.max(x, axis=-1, keepdims=True)) → x -= np.max(x, axis=-1, keepdims=True)\n    e = np.exp(x)" fails="softmax_values softmax_batch" reads="changed its argument x"
# %% softmax wrong="logarithm" change="e / np.sum(e, axis=-1, keepdims=True) → np.log(e / np.sum(e, axis=-1, keepdims=True))" fails="softmax_values softmax_batch softmax_stable" says="This is the logarithm of the probabilities."
# %% softmax wrong="long doubles" change="x - np.max(x, axis=-1, keepdims=True) → x.astype(np.longdouble)" change="return e / np.sum(e, axis=-1, keepdims=True) → return (e / np.sum(e, axis=-1, keepdims=True)).astype(float)" fails="softmax_stable" reads="makes NumPy warn"
# %% softmax wrong="mean subtracted" change="np.max → np.mean" fails="softmax_stable" reads="makes NumPy warn"
# %% softmax wrong="only the top shifted" change="np.sum(e, axis=-1, keepdims=True) → np.sum(np.exp(x), axis=-1, keepdims=True)" fails="softmax_values softmax_batch softmax_stable" says="Subtract m below as well as above."
# %% softmax wrong="1e-7 added to the sum" change="np.sum(e, axis=-1, keepdims=True) → (np.sum(e, axis=-1, keepdims=True) + 1e-7)" fails="softmax_values softmax_batch softmax_stable" says="Add nothing to the sum: its largest power is 1, so it can't be 0."
# %% softmax wrong="column by column" change="e = np.exp → if x.ndim == 2:\n        return np.array([softmax(c) for c in x.T]).T\n    e = np.exp" fails="softmax_batch softmax_stable" says="Sum over the last axis: here each column has the sum 1, not each row."
# %% softmax wrong="sum of Python" change="np.sum(e, axis=-1, keepdims=True) → sum(e)" fails="softmax_batch softmax_stable" reads="columns that sum to 1"
# %% softmax wrong="power of the sum" change="np.sum(e, axis=-1, keepdims=True) → np.exp(np.sum(x - np.max(x, axis=-1, keepdims=True), axis=-1, keepdims=True))" fails="softmax_values softmax_batch softmax_stable" says="Take the powers first, and then their sum. Here it is the power of a sum."
# %% softmax wrong="divided by the largest score" change="x - np.max(x, axis=-1, keepdims=True) → x / np.max(x, axis=-1, keepdims=True)" fails="softmax_values softmax_batch softmax_stable" says="The scores were divided by the largest one. Only a subtraction leaves the probabilities as they are."
# %% softmax wrong="mean of the powers" change="e / np.sum(e, axis=-1, keepdims=True) → e / np.mean(e, axis=-1, keepdims=True)" fails="softmax_values softmax_batch softmax_stable" says="Divide by the sum of the powers, not by their mean."
# %% softmax wrong="winner takes all" change="e / np.sum(e, axis=-1, keepdims=True) → (e == 1).astype(float)" fails="softmax_values softmax_batch softmax_stable" says="Only the largest score got something. Every class has a share."
# %% softmax wrong="sign turned round" change="np.exp(x - np.max(x, axis=-1, keepdims=True)) → np.exp(np.min(x, axis=-1, keepdims=True) - x)" fails="softmax_values softmax_batch softmax_stable" says="The smallest score got the largest probability. A sign is turned round in the exponent."
# %% softmax wrong="powers of 2" change="np.exp(x - np.max(x, axis=-1, keepdims=True)) → 2 ** (x - np.max(x, axis=-1, keepdims=True))" fails="softmax_values softmax_batch softmax_stable" says="These are powers of another number. Take the powers of e."
# %% softmax wrong="scores limited" change="np.exp(x - np.max(x, axis=-1, keepdims=True)) → np.exp(np.clip(x, -500, 500))" fails="softmax_stable" says="Scores beyond a limit were made equal. Subtract the largest score of the row instead."
# %% softmax wrong="1e-3 added to the sum" change="np.sum(e, axis=-1, keepdims=True) → (np.sum(e, axis=-1, keepdims=True) + 1e-3)" fails="softmax_values softmax_batch softmax_stable" says="Add nothing to the sum: its largest power is 1, so it can't be 0."
# %% softmax wrong="1e-5 added to the sum" change="np.sum(e, axis=-1, keepdims=True) → (np.sum(e, axis=-1, keepdims=True) + 1e-5)" fails="softmax_values softmax_batch softmax_stable" says="Add nothing to the sum: its largest power is 1, so it can't be 0."
# %% softmax wrong="first row only" change="e = np.exp(x - np.max(x, axis=-1, keepdims=True))\n    return e / np.sum(e, axis=-1, keepdims=True → for row in np.atleast_2d(x):\n        e = np.exp(row - np.max(row))\n        return e / np.sum(e" fails="softmax_batch softmax_stable" says="This is one sample alone. Return a row for each of them."
# %% softmax wrong="shares of the sigmoid" change="e = np.exp(x - np.max(x, axis=-1, keepdims=True)) → e = sigmoid(x)" fails="softmax_values softmax_batch softmax_stable" says="Take the powers of e of the scores, not their sigmoid."
# %% softmax wrong="divided by the norm" change="np.sum(e, axis=-1, keepdims=True) → np.linalg.norm(e, axis=-1, keepdims=True)" fails="softmax_values softmax_batch softmax_stable" says="Divide by the sum of the powers, not by their norm."
# %% softmax wrong="softmax twice" change="return e / np.sum(e, axis=-1, keepdims=True) → p = np.exp(e / np.sum(e, axis=-1, keepdims=True))\n    return p / np.sum(p, axis=-1, keepdims=True)" fails="softmax_values softmax_batch softmax_stable" says="Softmax was taken twice. Once is enough."
# %% softmax wrong="squares" change="np.exp(x - np.max(x, axis=-1, keepdims=True)) → np.exp(x - np.max(x, axis=-1, keepdims=True)) ** 2" fails="softmax_values softmax_batch softmax_stable" says="The powers were squared. Leave them as they are."
# %% softmax wrong="sign turned round below" change="np.sum(e, axis=-1, keepdims=True) → np.sum(1 / e, axis=-1, keepdims=True)" fails="softmax_values softmax_batch softmax_stable" says="The sum below needs the same powers as the top."
# %% softmax wrong="rounded" change="e / np.sum(e, axis=-1, keepdims=True) → np.round(e / np.sum(e, axis=-1, keepdims=True), 3)" fails="softmax_values softmax_batch softmax_stable" says="The probabilities are rounded. Return them with all their digits."
# %% softmax wrong="divided by the classes" change="np.sum(e, axis=-1, keepdims=True) → x.shape[-1]" fails="softmax_values softmax_batch softmax_stable" says="Divide by the sum of the powers, not by their number."
# %% softmax wrong="flat" change="e = np.exp → x = x.flatten()\n    e = np.exp" fails="softmax_batch softmax_stable" says="Keep the table: each row is a sample, with the sum 1."
# %% softmax wrong="logarithm of the sum" change="e / np.sum(e, axis=-1, keepdims=True) → e / np.log(1 + np.sum(e, axis=-1, keepdims=True))" fails="softmax_values softmax_batch softmax_stable" says="Divide by the sum of the powers itself, not by its logarithm."
# %% softmax wrong="own power left out" change="np.sum(e, axis=-1, keepdims=True) → (np.sum(e, axis=-1, keepdims=True) - e + 1e-12)" fails="softmax_values softmax_batch softmax_stable" says="The sum runs over all classes, also over the one above."
# %% softmax wrong="1 in the sum" change="np.sum(e, axis=-1, keepdims=True) → (1 + np.sum(e, axis=-1, keepdims=True))" fails="softmax_values softmax_batch softmax_stable" says="A 1 was added to the sum of the powers. Leave it out."
# %% softmax wrong="shares above the smallest" change="np.exp(x - np.max(x, axis=-1, keepdims=True)) → x - np.min(x, axis=-1, keepdims=True) + 1e-12" fails="softmax_values softmax_batch softmax_stable" says="Where are the powers of e? These are shares of differences."
# %% softmax wrong="equal shares" change="e / np.sum(e, axis=-1, keepdims=True) → np.ones(x.shape) / x.shape[-1]" fails="softmax_values softmax_batch softmax_stable" says="All classes got the same share. A larger score should get more."
