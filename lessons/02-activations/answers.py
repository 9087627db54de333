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


# %% sigmoid right="half of tanh"
def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


# %% sigmoid right="clipped"
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


# %% sigmoid right="logaddexp"
def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


# %% sigmoid right="safe in both branches"
def sigmoid(x):
    return np.where(
        x >= 0,
        1 / (1 + np.exp(-np.maximum(x, 0))),
        np.exp(np.minimum(x, 0)) / (1 + np.exp(np.minimum(x, 0))),
    )


# %% sigmoid right="warning hushed, the values are right"
def sigmoid(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


# %% sigmoid right="vectorized"
def _one(v):
    t = np.exp(-abs(v))
    return 1 / (1 + t) if v >= 0 else t / (1 + t)


def sigmoid(x):
    return np.vectorize(_one)(x)


# %% sigmoid right="row by row"
def sigmoid(x):
    if np.ndim(x) > 1:
        return np.stack([sigmoid(r) for r in x])
    t = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, t) / (1 + t)


# %% sigmoid wrong="textbook formula overflows" fails="sigmoid_stable" says="makes NumPy warn"
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# %% sigmoid wrong="where computes both" fails="sigmoid_stable" says="makes NumPy warn"
def sigmoid(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


# %% sigmoid wrong="exponent positive" fails="sigmoid_values sigmoid_stable" says="turned round"
def sigmoid(x):
    return 1 / (1 + np.exp(x))


# %% sigmoid wrong="other form only" fails="sigmoid_stable" says="makes NumPy warn"
def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))


# %% sigmoid wrong="one form for both signs" fails="sigmoid_values sigmoid_stable" says="the top is t there"
def sigmoid(x):
    return 1 / (1 + np.exp(-np.abs(x)))


# %% sigmoid wrong="brackets" fails="sigmoid_values sigmoid_stable" says="Mind the brackets"
def sigmoid(x):
    return 1 / 1 + np.exp(-x)


# %% sigmoid wrong="tanh" fails="sigmoid_values sigmoid_stable" says="This is tanh"
def sigmoid(x):
    return np.tanh(x)


# %% sigmoid wrong="in place" fails="sigmoid_values" says="changed its argument x"
def sigmoid(x):
    t = np.exp(-np.abs(x))
    x[...] = np.where(x >= 0, 1, t) / (1 + t)
    return x


# %% sigmoid wrong="integers truncated" fails="sigmoid_values" says="is 0 everywhere"
def sigmoid(x):
    t = np.exp(-np.abs(x))
    return (np.where(x >= 0, 1, t) / (1 + t)).astype(x.dtype)


# %% sigmoid wrong="sides exchanged" fails="sigmoid_values sigmoid_stable" says="sides exchanged"
def sigmoid(x):
    t = np.exp(-np.abs(x))
    return np.where(x >= 0, t, 1) / (1 + t)


# %% sigmoid wrong="abs missing" fails="sigmoid_values sigmoid_stable" says="t = exp(-|x|)"
def sigmoid(x):
    t = np.exp(-x)
    return np.where(x >= 0, 1, t) / (1 + t)


# %% sigmoid wrong="bottom without brackets" fails="sigmoid_values sigmoid_stable" says="whole bottom"
def sigmoid(x):
    t = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, t) / 1 + t


# %% sigmoid wrong="squeezed" fails="sigmoid_values" says="only the shape is not"
def sigmoid(x):
    t = np.exp(-np.abs(x))
    return np.squeeze(np.where(x >= 0, 1, t) / (1 + t))


# %% tanh right="numpy"
def tanh(x):
    return np.tanh(x)


# %% tanh right="written out"
def tanh(x):
    t = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - t) / (1 + t)


# %% tanh right="difference of sigmoids"
def tanh(x):
    return sigmoid(2 * x) - sigmoid(-2 * x)


# %% tanh right="quotient of clipped numbers"
def tanh(x):
    x = np.clip(x, -20, 20)
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


# %% tanh wrong="quotient of exponentials" fails="tanh_stable" says="makes NumPy warn"
def tanh(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


# %% tanh wrong="quotient, warnings hushed" fails="tanh_stable" says="contains nan"
def tanh(x):
    with np.errstate(all="ignore"):
        return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


# %% tanh wrong="inner factor forgotten" fails="tanh_values tanh_stable" says="Inside the sigmoid stands 2x"
def tanh(x):
    return 2 * sigmoid(x) - 1


# %% tanh wrong="not moved down" fails="tanh_values tanh_stable" says="down by 1"
def tanh(x):
    return 2 * sigmoid(2 * x)


# %% tanh wrong="not stretched" fails="tanh_values tanh_stable" says="twice its height"
def tanh(x):
    return sigmoid(2 * x) - 1


# %% tanh wrong="sinh" fails="tanh_values tanh_stable" says="This is sinh"
def tanh(x):
    return np.sinh(x)


# %% tanh wrong="in place" fails="tanh_values" says="changed its argument x"
def tanh(x):
    x *= 2
    return 2 * sigmoid(x) - 1


# %% tanh wrong="numerator only" fails="tanh_values tanh_stable" says="only the top"
def tanh(x):
    return np.exp(x) - np.exp(-x)


# %% tanh wrong="1 inside" fails="tanh_values tanh_stable" says="outside the sigmoid"
def tanh(x):
    return 2 * sigmoid(2 * x - 1)


# %% tanh wrong="sign lost" fails="tanh_values tanh_stable" says="tanh is negative"
def tanh(x):
    t = np.exp(-2 * np.abs(x))
    return (1 - t) / (1 + t)


# %% sigmoid_grad right="product of two sides"
def sigmoid_grad(x):
    return sigmoid(x) * sigmoid(-x)


# %% sigmoid_grad right="square subtracted"
def sigmoid_grad(x):
    return sigmoid(x) - sigmoid(x) ** 2


# %% sigmoid_grad right="from exp"
def sigmoid_grad(x):
    t = np.exp(-np.abs(x))
    return t / (1 + t) ** 2


# %% sigmoid_grad right="central difference"
def sigmoid_grad(x):
    h = 1e-5
    return (sigmoid(x + h) - sigmoid(x - h)) / (2 * h)


# %% sigmoid_grad wrong="of the output" fails="sigmoid_grad_slope" says="x goes into the sigmoid first"
def sigmoid_grad(x):
    return x * (1 - x)


# %% sigmoid_grad wrong="the sigmoid itself" fails="sigmoid_grad_slope" says="not its slope"
def sigmoid_grad(x):
    return sigmoid(x)


# %% sigmoid_grad wrong="square" fails="sigmoid_grad_slope" says="No square here"
def sigmoid_grad(x):
    return 1 - sigmoid(x) ** 2


# %% sigmoid_grad wrong="one minus" fails="sigmoid_grad_slope" says="multiply it by the sigmoid"
def sigmoid_grad(x):
    return 1 - sigmoid(x)


# %% sigmoid_grad wrong="sigmoid twice" fails="sigmoid_grad_slope" says="once is enough"
def sigmoid_grad(x):
    s = sigmoid(sigmoid(x))
    return s * (1 - s)


# %% sigmoid_grad wrong="overflows" fails="sigmoid_grad_slope" says="makes NumPy warn"
def sigmoid_grad(x):
    return np.exp(-x) / (1 + np.exp(-x)) ** 2


# %% sigmoid_grad wrong="sign" fails="sigmoid_grad_slope" says="sign is wrong"
def sigmoid_grad(x):
    s = sigmoid(x)
    return s * (s - 1)


# %% sigmoid_grad wrong="in place" fails="sigmoid_grad_slope" says="changed its argument x"
def sigmoid_grad(x):
    x *= -1
    s = sigmoid(x)
    return s * (1 - s)


# %% sigmoid_grad wrong="second factor with x" fails="sigmoid_grad_slope" says="the second one too"
def sigmoid_grad(x):
    return sigmoid(x) * (1 - x)


# %% sigmoid_grad wrong="first factor x" fails="sigmoid_grad_slope" says="the first one too"
def sigmoid_grad(x):
    return x * (1 - sigmoid(x))


# %% sigmoid_grad wrong="sigmoid of 1 - x" fails="sigmoid_grad_slope" says="not the sigmoid of 1 - x"
def sigmoid_grad(x):
    return sigmoid(x) * sigmoid(1 - x)


# %% sigmoid_grad wrong="rule of tanh" fails="sigmoid_grad_slope" says="rule for tanh"
def sigmoid_grad(x):
    return 1 - tanh(x) ** 2


# %% sigmoid_grad wrong="sigmoid not computed" fails="sigmoid_grad_slope" says="Nothing has the name s"
def sigmoid_grad(x):
    return s * (1 - s)


# %% tanh_grad right="product"
def tanh_grad(x):
    t = tanh(x)
    return (1 - t) * (1 + t)


# %% tanh_grad right="numpy"
def tanh_grad(x):
    return 1 - np.square(np.tanh(x))


# %% tanh_grad right="from the sigmoid"
def tanh_grad(x):
    return 4 * sigmoid_grad(2 * x)


# %% tanh_grad wrong="square missing" fails="tanh_grad_slope" says="square is missing"
def tanh_grad(x):
    return 1 - tanh(x)


# %% tanh_grad wrong="of the output" fails="tanh_grad_slope" says="x goes into tanh first"
def tanh_grad(x):
    return 1 - x**2


# %% tanh_grad wrong="x squared" fails="tanh_grad_slope" says="not x"
def tanh_grad(x):
    return 1 - tanh(x**2)


# %% tanh_grad wrong="tanh itself" fails="tanh_grad_slope" says="not its slope"
def tanh_grad(x):
    return tanh(x)


# %% tanh_grad wrong="rule of the sigmoid" fails="tanh_grad_slope" says="rule"
def tanh_grad(x):
    return tanh(x) * (1 - tanh(x))


# %% tanh_grad wrong="square of the difference" fails="tanh_grad_slope" says="square comes before"
def tanh_grad(x):
    return (1 - tanh(x)) ** 2


# %% tanh_grad wrong="cosh overflows" fails="tanh_grad_slope" says="makes NumPy warn"
def tanh_grad(x):
    return 1 / np.cosh(x) ** 2


# %% tanh_grad wrong="square only" fails="tanh_grad_slope" says="take it from 1"
def tanh_grad(x):
    return tanh(x) ** 2


# %% tanh_grad wrong="doubled" fails="tanh_grad_slope" says="double"
def tanh_grad(x):
    return 1 - tanh(x) * 2


# %% tanh_grad wrong="sigmoid squared" fails="tanh_grad_slope" says="not of the sigmoid"
def tanh_grad(x):
    return 1 - sigmoid(x) ** 2


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


# %% gradient_norms wrong="not turned round" fails="gradient_norms_chain gradient_norms_wide" says="turn the list round"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    norms = []
    for z, W in zip(zs[::-1], Ws[::-1]):
        g = (g * grad(z)) @ W.T
        norms.append(np.sqrt(np.sum(g**2)))
    return norms


# %% gradient_norms wrong="no slopes" fails="gradient_norms_chain gradient_norms_wide" says="Where are the slopes"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    norms = []
    for z, W in zip(zs[::-1], Ws[::-1]):
        g = g @ W.T
        norms.append(np.sqrt(np.sum(g**2)))
    return norms[::-1]


# %% gradient_norms wrong="no weights" fails="gradient_norms_chain gradient_norms_wide" says="Where are the weights"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    norms = []
    for z in zs[::-1]:
        g = g * grad(z) if g.shape == z.shape else np.ones(z.shape) * grad(z)
        norms.append(np.sqrt(np.sum(g**2)))
    return norms[::-1]


# %% gradient_norms wrong="squares not rooted" fails="gradient_norms_chain gradient_norms_wide" says="take its square root"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    norms = []
    for z, W in zip(zs[::-1], Ws[::-1]):
        g = (g * grad(z)) @ W.T
        norms.append(np.sum(g**2))
    return norms[::-1]


# %% gradient_norms wrong="not transposed" fails="gradient_norms_wide" says="matrix product"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    norms = []
    for z, W in zip(zs[::-1], Ws[::-1]):
        g = (g * grad(z)) @ W
        norms.append(np.sqrt(np.sum(g**2)))
    return norms[::-1]


# %% gradient_norms wrong="not transposed where square" fails="gradient_norms_wide" says="the weights are transposed"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    norms = []
    for z, W in zip(zs[::-1], Ws[::-1]):
        g = (g * grad(z)) @ (W if W.shape[0] == W.shape[1] > 1 else W.T)
        norms.append(np.sqrt(np.sum(g**2)))
    return norms[::-1]


# %% gradient_norms wrong="grad not called" fails="gradient_norms_chain gradient_norms_wide" says="Call grad"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    norms = []
    for z, W in zip(zs[::-1], Ws[::-1]):
        g = (g * z) @ W.T
        norms.append(np.sqrt(np.sum(g**2)))
    return norms[::-1]


# %% gradient_norms wrong="begins anew" fails="gradient_norms_chain gradient_norms_wide" says="begin anew"
def gradient_norms(zs, Ws, grad):
    return [
        np.sqrt(np.sum((np.ones(z.shape) * grad(z) @ W.T) ** 2)) for z, W in zip(zs, Ws)
    ]


# %% gradient_norms wrong="norm before the weights" fails="gradient_norms_chain gradient_norms_wide" says="not before them"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    norms = []
    for z, W in zip(zs[::-1], Ws[::-1]):
        g = g * grad(z)
        norms.append(np.sqrt(np.sum(g**2)))
        g = g @ W.T
    return norms[::-1]


# %% gradient_norms wrong="root of the mean" fails="gradient_norms_wide" says="not of their mean"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    norms = []
    for z, W in zip(zs[::-1], Ws[::-1]):
        g = (g * grad(z)) @ W.T
        norms.append(np.sqrt(np.mean(g**2)))
    return norms[::-1]


# %% gradient_norms wrong="changes z" fails="gradient_norms_wide" says="changed its argument"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    norms = []
    for z, W in zip(zs[::-1], Ws[::-1]):
        z[...] = g * grad(z)
        g = z @ W.T
        norms.append(np.sqrt(np.sum(g**2)))
    return norms[::-1]


# %% gradient_norms wrong="what comes in" fails="gradient_norms_chain gradient_norms_wide" says="what comes in"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    out = []
    for k in reversed(range(len(Ws))):
        out.append(np.linalg.norm(g))
        g = (g * grad(zs[k])) @ Ws[k].T
    return out[::-1]


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


# %% gradient_norms wrong="slopes of the first layer" fails="gradient_norms_chain gradient_norms_wide" says="those of the first"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    out = []
    for k in reversed(range(len(Ws))):
        g = (g * grad(zs[0])) @ Ws[k].T
        out.append(np.linalg.norm(g))
    return out[::-1]


# %% gradient_norms wrong="square of the sum" fails="gradient_norms_wide" says="before you add them up"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    out = []
    for k in reversed(range(len(Ws))):
        g = (g * grad(zs[k])) @ Ws[k].T
        out.append(np.sqrt(np.sum(g) ** 2))
    return out[::-1]


# %% gradient_norms wrong="absolute values" fails="gradient_norms_wide" says="not absolute values"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    out = []
    for k in reversed(range(len(Ws))):
        g = (g * grad(zs[k])) @ Ws[k].T
        out.append(np.sum(np.abs(g)))
    return out[::-1]


# %% gradient_norms wrong="largest number" fails="gradient_norms_wide" says="not the largest"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    out = []
    for k in reversed(range(len(Ws))):
        g = (g * grad(zs[k])) @ Ws[k].T
        out.append(np.max(np.abs(g)))
    return out[::-1]


# %% gradient_norms wrong="first sample only" fails="gradient_norms_wide" says="over all samples"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    out = []
    for k in reversed(range(len(Ws))):
        g = (g * grad(zs[k])) @ Ws[k].T
        out.append(np.linalg.norm(g[0]))
    return out[::-1]


# %% gradient_norms wrong="mean over samples" fails="gradient_norms_wide" says="no mean over samples"
def gradient_norms(zs, Ws, grad):
    g = np.ones(zs[-1].shape)
    out = []
    for k in reversed(range(len(Ws))):
        g = (g * grad(zs[k])) @ Ws[k].T
        out.append(np.linalg.norm(g, axis=1).mean())
    return out[::-1]


# %% gradient_norms wrong="two layers only" fails="gradient_norms_chain gradient_norms_wide" says="has shape (2,)"
def gradient_norms(zs, Ws, grad):
    g1 = (np.ones(zs[1].shape) * grad(zs[1])) @ Ws[1].T
    g0 = (g1 * grad(zs[0])) @ Ws[0].T
    return [np.linalg.norm(g0), np.linalg.norm(g1)]


# %% relu right="mask"
def relu(x):
    return x * (x > 0)


# %% relu right="where"
def relu(x):
    return np.where(x > 0, x, 0)


# %% relu right="copy"
def relu(x):
    y = x.copy()
    y[y < 0] = 0
    return y


# %% relu right="clip"
def relu(x):
    return np.clip(x, 0, None)


# %% relu right="largest of two arrays"
def relu(x):
    return np.max([x, np.zeros_like(x)], axis=0)


# %% relu wrong="in place" fails="relu_values" says="changed its argument x"
def relu(x):
    x[x < 0] = 0
    return x


# %% relu wrong="minimum" fails="relu_values" says="keep the larger"
def relu(x):
    return np.minimum(0, x)


# %% relu wrong="abs" fails="relu_values" says="not positive"
def relu(x):
    return np.abs(x)


# %% relu wrong="step" fails="relu_values" says="only says where"
def relu(x):
    return np.where(x > 0, 1.0, 0.0)


# %% relu wrong="largest of all" fails="relu_values" says="compare each one"
def relu(x):
    return max(0, np.max(x))


# %% relu wrong="drops" fails="relu_values" says="keeps its place"
def relu(x):
    return x[x > 0]


# %% relu wrong="clipped at 1" fails="relu_values" says="above 1 stay"
def relu(x):
    return np.clip(x, 0, 1)


# %% relu wrong="max of Python" fails="relu_values" says="ambiguous"
def relu(x):
    return max(0, x)


# %% relu wrong="vectorized whole numbers" fails="relu_values" says="lost the decimals"
def relu(x):
    return np.vectorize(lambda v: max(0, v))(x)


# %% relu_grad right="where"
def relu_grad(x):
    return np.where(x > 0, 1.0, 0.0)


# %% relu_grad right="heaviside"
def relu_grad(x):
    return np.heaviside(x, 0)


# %% relu_grad right="filled"
def relu_grad(x):
    y = np.zeros(x.shape)
    y[x > 0] = 1
    return y


# %% relu_grad right="times one"
def relu_grad(x):
    return 1 * (x > 0)


# %% relu_grad right="small whole numbers"
def relu_grad(x):
    return (x > 0).astype(np.uint8)


# %% relu_grad wrong="1 at 0" fails="relu_grad_slope" says="At exactly 0 we chose"
def relu_grad(x):
    return (x >= 0).astype(float)


# %% relu_grad wrong="mask" fails="relu_grad_slope" says="True and False"
def relu_grad(x):
    return x > 0


# %% relu_grad wrong="relu itself" fails="relu_grad_slope" says="its slope is asked"
def relu_grad(x):
    return np.maximum(0, x)


# %% relu_grad wrong="sign" fails="relu_grad_slope" says="not -1"
def relu_grad(x):
    return np.sign(x)


# %% relu_grad wrong="exchanged" fails="relu_grad_slope" says="exchanged"
def relu_grad(x):
    return np.where(x > 0, 0.0, 1.0)


# %% relu_grad wrong="in place" fails="relu_grad_slope" says="changed its argument x"
def relu_grad(x):
    x[x > 0] = 1
    x[x <= 0] = 0
    return x


# %% relu_grad wrong="kink at 0.2" fails="relu_grad_slope" says="not further right"
def relu_grad(x):
    return np.where(x > 0.2, 1.0, 0.0)


# %% relu_grad wrong="of leaky ReLU" fails="relu_grad_slope" says="left of 0 relu is flat"
def relu_grad(x):
    return np.where(x > 0, 1.0, 0.01)


# %% leaky_relu right="maximum"
def leaky_relu(x, slope=0.01):
    return np.maximum(slope * x, x)


# %% leaky_relu right="two parts"
def leaky_relu(x, slope=0.01):
    return np.maximum(0, x) + slope * np.minimum(0, x)


# %% leaky_relu right="factor"
def leaky_relu(x, slope=0.01):
    return x * np.where(x > 0, 1, slope)


# %% leaky_relu right="copy of floats"
def leaky_relu(x, slope=0.01):
    y = np.array(x, dtype=float)
    y[y < 0] *= slope
    return y


# %% leaky_relu right="mixture of relu and x"
def leaky_relu(x, slope=0.01):
    return slope * x + (1 - slope) * relu(x)


# %% leaky_relu wrong="slope as threshold" fails="leaky_relu_values" says="not a threshold"
def leaky_relu(x, slope=0.01):
    return np.maximum(slope, x)


# %% leaky_relu wrong="kink at the slope" fails="leaky_relu_values" says="the slope is no threshold"
def leaky_relu(x, slope=0.01):
    return np.where(x > slope, x, slope * x)


# %% leaky_relu wrong="zero below the slope" fails="leaky_relu_values" says="no threshold: negative"
def leaky_relu(x, slope=0.01):
    return np.where(x > slope, x, 0)


# %% leaky_relu wrong="relu" fails="leaky_relu_values" says="This is relu"
def leaky_relu(x, slope=0.01):
    return np.maximum(0, x)


# %% leaky_relu wrong="sign" fails="leaky_relu_values" says="stay negative"
def leaky_relu(x, slope=0.01):
    return np.where(x > 0, x, slope * np.abs(x))


# %% leaky_relu wrong="constant" fails="leaky_relu_values" says="not the slope itself"
def leaky_relu(x, slope=0.01):
    return np.where(x > 0, x, slope)


# %% leaky_relu wrong="slope not used" fails="leaky_relu_values" says="slope is an argument"
def leaky_relu(x, slope=0.01):
    return np.where(x > 0, x, 0.01 * x)


# %% leaky_relu wrong="in place" fails="leaky_relu_values" says="changed its argument x"
def leaky_relu(x, slope=0.01):
    x[x < 0] *= slope
    return x


# %% leaky_relu wrong="integers truncated" fails="leaky_relu_values" says="lost the decimals"
def leaky_relu(x, slope=0.01):
    y = x.copy()
    y[x < 0] = slope * x[x < 0]
    return y


# %% leaky_relu wrong="another default" fails="leaky_relu_values" says="not 0.1"
def leaky_relu(x, slope=0.1):
    return np.where(x > 0, x, slope * x)


# %% leaky_relu wrong="slope added above 0" fails="leaky_relu_values" says="was added there"
def leaky_relu(x, slope=0.01):
    return relu(x) + slope * x


# %% leaky_relu wrong="kink left of 0" fails="leaky_relu_values" says="index 1"
def leaky_relu(x, slope=0.01):
    return np.where(x > -slope, x, slope * x)


# %% leaky_relu wrong="argument renamed" fails="leaky_relu_values" says="unexpected keyword"
def leaky_relu(x, s=0.01):
    return np.where(x > 0, x, s * x)


# %% leaky_relu wrong="slope of 0 is not taken" fails="leaky_relu_values" says="with slope 0.0"
def leaky_relu(x, slope=None):
    slope = slope or 0.01
    return np.where(x > 0, x, slope * x)


# %% leaky_relu_grad right="filled"
def leaky_relu_grad(x, slope=0.01):
    y = np.ones(x.shape)
    y[x <= 0] = slope
    return y


# %% leaky_relu_grad right="arithmetic"
def leaky_relu_grad(x, slope=0.01):
    return slope + (1 - slope) * (x > 0)


# %% leaky_relu_grad right="relu_grad"
def leaky_relu_grad(x, slope=0.01):
    g = relu_grad(x)
    return g + slope * (1 - g)


# %% leaky_relu_grad right="indexed"
def leaky_relu_grad(x, slope=0.01):
    return np.array([slope, 1.0])[(x > 0).astype(int)]


# %% leaky_relu_grad wrong="1 at 0" fails="leaky_relu_grad_slope" says="At exactly 0"
def leaky_relu_grad(x, slope=0.01):
    return np.where(x >= 0, 1.0, slope)


# %% leaky_relu_grad wrong="relu's" fails="leaky_relu_grad_slope" says="is slope, not 0"
def leaky_relu_grad(x, slope=0.01):
    return np.where(x > 0, 1.0, 0.0)


# %% leaky_relu_grad wrong="times x" fails="leaky_relu_grad_slope" says="not slope · x"
def leaky_relu_grad(x, slope=0.01):
    return np.where(x > 0, 1.0, slope * x)


# %% leaky_relu_grad wrong="the function" fails="leaky_relu_grad_slope" says="its slope is asked"
def leaky_relu_grad(x, slope=0.01):
    return np.where(x > 0, x, slope * x)


# %% leaky_relu_grad wrong="threshold" fails="leaky_relu_grad_slope" says="kink is at 0"
def leaky_relu_grad(x, slope=0.01):
    return np.where(x > slope, 1.0, slope)


# %% leaky_relu_grad wrong="slope not used" fails="leaky_relu_grad_slope" says="slope is an argument"
def leaky_relu_grad(x, slope=0.01):
    return np.where(x > 0, 1.0, 0.01)


# %% leaky_relu_grad wrong="negative" fails="leaky_relu_grad_slope" says="not negative"
def leaky_relu_grad(x, slope=0.01):
    return np.where(x > 0, 1.0, -slope)


# %% leaky_relu_grad wrong="integers" fails="leaky_relu_grad_slope" says="0 everywhere"
def leaky_relu_grad(x, slope=0.01):
    y = np.ones_like(x)
    y[x <= 0] = slope
    return y if y.dtype.kind == "f" else 0 * y


# %% leaky_relu_grad wrong="0 at 0" fails="leaky_relu_grad_slope" says="the slope s, not 0"
def leaky_relu_grad(x, slope=0.01):
    return (x > 0) + slope * (x < 0)


# %% leaky_relu_grad wrong="slope added right of 0" fails="leaky_relu_grad_slope" says="was added there"
def leaky_relu_grad(x, slope=0.01):
    return relu_grad(x) + slope


# %% leaky_relu_grad wrong="x right of 0" fails="leaky_relu_grad_slope" says="not x"
def leaky_relu_grad(x, slope=0.01):
    return np.where(x > 0, x, slope)


# %% dead_fraction right="largest of a column"
def dead_fraction(z):
    return np.mean(np.max(z, axis=0) <= 0)


# %% dead_fraction right="through relu"
def dead_fraction(z):
    return np.sum(np.sum(relu(z), axis=0) == 0) / z.shape[1]


# %% dead_fraction right="never above 0"
def dead_fraction(z):
    return 1 - (z > 0).any(axis=0).mean()


# %% dead_fraction right="loop"
def dead_fraction(z):
    dead = 0
    for j in range(z.shape[1]):
        if all(value <= 0 for value in z[:, j]):
            dead += 1
    return dead / z.shape[1]


# %% dead_fraction right="product of masks"
def dead_fraction(z):
    return np.prod(z <= 0, axis=0).mean()


# %% dead_fraction wrong="zeros among numbers" fails="dead_fraction_by_hand dead_fraction_others" says="only whole columns count"
def dead_fraction(z):
    return np.mean(z <= 0)


# %% dead_fraction wrong="rows" fails="dead_fraction_by_hand dead_fraction_others" says="here rows were counted"
def dead_fraction(z):
    return np.mean(np.all(z <= 0, axis=1))


# %% dead_fraction wrong="number" fails="dead_fraction_by_hand dead_fraction_others" says="divide it by M"
def dead_fraction(z):
    return np.sum(np.all(z <= 0, axis=0))


# %% dead_fraction wrong="0 is not counted" fails="dead_fraction_by_hand dead_fraction_others" says="is 0 as well"
def dead_fraction(z):
    return np.mean(np.all(z < 0, axis=0))


# %% dead_fraction wrong="any" fails="dead_fraction_by_hand dead_fraction_others" says="for a single sample lives"
def dead_fraction(z):
    return np.mean(np.any(z <= 0, axis=0))


# %% dead_fraction wrong="divided by samples" fails="dead_fraction_by_hand dead_fraction_others" says="not of samples"
def dead_fraction(z):
    return np.sum(np.all(z <= 0, axis=0)) / len(z)


# %% dead_fraction wrong="mean of a column" fails="dead_fraction_by_hand dead_fraction_others" says="whose mean is not above 0"
def dead_fraction(z):
    return np.mean(np.mean(z, axis=0) <= 0)


# %% dead_fraction wrong="living" fails="dead_fraction_others" says="that live"
def dead_fraction(z):
    return np.mean(np.any(z > 0, axis=0))


# %% dead_fraction wrong="comparison missing" fails="dead_fraction_by_hand dead_fraction_others" says="Compare with 0"
def dead_fraction(z):
    return np.mean(np.all(z, axis=0))


# %% dead_fraction wrong="first sample only" fails="dead_fraction_by_hand dead_fraction_others" says="lives"
def dead_fraction(z):
    return np.mean(z[0] <= 0)


# %% dead_fraction wrong="as many units as samples" fails="dead_fraction_others" says="should not be"
def dead_fraction(z):
    dead = 0
    for j in range(len(z)):
        if np.all(z[:, j] <= 0):
            dead += 1
    return dead / z.shape[1]


# %% dead_fraction wrong="units that never sleep" fails="dead_fraction_by_hand dead_fraction_others" says="should not be"
def dead_fraction(z):
    return np.mean(np.all(z > 0, axis=0))


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


# %% softmax wrong="unstable" fails="softmax_stable" says="makes NumPy warn"
def softmax(x):
    e = np.exp(x)
    return e / np.sum(e, axis=-1, keepdims=True)


# %% softmax wrong="whole array" fails="softmax_batch softmax_stable" says="the whole table"
def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


# %% softmax wrong="wrong axis" fails="softmax_batch softmax_stable" says="each column has the sum 1"
def softmax(x):
    e = np.exp(x - np.max(x, axis=0))
    return e / np.sum(e, axis=0)


# %% softmax wrong="largest of the whole batch" fails="softmax_stable" says="makes NumPy warn"
def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e, axis=-1, keepdims=True)


# %% softmax wrong="keepdims missing" fails="softmax_batch softmax_stable" says="can't be combined"
def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1)


# %% softmax wrong="not divided" fails="softmax_values softmax_batch softmax_stable" says="Divide by the sum"
def softmax(x):
    return np.exp(x - np.max(x, axis=-1, keepdims=True))


# %% softmax wrong="shares of scores" fails="softmax_values softmax_batch softmax_stable" says="powers of e first"
def softmax(x):
    with np.errstate(all="ignore"):
        return x / np.sum(x, axis=-1, keepdims=True)


# %% softmax wrong="sigmoid" fails="softmax_values softmax_batch softmax_stable" says="sigmoid of each"
def softmax(x):
    return sigmoid(x)


# %% softmax wrong="in place" fails="softmax_values softmax_batch" says="changed its argument x"
def softmax(x):
    x -= np.max(x, axis=-1, keepdims=True)
    e = np.exp(x)
    return e / np.sum(e, axis=-1, keepdims=True)


# %% softmax wrong="logarithm" fails="softmax_values softmax_batch softmax_stable" says="logarithm"
def softmax(x):
    m = np.max(x, axis=-1, keepdims=True)
    return x - m - np.log(np.sum(np.exp(x - m), axis=-1, keepdims=True))


# %% softmax wrong="mean subtracted" fails="softmax_stable" says="makes NumPy warn"
def softmax(x):
    e = np.exp(x - x.mean(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# %% softmax wrong="only the top shifted" fails="softmax_values softmax_batch softmax_stable" says="below as well"
def softmax(x):
    m = np.max(x, axis=-1, keepdims=True)
    return np.exp(x - m) / np.sum(np.exp(x), axis=-1, keepdims=True)


# %% softmax wrong="1e-7 added to the sum" fails="softmax_values softmax_batch softmax_stable" says="Add nothing to the sum"
def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / (e.sum(axis=-1, keepdims=True) + 1e-7)


# %% softmax wrong="column by column" fails="softmax_batch softmax_stable" says="each column has the sum 1"
def softmax(x):
    if x.ndim == 1:
        e = np.exp(x - x.max())
        return e / e.sum()
    return np.array([softmax(c) for c in x.T]).T


# %% softmax wrong="sum of Python" fails="softmax_batch softmax_stable" says="columns that sum to 1"
def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / sum(e)
