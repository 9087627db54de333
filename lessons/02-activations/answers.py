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
# %% sigmoid wrong="textbook formula overflows" change="np.abs(x) → x" change="np.where(x >= 0, 1, t) → 1" fails="sigmoid_stable" says="makes NumPy warn"
# %% sigmoid wrong="where computes both" change="t = np.exp(-np.abs(x)) → " change="np.where(x >= 0, 1, t) / (1 + t) → np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))" fails="sigmoid_stable" says="makes NumPy warn"
# %% sigmoid wrong="exponent positive" change="-np.abs(x) → x" change="np.where(x >= 0, 1, t) → 1" fails="sigmoid_values sigmoid_stable" says="turned round"
# %% sigmoid wrong="other form only" change="-np.abs(x) → x" change="np.where(x >= 0, 1, t) → t" fails="sigmoid_stable" says="makes NumPy warn"
# %% sigmoid wrong="one form for both signs" change="np.where(x >= 0, 1, t) → 1" fails="sigmoid_values sigmoid_stable" says="the top is t there"
# %% sigmoid wrong="brackets" change="np.abs(x) → x" change="np.where(x >= 0, 1, t) / (1 + t) → 1 / 1 + t" fails="sigmoid_values sigmoid_stable" says="Mind the brackets"
# %% sigmoid wrong="tanh" change="t = np.exp(-np.abs(x)) → " change="np.where(x >= 0, 1, t) / (1 + t) → np.tanh(x)" fails="sigmoid_values sigmoid_stable" says="This is tanh"
# %% sigmoid wrong="in place" change="return np.where(x >= 0, 1, t) / (1 + t) → x[...] = np.where(x >= 0, 1, t) / (1 + t)\n    return x" fails="sigmoid_values" says="changed its argument x"
# %% sigmoid wrong="integers truncated" change="np.where(x >= 0, 1, t) / (1 + t) → (np.where(x >= 0, 1, t) / (1 + t)).astype(x.dtype)" fails="sigmoid_values" says="is 0 everywhere"
# %% sigmoid wrong="sides exchanged" change="np.where(x >= 0, 1, t) → np.where(x >= 0, t, 1)" fails="sigmoid_values sigmoid_stable" says="sides exchanged"
# %% sigmoid wrong="abs missing" change="np.abs(x) → x" fails="sigmoid_values sigmoid_stable" says="t = exp(-|x|)"
# %% sigmoid wrong="bottom without brackets" change="np.where(x >= 0, 1, t) / (1 + t) → np.where(x >= 0, 1, t) / 1 + t" fails="sigmoid_values sigmoid_stable" says="whole bottom"
# %% sigmoid wrong="long doubles" change="t = np.exp(-np.abs(x)) → t = np.exp(-x.astype(np.longdouble))" change="np.where(x >= 0, 1, t) / (1 + t) → (1 / (1 + t)).astype(float)" fails="sigmoid_stable" says="makes NumPy warn"
# %% sigmoid wrong="squeezed" change="np.where(x >= 0, 1, t) / (1 + t) → np.squeeze(np.where(x >= 0, 1, t) / (1 + t))" fails="sigmoid_values" says="only the shape is not"

# %% tanh right="numpy" change="2 * sigmoid(2 * x) - 1 → np.tanh(x)"
# %% tanh right="written out" change="return 2 * sigmoid(2 * x) - 1 → t = np.exp(-2 * np.abs(x))\n    return np.sign(x) * (1 - t) / (1 + t)"
# %% tanh right="difference of sigmoids" change="2 * sigmoid(2 * x) - 1 → sigmoid(2 * x) - sigmoid(-2 * x)"
# %% tanh right="quotient of clipped numbers" change="return 2 * sigmoid(2 * x) - 1 → x = np.clip(x, -20, 20)\n    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))"
# %% tanh wrong="quotient of exponentials" change="2 * sigmoid(2 * x) - 1 → (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))" fails="tanh_stable" says="makes NumPy warn"
# %% tanh wrong="quotient, warnings hushed" change='return 2 * sigmoid(2 * x) - 1 → with np.errstate(all="ignore"):\n        return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))' fails="tanh_stable" says="contains nan"
# %% tanh wrong="inner factor forgotten" change="sigmoid(2 * x) → sigmoid(x)" fails="tanh_values tanh_stable" says="Inside the sigmoid stands 2x"
# %% tanh wrong="not moved down" change="2 * sigmoid(2 * x) - 1 → 2 * sigmoid(2 * x)" fails="tanh_values tanh_stable" says="down by 1"
# %% tanh wrong="not stretched" change="2 * sigmoid(2 * x) → sigmoid(2 * x)" fails="tanh_values tanh_stable" says="twice its height"
# %% tanh wrong="long doubles" change="return 2 * sigmoid(2 * x) - 1 → x = x.astype(np.longdouble)\n    return (np.sinh(x) / np.cosh(x)).astype(float)" fails="tanh_stable" says="makes NumPy warn"
# %% tanh wrong="sinh" change="2 * sigmoid(2 * x) - 1 → np.sinh(x)" fails="tanh_values tanh_stable" says="This is sinh"
# %% tanh wrong="in place" change="return 2 * sigmoid(2 * x) - 1 → x *= 2\n    return 2 * sigmoid(x) - 1" fails="tanh_values" says="changed its argument x"
# %% tanh wrong="numerator only" change="2 * sigmoid(2 * x) - 1 → np.exp(x) - np.exp(-x)" fails="tanh_values tanh_stable" says="only the top"
# %% tanh wrong="1 inside" change="2 * sigmoid(2 * x) - 1 → 2 * sigmoid(2 * x - 1)" fails="tanh_values tanh_stable" says="outside the sigmoid"
# %% tanh wrong="sign lost" change="sigmoid(2 * x) → sigmoid(2 * np.abs(x))" fails="tanh_values tanh_stable" says="tanh is negative"

# %% sigmoid_grad right="product of two sides" change="s * (1 - s) → s * sigmoid(-x)"
# %% sigmoid_grad right="square subtracted" change="s * (1 - s) → s - s**2"
# %% sigmoid_grad right="from exp" change="s = sigmoid(x) → t = np.exp(-np.abs(x))" change="s * (1 - s) → t / (1 + t) ** 2"
# %% sigmoid_grad right="central difference" change="s = sigmoid(x) → h = 1e-5" change="s * (1 - s) → (sigmoid(x + h) - sigmoid(x - h)) / (2 * h)"
# %% sigmoid_grad wrong="of the output" change="s = sigmoid(x) → s = x" fails="sigmoid_grad_slope" says="x goes into the sigmoid first"
# %% sigmoid_grad wrong="the sigmoid itself" change="s * (1 - s) → s" fails="sigmoid_grad_slope" says="not its slope"
# %% sigmoid_grad wrong="square" change="s * (1 - s) → 1 - s**2" fails="sigmoid_grad_slope" says="No square here"
# %% sigmoid_grad wrong="one minus" change="s * (1 - s) → 1 - s" fails="sigmoid_grad_slope" says="multiply it by the sigmoid"
# %% sigmoid_grad wrong="sigmoid twice" change="s = sigmoid(x) → s = sigmoid(sigmoid(x))" fails="sigmoid_grad_slope" says="once is enough"
# %% sigmoid_grad wrong="overflows" change="s = sigmoid(x) → t = np.exp(-x)" change="s * (1 - s) → t / (1 + t) ** 2" fails="sigmoid_grad_slope" says="makes NumPy warn"
# %% sigmoid_grad wrong="long doubles" change="s = sigmoid(x) → t = np.exp(-x.astype(np.longdouble))" change="s * (1 - s) → (t / (1 + t) ** 2).astype(float)" fails="sigmoid_grad_slope" says="makes NumPy warn"
# %% sigmoid_grad wrong="sign" change="s * (1 - s) → s * (s - 1)" fails="sigmoid_grad_slope" says="sign is wrong"
# %% sigmoid_grad wrong="in place" change="s = sigmoid(x) → x *= -1\n    s = sigmoid(x)" fails="sigmoid_grad_slope" says="changed its argument x"
# %% sigmoid_grad wrong="second factor with x" change="s * (1 - s) → s * (1 - x)" fails="sigmoid_grad_slope" says="the second one too"
# %% sigmoid_grad wrong="first factor x" change="s * (1 - s) → x * (1 - s)" fails="sigmoid_grad_slope" says="the first one too"
# %% sigmoid_grad wrong="sigmoid of 1 - x" change="s * (1 - s) → s * sigmoid(1 - x)" fails="sigmoid_grad_slope" says="not the sigmoid of 1 - x"
# %% sigmoid_grad wrong="rule of tanh" change="s = sigmoid(x) → t = tanh(x)" change="s * (1 - s) → 1 - t**2" fails="sigmoid_grad_slope" says="rule for tanh"
# %% sigmoid_grad wrong="sigmoid not computed" change="s = sigmoid(x) → " fails="sigmoid_grad_slope" says="Nothing has the name s"

# %% tanh_grad right="product" change="return 1 - tanh(x) ** 2 → t = tanh(x)\n    return (1 - t) * (1 + t)"
# %% tanh_grad right="numpy" change="tanh(x) ** 2 → np.square(np.tanh(x))"
# %% tanh_grad right="from the sigmoid" change="1 - tanh(x) ** 2 → 4 * sigmoid_grad(2 * x)"
# %% tanh_grad wrong="square missing" change="tanh(x) ** 2 → tanh(x)" fails="tanh_grad_slope" says="square is missing"
# %% tanh_grad wrong="of the output" change="tanh(x) ** 2 → x**2" fails="tanh_grad_slope" says="x goes into tanh first"
# %% tanh_grad wrong="x squared" change="tanh(x) ** 2 → tanh(x**2)" fails="tanh_grad_slope" says="not x"
# %% tanh_grad wrong="tanh itself" change="1 - tanh(x) ** 2 → tanh(x)" fails="tanh_grad_slope" says="not its slope"
# %% tanh_grad wrong="rule of the sigmoid" change="1 - tanh(x) ** 2 → tanh(x) * (1 - tanh(x))" fails="tanh_grad_slope" says="rule"
# %% tanh_grad wrong="square of the difference" change="1 - tanh(x) ** 2 → (1 - tanh(x)) ** 2" fails="tanh_grad_slope" says="square comes before"
# %% tanh_grad wrong="cosh overflows" change="1 - tanh(x) ** 2 → 1 / np.cosh(x) ** 2" fails="tanh_grad_slope" says="makes NumPy warn"
# %% tanh_grad wrong="long doubles" change="1 - tanh(x) ** 2 → (1 / np.cosh(x.astype(np.longdouble)) ** 2).astype(float)" fails="tanh_grad_slope" says="makes NumPy warn"
# %% tanh_grad wrong="square only" change="1 - tanh(x) ** 2 → tanh(x) ** 2" fails="tanh_grad_slope" says="take it from 1"
# %% tanh_grad wrong="doubled" change="tanh(x) ** 2 → tanh(x) * 2" fails="tanh_grad_slope" says="double"
# %% tanh_grad wrong="sigmoid squared" change="tanh(x) → sigmoid(x)" fails="tanh_grad_slope" says="not of the sigmoid"


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


# %% gradient_norms wrong="not turned round" change="norms[::-1] → norms" fails="gradient_norms_chain gradient_norms_wide" says="turn the list round"
# %% gradient_norms wrong="no slopes" change="(g * grad(z)) @ W.T → g @ W.T" fails="gradient_norms_chain gradient_norms_wide" says="Where are the slopes"
# %% gradient_norms wrong="no weights" change="for z, W in zip(zs[::-1], Ws[::-1]): → for z in zs[::-1]:" change="(g * grad(z)) @ W.T → g * grad(z) if g.shape == z.shape else np.ones(z.shape) * grad(z)" fails="gradient_norms_chain gradient_norms_wide" says="Where are the weights"
# %% gradient_norms wrong="squares not rooted" change="np.sqrt(np.sum(g**2)) → np.sum(g**2)" fails="gradient_norms_chain gradient_norms_wide" says="take its square root"
# %% gradient_norms wrong="not transposed" change="W.T → W" fails="gradient_norms_wide" says="matrix product"
# %% gradient_norms wrong="not transposed where square" change="W.T → (W if W.shape[0] == W.shape[1] > 1 else W.T)" fails="gradient_norms_wide" says="the weights are transposed"
# %% gradient_norms wrong="grad not called" change="g * grad(z) → g * z" fails="gradient_norms_chain gradient_norms_wide" says="Call grad"
# %% gradient_norms wrong="begins anew" change="g * grad(z) → np.ones(z.shape) * grad(z)" fails="gradient_norms_chain gradient_norms_wide" says="begin anew"
# %% gradient_norms wrong="norm before the weights" change="g = (g * grad(z)) @ W.T → g = g * grad(z)" change="norms.append(np.sqrt(np.sum(g**2))) → norms.append(np.sqrt(np.sum(g**2)))\n        g = g @ W.T" fails="gradient_norms_chain gradient_norms_wide" says="not before them"
# %% gradient_norms wrong="root of the mean" change="np.sum → np.mean" fails="gradient_norms_wide" says="not of their mean"
# %% gradient_norms wrong="changes z" change="g = (g * grad(z)) @ W.T → z[...] = g * grad(z)\n        g = z @ W.T" fails="gradient_norms_wide" says="changed its argument"
# %% gradient_norms wrong="what comes in" change="g = (g * grad(z)) @ W.T → norms.append(np.sqrt(np.sum(g**2)))" change="norms.append(np.sqrt(np.sum(g**2))) → g = (g * grad(z)) @ W.T" fails="gradient_norms_chain gradient_norms_wide" says="what comes in"


# %% gradient_norms wrong="weights first" fails="gradient_norms_chain gradient_norms_wide" says="slopes come first"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    out = []
    for k in reversed(range(len(Ws))):
        g = g @ Ws[k].T
        if k > 0:
            g = g * grad(zs[k - 1])
        out.append(np.linalg.norm(g))
    return out[::-1]


# %% gradient_norms wrong="slopes of the first layer" change="g * grad(z) → g * grad(zs[0])" fails="gradient_norms_chain gradient_norms_wide" says="those of the first"
# %% gradient_norms wrong="square of the sum" change="np.sqrt(np.sum(g**2)) → np.sqrt(np.sum(g) ** 2)" fails="gradient_norms_wide" says="before you add them up"
# %% gradient_norms wrong="absolute values" change="np.sqrt(np.sum(g**2)) → np.sum(np.abs(g))" fails="gradient_norms_wide" says="not absolute values"
# %% gradient_norms wrong="largest number" change="np.sqrt(np.sum(g**2)) → np.max(np.abs(g))" fails="gradient_norms_wide" says="not the largest"
# %% gradient_norms wrong="first sample only" change="np.sum(g**2) → np.sum(g[0] ** 2)" fails="gradient_norms_wide" says="over all samples"
# %% gradient_norms wrong="mean over samples" change="np.sqrt(np.sum(g**2)) → np.mean(np.sqrt(np.sum(g**2, axis=1)))" fails="gradient_norms_wide" says="no mean over samples"
# %% gradient_norms wrong="two layers only" change="np.ones(zs[-1].shape) → np.ones(zs[1].shape)" change="zip(zs[::-1], Ws[::-1]) → zip(zs[1::-1], Ws[1::-1])" fails="gradient_norms_chain gradient_norms_wide" says="has shape (2,)"

# %% relu right="mask" change="np.maximum(0, x) → x * (x > 0)"
# %% relu right="where" change="np.maximum(0, x) → np.where(x > 0, x, 0)"
# %% relu right="copy" change="return np.maximum(0, x) → y = x.copy()\n    y[y < 0] = 0\n    return y"
# %% relu right="clip" change="np.maximum(0, x) → np.clip(x, 0, None)"
# %% relu right="largest of two arrays" change="np.maximum(0, x) → np.max([x, np.zeros_like(x)], axis=0)"
# %% relu wrong="in place" change="return np.maximum(0, x) → x[x < 0] = 0\n    return x" fails="relu_values" says="changed its argument x"
# %% relu wrong="minimum" change="np.maximum → np.minimum" fails="relu_values" says="keep the larger"
# %% relu wrong="abs" change="np.maximum(0, x) → np.abs(x)" fails="relu_values" says="not positive"
# %% relu wrong="step" change="np.maximum(0, x) → np.where(x > 0, 1.0, 0.0)" fails="relu_values" says="only says where"
# %% relu wrong="largest of all" change="np.maximum(0, x) → max(0, np.max(x))" fails="relu_values" says="compare each one"
# %% relu wrong="drops" change="np.maximum(0, x) → x[x > 0]" fails="relu_values" says="keeps its place"
# %% relu wrong="clipped at 1" change="np.maximum(0, x) → np.clip(x, 0, 1)" fails="relu_values" says="above 1 stay"
# %% relu wrong="max of Python" change="np.maximum → max" fails="relu_values" says="ambiguous"
# %% relu wrong="vectorized whole numbers" change="np.maximum(0, x) → np.vectorize(lambda v: max(0, v))(x)" fails="relu_values" says="lost the decimals"

# %% relu_grad right="where" change="(x > 0).astype(float) → np.where(x > 0, 1.0, 0.0)"
# %% relu_grad right="heaviside" change="(x > 0).astype(float) → np.heaviside(x, 0)"
# %% relu_grad right="filled" change="return (x > 0).astype(float) → y = np.zeros(x.shape)\n    y[x > 0] = 1\n    return y"
# %% relu_grad right="times one" change="(x > 0).astype(float) → 1 * (x > 0)"
# %% relu_grad right="small whole numbers" change="float → np.uint8"
# %% relu_grad wrong="1 at 0" change="(x > 0) → (x >= 0)" fails="relu_grad_slope" says="At exactly 0 we chose"
# %% relu_grad wrong="mask" change="(x > 0).astype(float) → x > 0" fails="relu_grad_slope" says="True and False"
# %% relu_grad wrong="relu itself" change="(x > 0).astype(float) → np.maximum(0, x)" fails="relu_grad_slope" says="its slope is asked"
# %% relu_grad wrong="sign" change="(x > 0).astype(float) → np.sign(x)" fails="relu_grad_slope" says="not -1"
# %% relu_grad wrong="exchanged" change="(x > 0) → (x <= 0)" fails="relu_grad_slope" says="exchanged"
# %% relu_grad wrong="in place" change="return (x > 0).astype(float) → x[x > 0] = 1\n    x[x <= 0] = 0\n    return x" fails="relu_grad_slope" says="changed its argument x"
# %% relu_grad wrong="kink at 0.2" change="(x > 0) → (x > 0.2)" fails="relu_grad_slope" says="not further right"
# %% relu_grad wrong="of leaky ReLU" change="(x > 0).astype(float) → np.where(x > 0, 1.0, 0.01)" fails="relu_grad_slope" says="left of 0 relu is flat"

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
# %% dead_fraction wrong="zeros among numbers" change="np.all(z <= 0, axis=0) → z <= 0" fails="dead_fraction_by_hand dead_fraction_others" says="only whole columns count"
# %% dead_fraction wrong="rows" change="axis=0 → axis=1" fails="dead_fraction_by_hand dead_fraction_others" says="here rows were counted"
# %% dead_fraction wrong="number" change="np.mean → np.sum" fails="dead_fraction_by_hand dead_fraction_others" says="divide it by M"
# %% dead_fraction wrong="0 is not counted" change="z <= 0 → z < 0" fails="dead_fraction_by_hand dead_fraction_others" says="is 0 as well"
# %% dead_fraction wrong="any" change="np.all → np.any" fails="dead_fraction_by_hand dead_fraction_others" says="for a single sample lives"
# %% dead_fraction wrong="divided by samples" change="np.mean(np.all(z <= 0, axis=0)) → np.sum(np.all(z <= 0, axis=0)) / len(z)" fails="dead_fraction_by_hand dead_fraction_others" says="not of samples"
# %% dead_fraction wrong="mean of a column" change="np.all(z <= 0, axis=0) → np.mean(z, axis=0) <= 0" fails="dead_fraction_by_hand dead_fraction_others" says="whose mean is not above 0"
# %% dead_fraction wrong="living" change="np.all(z <= 0, axis=0) → np.any(z > 0, axis=0)" fails="dead_fraction_others" says="that live"
# %% dead_fraction wrong="comparison missing" change="z <= 0 → z" fails="dead_fraction_by_hand dead_fraction_others" says="Compare with 0"
# %% dead_fraction wrong="first sample only" change="np.all(z <= 0, axis=0) → z[0] <= 0" fails="dead_fraction_by_hand dead_fraction_others" says="lives"
# %% dead_fraction wrong="as many units as samples" change="np.mean(np.all(z <= 0, axis=0)) → sum(np.all(z[:, j] <= 0) for j in range(len(z))) / z.shape[1]" fails="dead_fraction_others" says="should not be"
# %% dead_fraction wrong="units that never sleep" change="z <= 0 → z > 0" fails="dead_fraction_by_hand dead_fraction_others" says="should not be"

# %% leaky_relu right="maximum" change="np.where(x > 0, x, slope * x) → np.maximum(slope * x, x)"
# %% leaky_relu right="two parts" change="np.where(x > 0, x, slope * x) → np.maximum(0, x) + slope * np.minimum(0, x)"
# %% leaky_relu right="factor" change="np.where(x > 0, x, slope * x) → x * np.where(x > 0, 1, slope)"
# %% leaky_relu right="copy of floats" change="return np.where(x > 0, x, slope * x) → y = np.array(x, dtype=float)\n    y[y < 0] *= slope\n    return y"
# %% leaky_relu right="mixture of relu and x" change="np.where(x > 0, x, slope * x) → slope * x + (1 - slope) * relu(x)"
# %% leaky_relu wrong="slope as threshold" change="np.where(x > 0, x, slope * x) → np.maximum(slope, x)" fails="leaky_relu_values" says="not a threshold"
# %% leaky_relu wrong="kink at the slope" change="x > 0 → x > slope" fails="leaky_relu_values" says="the slope is no threshold"
# %% leaky_relu wrong="zero below the slope" change="np.where(x > 0, x, slope * x) → np.where(x > slope, x, 0)" fails="leaky_relu_values" says="no threshold: negative"
# %% leaky_relu wrong="relu" change="np.where(x > 0, x, slope * x) → np.maximum(0, x)" fails="leaky_relu_values" says="This is relu"
# %% leaky_relu wrong="sign" change="np.where(x > 0, x, slope * x) → np.where(x > 0, x, slope * np.abs(x))" fails="leaky_relu_values" says="stay negative"
# %% leaky_relu wrong="constant" change="np.where(x > 0, x, slope * x) → np.where(x > 0, x, slope)" fails="leaky_relu_values" says="not the slope itself"
# %% leaky_relu wrong="slope not used" change="np.where(x > 0, x, slope * x) → np.where(x > 0, x, 0.01 * x)" fails="leaky_relu_values" says="slope is an argument"
# %% leaky_relu wrong="in place" change="return np.where(x > 0, x, slope * x) → x[x < 0] *= slope\n    return x" fails="leaky_relu_values" says="changed its argument x"
# %% leaky_relu wrong="integers truncated" change="return np.where(x > 0, x, slope * x) → y = x.copy()\n    y[x < 0] = slope * x[x < 0]\n    return y" fails="leaky_relu_values" says="lost the decimals"
# %% leaky_relu wrong="another default" change="slope=0.01 → slope=0.1" fails="leaky_relu_values" says="not 0.1"
# %% leaky_relu wrong="slope added above 0" change="np.where(x > 0, x, slope * x) → relu(x) + slope * x" fails="leaky_relu_values" says="was added there"
# %% leaky_relu wrong="kink left of 0" change="x > 0 → x > -slope" fails="leaky_relu_values" says="index 1"
# %% leaky_relu wrong="argument renamed" change="slope=0.01 → s=0.01" change="np.where(x > 0, x, slope * x) → np.where(x > 0, x, s * x)" fails="leaky_relu_values" says="unexpected keyword"
# %% leaky_relu wrong="slope of 0 is not taken" change="slope=0.01 → slope=None" change="return np.where → slope = slope or 0.01\n    return np.where" fails="leaky_relu_values" says="with slope 0.0"

# %% leaky_relu_grad right="filled" change="return np.where(x > 0, 1.0, slope) → y = np.ones(x.shape)\n    y[x <= 0] = slope\n    return y"
# %% leaky_relu_grad right="arithmetic" change="np.where(x > 0, 1.0, slope) → slope + (1 - slope) * (x > 0)"
# %% leaky_relu_grad right="relu_grad" change="return np.where(x > 0, 1.0, slope) → g = relu_grad(x)\n    return g + slope * (1 - g)"
# %% leaky_relu_grad right="indexed" change="np.where(x > 0, 1.0, slope) → np.array([slope, 1.0])[(x > 0).astype(int)]"
# %% leaky_relu_grad wrong="1 at 0" change="np.where(x > 0, 1.0, slope) → np.where(x >= 0, 1.0, slope)" fails="leaky_relu_grad_slope" says="At exactly 0"
# %% leaky_relu_grad wrong="relu's" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, 0.0)" fails="leaky_relu_grad_slope" says="is slope, not 0"
# %% leaky_relu_grad wrong="times x" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, slope * x)" fails="leaky_relu_grad_slope" says="not slope · x"
# %% leaky_relu_grad wrong="the function" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, x, slope * x)" fails="leaky_relu_grad_slope" says="its slope is asked"
# %% leaky_relu_grad wrong="threshold" change="np.where(x > 0, 1.0, slope) → np.where(x > slope, 1.0, slope)" fails="leaky_relu_grad_slope" says="kink is at 0"
# %% leaky_relu_grad wrong="slope not used" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, 0.01)" fails="leaky_relu_grad_slope" says="slope is an argument"
# %% leaky_relu_grad wrong="negative" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, 1.0, -slope)" fails="leaky_relu_grad_slope" says="not negative"
# %% leaky_relu_grad wrong="integers" change='return np.where(x > 0, 1.0, slope) → y = np.ones_like(x)\n    y[x <= 0] = slope\n    return y if y.dtype.kind == "f" else 0 * y' fails="leaky_relu_grad_slope" says="0 everywhere"
# %% leaky_relu_grad wrong="0 at 0" change="np.where(x > 0, 1.0, slope) → (x > 0) + slope * (x < 0)" fails="leaky_relu_grad_slope" says="the slope s, not 0"
# %% leaky_relu_grad wrong="slope added right of 0" change="np.where(x > 0, 1.0, slope) → relu_grad(x) + slope" fails="leaky_relu_grad_slope" says="was added there"
# %% leaky_relu_grad wrong="x right of 0" change="np.where(x > 0, 1.0, slope) → np.where(x > 0, x, slope)" fails="leaky_relu_grad_slope" says="not x"


# %% softmax right="keepdims of axis -1, method"
def softmax(x):
    z = x - x.max(axis=-1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


# %% softmax right="transposed"
def softmax(x):
    y = x.T - np.max(x.T, axis=0)
    return (np.exp(y) / np.sum(np.exp(y), axis=0)).T


# %% softmax right="logsumexp"
def softmax(x):
    m = np.max(x, axis=-1, keepdims=True)
    return np.exp(x - m - np.log(np.sum(np.exp(x - m), axis=-1, keepdims=True)))


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


# %% softmax wrong="unstable" change="x - np.max(x, axis=-1, keepdims=True) → x" fails="softmax_stable" says="makes NumPy warn"
# %% softmax wrong="whole array" change="np.max(x, axis=-1, keepdims=True) → np.max(x)" change="np.sum(e, axis=-1, keepdims=True) → np.sum(e)" fails="softmax_batch softmax_stable" says="the whole table"
# %% softmax wrong="wrong axis" change="np.max(x, axis=-1, keepdims=True) → np.max(x, axis=0)" change="np.sum(e, axis=-1, keepdims=True) → np.sum(e, axis=0)" fails="softmax_batch softmax_stable" says="each column has the sum 1"
# %% softmax wrong="largest of the whole batch" change="np.max(x, axis=-1, keepdims=True) → np.max(x)" fails="softmax_stable" says="makes NumPy warn"
# %% softmax wrong="keepdims missing" change="np.sum(e, axis=-1, keepdims=True) → np.sum(e, axis=-1)" fails="softmax_batch softmax_stable" says="can't be combined"
# %% softmax wrong="not divided" change="e / np.sum(e, axis=-1, keepdims=True) → e" fails="softmax_values softmax_batch softmax_stable" says="Divide by the sum"
# %% softmax wrong="shares of scores" change="np.exp(x - np.max(x, axis=-1, keepdims=True)) → x" fails="softmax_values softmax_batch softmax_stable" says="powers of e first"
# %% softmax wrong="sigmoid" change="e = np.exp(x - np.max(x, axis=-1, keepdims=True)) → " change="e / np.sum(e, axis=-1, keepdims=True) → sigmoid(x)" fails="softmax_values softmax_batch softmax_stable" says="sigmoid of each"
# %% softmax wrong="in place" change="e = np.exp(x - np.max(x, axis=-1, keepdims=True)) → x -= np.max(x, axis=-1, keepdims=True)\n    e = np.exp(x)" fails="softmax_values softmax_batch" says="changed its argument x"
# %% softmax wrong="logarithm" change="e / np.sum(e, axis=-1, keepdims=True) → np.log(e / np.sum(e, axis=-1, keepdims=True))" fails="softmax_values softmax_batch softmax_stable" says="logarithm"
# %% softmax wrong="long doubles" change="x - np.max(x, axis=-1, keepdims=True) → x.astype(np.longdouble)" change="return e / np.sum(e, axis=-1, keepdims=True) → return (e / np.sum(e, axis=-1, keepdims=True)).astype(float)" fails="softmax_stable" says="makes NumPy warn"
# %% softmax wrong="mean subtracted" change="np.max → np.mean" fails="softmax_stable" says="makes NumPy warn"
# %% softmax wrong="only the top shifted" change="np.sum(e, axis=-1, keepdims=True) → np.sum(np.exp(x), axis=-1, keepdims=True)" fails="softmax_values softmax_batch softmax_stable" says="below as well"
# %% softmax wrong="1e-7 added to the sum" change="np.sum(e, axis=-1, keepdims=True) → (np.sum(e, axis=-1, keepdims=True) + 1e-7)" fails="softmax_values softmax_batch softmax_stable" says="Add nothing to the sum"
# %% softmax wrong="column by column" change="e = np.exp → if x.ndim == 2:\n        return np.array([softmax(c) for c in x.T]).T\n    e = np.exp" fails="softmax_batch softmax_stable" says="each column has the sum 1"
# %% softmax wrong="sum of Python" change="np.sum(e, axis=-1, keepdims=True) → sum(e)" fails="softmax_batch softmax_stable" says="columns that sum to 1"
