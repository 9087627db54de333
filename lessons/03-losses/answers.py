# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).


# %% same_shape right="np.array"
def same_shape(y, t):
    y = np.array(y).astype(np.float64)
    t = np.array(t).astype(np.float64)
    if y.shape == t.shape:
        return y, t
    raise ValueError("shapes differ: " + str(y.shape) + " and " + str(t.shape))


# %% same_shape right="as a list, times one"
def same_shape(y, t):
    if np.shape(y) != np.shape(t):
        raise ValueError(f"y has shape {np.shape(y)}, t has shape {np.shape(t)}")
    return [np.asarray(y) * 1.0, np.asarray(t) * 1.0]


# %% same_shape right="sizes compared one by one" change="y.shape != t.shape → not (y.ndim == t.ndim and all(a == b for a, b in zip(y.shape, t.shape)))"


# %% same_shape right="float32 stays as it is"
def same_shape(y, t):
    y, t = np.asarray(y), np.asarray(t)
    if y.shape != t.shape:
        raise ValueError("shapes:", y.shape, t.shape)
    return tuple(a if a.dtype.kind == "f" else a.astype(float) for a in (y, t))


# %% same_shape wrong="only the number of elements" change="y.shape != t.shape → y.size != t.size" fails="same_shape_refuses" says="should refuse"
# %% same_shape wrong="only the length" change="y.shape != t.shape → len(y) != len(t)" fails="same_shape_refuses" says="should refuse"
# %% same_shape wrong="only the number of axes" change="y.shape != t.shape → y.ndim != t.ndim" fails="same_shape_refuses" says="should refuse"


# %% same_shape wrong="flattens" fails="same_shape_refuses same_shape_floats" says="should refuse"
def same_shape(y, t):
    return np.ravel(y).astype(float), np.ravel(t).astype(float)


# %% same_shape wrong="says one shape" change='f"predictions {y.shape} do not fit targets {t.shape}" → f"{y.shape} is the wrong shape"' fails="same_shape_refuses" says="does not mention (5,)"
# %% same_shape wrong="assert" change='if y.shape != t.shape:\n        raise ValueError(f"predictions {y.shape} do not fit targets {t.shape}") → assert y.shape == t.shape, f"{y.shape} {t.shape}"' fails="same_shape_refuses" says="AssertionError here"
# %% same_shape wrong="what NumPy can stretch" change='if y.shape != t.shape:\n        raise ValueError(f"predictions {y.shape} do not fit targets {t.shape}") → y, t = np.broadcast_arrays(y, t)' fails="same_shape_refuses" says="should refuse"
# %% same_shape wrong="not made floats" change="np.asarray(y, dtype=float), np.asarray(t, dtype=float) → np.asarray(y), np.asarray(t)" fails="same_shape_floats" says="y - t"
# %% same_shape wrong="only the first is made floats" change="np.asarray(t, dtype=float) → np.asarray(t)" fails="same_shape_floats" says="the kinds of both arrays"
# %% same_shape wrong="order changed" change="return y, t → return t, y" fails="same_shape_floats" says="The order is y, t."
# %% same_shape wrong="returns whether they fit" change="return y, t → return True" fails="same_shape_floats" says="things are expected"
# %% same_shape wrong="only the number of axes and the last one" change="y.shape != t.shape → y.ndim != t.ndim or y.shape[-1] != t.shape[-1]" fails="same_shape_refuses" says="should refuse"
# %% same_shape wrong="only the first two axes" change="y.shape != t.shape → y.ndim != t.ndim or y.shape[:2] != t.shape[:2]" fails="same_shape_refuses" says="should refuse"
# %% same_shape wrong="number of axes, of elements, and the length" change="y.shape != t.shape → y.ndim != t.ndim or y.size != t.size or len(y) != len(t)" fails="same_shape_refuses" says="should refuse"
# %% same_shape wrong="float32" change="np.asarray(y, dtype=float), np.asarray(t, dtype=float) → np.asarray(y, dtype=np.float32), np.asarray(t, dtype=np.float32)" fails="same_shape_floats" says="only the digits of float32"

# %% mse right="dot product" change="return np.mean((y - t) ** 2) → d = (y - t).ravel()\n    return d @ d / d.size"
# %% mse right="own guard" change='y, t = same_shape(y, t) → if y.shape != t.shape:\n        raise ValueError(f"shape mismatch: {y.shape} vs {t.shape}")' change="np.mean((y - t) ** 2) → ((y - t) ** 2).mean()"
# %% mse right="loop" change="return np.mean((y - t) ** 2) → total = 0\n    for a, b in zip(y.ravel(), t.ravel()):\n        total += (a - b) ** 2\n    return total / y.size"
# %% mse right="np.square" change="np.mean((y - t) ** 2) → float(np.average(np.square(np.subtract(t, y))))"
# %% mse wrong="sum" change="np.mean((y - t) ** 2) → np.sum((y - t) ** 2)" fails="mse_by_hand mse_refuses" says="take their mean"
# %% mse wrong="absolute" change="(y - t) ** 2 → np.abs(y - t)" fails="mse_by_hand mse_refuses" says="square them instead"
# %% mse wrong="half" change="np.mean((y - t) ** 2) → 0.5 * np.mean((y - t) ** 2)" fails="mse_by_hand mse_refuses" says="The one half belongs to sse"
# %% mse wrong="root" change="np.mean((y - t) ** 2) → np.sqrt(np.mean((y - t) ** 2))" fails="mse_by_hand mse_refuses" says="no square root"
# %% mse wrong="mean before the square" change="np.mean((y - t) ** 2) → np.mean(y - t) ** 2" fails="mse_by_hand mse_refuses" says="comes before the mean"
# %% mse wrong="brackets" change="(y - t) ** 2 → y - t**2" fails="mse_by_hand mse_refuses" says="Mind the brackets"
# %% mse wrong="divided by the rows" change="np.mean((y - t) ** 2) → np.sum((y - t) ** 2) / len(y)" fails="mse_by_hand" says="not over the 2 rows"
# %% mse wrong="mean over an axis" change="np.mean((y - t) ** 2) → np.mean((y - t) ** 2, axis=0)" fails="mse_by_hand mse_refuses" says="an axis leaves one for each column"
# %% mse wrong="no guard" change="y, t = same_shape(y, t) → " fails="mse_refuses" says="should refuse"
# %% mse wrong="no guard, flattened difference" change="y, t = same_shape(y, t) → d = np.ravel(y - t)" change="np.mean((y - t) ** 2) → d @ d / len(d)" fails="mse_refuses" says="should refuse"
# %% mse wrong="guard that only counts" change='y, t = same_shape(y, t) → if y.size != t.size:\n        raise ValueError(f"{y.shape} {t.shape}")' fails="mse_refuses" says="should refuse"
# %% mse wrong="subtracts in place" change="y, t = same_shape(y, t) → same_shape(y, t)\n    y -= t" change="(y - t) ** 2 → y**2" fails="mse_by_hand" says="changed its argument y"
# %% mse wrong="half the sum" change="np.mean((y - t) ** 2) → np.sum((y - t) ** 2) / 2" fails="mse_by_hand mse_refuses" says="half the sum, which is sse"
# %% mse wrong="times 2" change="(y - t) ** 2 → (y - t) * 2" fails="mse_by_hand mse_refuses" says="Times 2 is not a square"
# %% mse wrong="no square, targets first" change="(y - t) ** 2 → t - y" fails="mse_by_hand mse_refuses" says="is 1.25, and should be 11.75"
# %% mse wrong="guard for the length and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or len(y) != len(t):\n        raise ValueError(f"{y.shape} {t.shape}")' fails="mse_refuses" says="should refuse"
# %% mse wrong="guard for the last axis and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or y.shape[-1] != t.shape[-1]:\n        raise ValueError(f"{y.shape} {t.shape}")' fails="mse_refuses" says="should refuse"

# %% mae right="method" change="np.mean(np.abs(y - t)) → abs(t - y).mean()"
# %% mae right="loop" change="np.mean(np.abs(y - t)) → sum(abs(a - b) for a, b in zip(y.flat, t.flat)) / y.size"
# %% mae right="where" change='y, t = same_shape(y, t) → if y.shape != t.shape:\n        raise ValueError(f"{y.shape} and {t.shape} differ")' change="np.mean(np.abs(y - t)) → np.mean(np.where(y > t, y - t, t - y))"
# %% mae wrong="sum" change="np.mean(np.abs(y - t)) → np.sum(np.abs(y - t))" fails="mae_by_hand" says="take their mean"
# %% mae wrong="squares" change="np.abs(y - t) → (y - t) ** 2" fails="mae_by_hand" says="take absolute values instead"
# %% mae wrong="signs kept" change="np.abs(y - t) → y - t" fails="mae_by_hand" says="Drop the signs first"
# %% mae wrong="sign dropped last" change="np.mean(np.abs(y - t)) → abs(np.mean(y - t))" fails="mae_by_hand" says="Drop the sign of every difference"
# %% mae wrong="sign of y and t dropped" change="np.abs(y - t) → abs(y) - abs(t)" fails="mae_by_hand" says="not of y and of t"
# %% mae wrong="no guard" change="y, t = same_shape(y, t) → " fails="mae_by_hand" says="should refuse"
# %% mae wrong="works in place" change="y, t = same_shape(y, t) → same_shape(y, t)\n    y -= t" change="np.abs(y - t) → np.abs(y)" fails="mae_by_hand" says="changed its argument y"
# %% mae wrong="divided by the rows" change="np.mean(np.abs(y - t)) → np.sum(np.abs(y - t)) / len(y)" fails="mae_by_hand" says="Found on hidden numbers"
# %% mae wrong="half" change="np.mean(np.abs(y - t)) → 0.5 * np.mean(np.abs(y - t))" fails="mae_by_hand" says="no factor of one half"
# %% mae wrong="signs kept, targets first" change="np.abs(y - t) → t - y" fails="mae_by_hand" says="Drop the sign of every difference"
# %% mae wrong="guard for the length and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or len(y) != len(t):\n        raise ValueError(f"{y.shape} {t.shape}")' fails="mae_by_hand" says="should refuse"
# %% mae wrong="guard for the last axis and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or y.shape[-1] != t.shape[-1]:\n        raise ValueError(f"{y.shape} {t.shape}")' fails="mae_by_hand" says="should refuse"

# %% sse right="divided by two" change="0.5 * np.sum((y - t) ** 2) → ((y - t) ** 2).sum() / 2"
# %% sse right="dot product" change="return 0.5 * np.sum((y - t) ** 2) → d = (y - t).reshape(-1)\n    return 0.5 * np.dot(d, d)"
# %% sse right="from mse" change="y, t = same_shape(y, t) → " change="0.5 * np.sum((y - t) ** 2) → mse(y, t) * np.size(y) / 2"
# %% sse right="norm" change="np.sum((y - t) ** 2) → np.linalg.norm(y - t) ** 2"
# %% sse wrong="no half" change="0.5 * np.sum((y - t) ** 2) → np.sum((y - t) ** 2)" fails="sse_by_hand" says="Where is the one half?"
# %% sse wrong="half the mean" change="0.5 * np.sum((y - t) ** 2) → 0.5 * np.mean((y - t) ** 2)" fails="sse_by_hand" says="half the sum is asked"
# %% sse wrong="mean" change="0.5 * np.sum((y - t) ** 2) → mse(y, t)" fails="sse_by_hand" says="This is the mean"
# %% sse wrong="absolute" change="(y - t) ** 2 → np.abs(y - t)" fails="sse_by_hand" says="square them instead"
# %% sse wrong="half inside the square" change="0.5 * np.sum((y - t) ** 2) → np.sum((0.5 * (y - t)) ** 2)" fails="sse_by_hand" says="The half stands outside"
# %% sse wrong="no guard" change="y, t = same_shape(y, t) → " fails="sse_by_hand" says="should refuse"
# %% sse wrong="per sample" change="return 0.5 * np.sum((y - t) ** 2) → total = 0.5 * np.sum((y - t) ** 2)\n    return total / len(y) if y.ndim > 1 else total" fails="sse_by_hand" says="Found on hidden numbers"
# %% sse wrong="squared after adding up" change="np.sum((y - t) ** 2) → np.sum(y - t) ** 2" fails="sse_by_hand" says="Square each difference before"
# %% sse wrong="halved, added up, squared" change="0.5 * np.sum((y - t) ** 2) → np.sum(0.5 * (y - t)) ** 2" fails="sse_by_hand" says="then halve once"
# %% sse wrong="no square" change="(y - t) ** 2 → y - t" fails="sse_by_hand" says="Where is the square?"
# %% sse wrong="whole numbers only" change="0.5 * np.sum((y - t) ** 2) → np.sum((y - t) ** 2) // 2" fails="sse_by_hand" says="is 20, and should be 20.5"
# %% sse wrong="guard for the length and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or len(y) != len(t):\n        raise ValueError(f"{y.shape} {t.shape}")' fails="sse_by_hand" says="should refuse"
# %% sse wrong="guard for the last axis and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or y.shape[-1] != t.shape[-1]:\n        raise ValueError(f"{y.shape} {t.shape}")' fails="sse_by_hand" says="should refuse"

# %% binary_cross_entropy right="one probability each" change="p = np.clip(p, EPS, 1 - EPS) → q = np.where(y == 1, p, 1 - p)" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → np.mean(-np.log(np.maximum(q, 1e-12)))"


# %% binary_cross_entropy right="adds epsilon"
def binary_cross_entropy(p, y):
    if p.shape != y.shape:
        raise ValueError(f"p has shape {p.shape}, y has shape {y.shape}")
    eps = 1e-12
    return -(y * np.log(p + eps) + (1 - y) * np.log(1 - p + eps)).mean()


# %% binary_cross_entropy right="two maxima" change="p = np.clip(p, EPS, 1 - EPS) → yes = y * np.log(np.maximum(p, EPS))\n    no = (1 - y) * np.log(np.maximum(1 - p, EPS))" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → -np.sum(yes + no) / y.size"


# %% binary_cross_entropy right="loop"
def binary_cross_entropy(p, y):
    p, y = same_shape(p, y)
    total = 0.0
    for a, b in zip(p.flat, y.flat):
        a = min(max(a, EPS), 1 - EPS)
        total -= np.log(a) if b == 1 else np.log(1 - a)
    return total / p.size


# %% binary_cross_entropy right="minimum and maximum" change="np.clip(p, EPS, 1 - EPS) → np.minimum(np.maximum(p, EPS), 1 - EPS)" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → np.average(-y * np.log(p) - (1 - y) * np.log1p(-p))"
# %% binary_cross_entropy right="distance from the truth" change="p = np.clip(p, EPS, 1 - EPS) → " change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → -np.mean(np.log(np.maximum(1 - np.abs(y - p), EPS)))"
# %% binary_cross_entropy wrong="sum" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))" fails="binary_by_hand binary_certain binary_refuses" says="take their mean"
# %% binary_cross_entropy wrong="no minus" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))" fails="binary_by_hand binary_certain binary_refuses" says="A minus sign is missing"
# %% binary_cross_entropy wrong="log2" change="y * np.log(p) + (1 - y) * np.log(1 - p) → y * np.log2(p) + (1 - y) * np.log2(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="not np.log2"
# %% binary_cross_entropy wrong="log10" change="y * np.log(p) + (1 - y) * np.log(1 - p) → y * np.log10(p) + (1 - y) * np.log10(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="not np.log10"
# %% binary_cross_entropy wrong="second term left out" change="y * np.log(p) + (1 - y) * np.log(1 - p) → y * np.log(p)" fails="binary_by_hand binary_certain binary_refuses" says="The (1 - y) term is missing"
# %% binary_cross_entropy wrong="terms exchanged" change="y * np.log(p) + (1 - y) * np.log(1 - p) → (1 - y) * np.log(p) + y * np.log(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="Yes and no are exchanged"
# %% binary_cross_entropy wrong="second term subtracted" change="y * np.log(p) + (1 - y) * np.log(1 - p) → y * np.log(p) - (1 - y) * np.log(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="is added, not subtracted"
# %% binary_cross_entropy wrong="no clip" change="p = np.clip(p, EPS, 1 - EPS) → " fails="binary_certain" says="makes NumPy warn"
# %% binary_cross_entropy wrong="clip at one end" change="np.clip(p, EPS, 1 - EPS) → np.maximum(p, EPS)" fails="binary_certain" says="makes NumPy warn"
# %% binary_cross_entropy wrong="nan made 0" change="p = np.clip(p, EPS, 1 - EPS) → " change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → np.mean(np.nan_to_num(-y * np.log(p) - (1 - y) * np.log(1 - p)))" fails="binary_certain" says="makes NumPy warn"
# %% binary_cross_entropy wrong="clip at 1e-7" change="np.clip(p, EPS, 1 - EPS) → np.clip(p, 1e-7, 1 - 1e-7)" fails="binary_certain" says="Clip at 1e-12"
# %% binary_cross_entropy wrong="clip in place" change="p, y = same_shape(p, y) → same_shape(p, y)" change="p = np.clip(p, EPS, 1 - EPS) → np.clip(p, EPS, 1 - EPS, out=p)" fails="binary_certain" says="changed its argument p"
# %% binary_cross_entropy wrong="no guard" change="p, y = same_shape(p, y) → " fails="binary_refuses" says="should refuse"
# %% binary_cross_entropy wrong="guard for the length only" change='p, y = same_shape(p, y) → if len(p) != len(y):\n        raise ValueError(f"{p.shape} and {y.shape}")' fails="binary_refuses" says="should refuse"
# %% binary_cross_entropy wrong="only 0 and 1 clipped" change="np.clip(p, EPS, 1 - EPS) → np.where(p == 0, EPS, np.where(p == 1, 1 - EPS, p))" fails="binary_certain" says="all below EPS and above 1 - EPS"
# %% binary_cross_entropy wrong="clip only if there is a 0 or a 1" change="p = np.clip(p, EPS, 1 - EPS) → if np.any((p == 0) | (p == 1)):\n        p = np.clip(p, EPS, 1 - EPS)" fails="binary_certain" says="all below EPS and above 1 - EPS"
# %% binary_cross_entropy wrong="guard for the length and the number of axes" change='p, y = same_shape(p, y) → if p.ndim != y.ndim or len(p) != len(y):\n        raise ValueError(f"{p.shape} and {y.shape}")' fails="binary_refuses" says="should refuse"
# %% binary_cross_entropy wrong="guard for the last axis and the number of axes" change='p, y = same_shape(p, y) → if p.ndim != y.ndim or p.shape[-1] != y.shape[-1]:\n        raise ValueError(f"{p.shape} and {y.shape}")' fails="binary_refuses" says="should refuse"


# %% one_hot right="eye"
def one_hot(labels, num_classes):
    for label in labels:
        if label != int(label) or not 0 <= label < num_classes:
            raise ValueError(f"bad label {label}")
    return np.eye(num_classes)[np.asarray(labels, dtype=int)]


# %% one_hot right="fancy indexing"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    bad = (labels < 0) | (labels >= num_classes) | (labels % 1 != 0)
    if bad.any():
        raise ValueError(f"labels out of range: {labels[bad]}")
    t = np.zeros((labels.size, num_classes))
    t[np.arange(labels.size), labels.astype(int)] = 1.0
    return t


# %% one_hot right="comparison"
def one_hot(labels, num_classes):
    labels = np.array(labels)
    for label in labels:
        if label not in np.arange(num_classes):
            raise ValueError("label " + str(label) + " is unknown")
    return (labels[:, None] == np.arange(num_classes)).astype(float)


# %% one_hot right="list of rows"
def one_hot(labels, num_classes):
    rows = []
    for label in labels:
        row = [0.0] * num_classes
        if label < 0 or label > num_classes - 1 or label != round(label):
            raise ValueError("The label %g is not valid" % label)
        row[int(label)] = 1.0
        rows.append(row)
    return np.array(rows)


# %% one_hot right="the hints, word for word" change='f"label {label} is not one of the classes" → f"{label} is not a class"'
# %% one_hot right="whole by type" change="label not in range(num_classes) → not isinstance(label, (int, np.integer)) or not 0 <= label < num_classes"
# %% one_hot wrong="counts from 1" change="t[n, label] → t[n, label - 1]" fails="one_hot_table one_hot_refuses" says="Labels count from 0"
# %% one_hot wrong="whole columns" change="t[n, label] → t[:, label]" fails="one_hot_table one_hot_refuses" says="fills whole columns"
# %% one_hot wrong="the label instead of a 1" change="t[n, label] = 1 → t[n, label] = label" fails="one_hot_table one_hot_refuses" says="not its label"
# %% one_hot wrong="transpose" change="(len(labels), num_classes) → (num_classes, len(labels))" change="t[n, label] → t[label, n]" fails="one_hot_table one_hot_refuses" says="the transpose"
# %% one_hot wrong="whole numbers" change="np.zeros((len(labels), num_classes)) → np.zeros((len(labels), num_classes), dtype=int)" fails="one_hot_table" says="should hold floats"
# %% one_hot wrong="as many classes as labels show" change="t = np.zeros((len(labels), num_classes)) → classes = sorted(set(labels))\n    t = np.zeros((len(labels), len(classes)))" change="t[n, label] → t[n, classes.index(label)]" fails="one_hot_table one_hot_refuses" says="shape"
# %% one_hot wrong="no check" change='if label not in range(num_classes):\n            raise ValueError(f"label {label} is not one of the classes") → ' change="t[n, label] → t[n, int(label)]" fails="one_hot_refuses" says="should refuse"
# %% one_hot wrong="negative labels let through" change="label not in range(num_classes) → label >= num_classes or label != int(label)" fails="one_hot_refuses" says="should refuse"
# %% one_hot wrong="one too many let through" change="label not in range(num_classes) → label not in range(num_classes + 1)" fails="one_hot_refuses" says="IndexError"
# %% one_hot wrong="halves cut off" change="enumerate(labels) → enumerate(np.asarray(labels).astype(int))" fails="one_hot_refuses" says="should refuse"
# %% one_hot wrong="says only the number of classes" change='f"label {label} is not one of the classes" → f"labels must be below {num_classes}"' fails="one_hot_refuses" says="does not mention -1"
# %% one_hot wrong="says all labels" change='f"label {label} is not one of the classes" → f"not all of {labels} are classes"' fails="one_hot_refuses" says="leaves out something"
# %% one_hot wrong="bad rows left empty" change='raise ValueError(f"label {label} is not one of the classes") → continue' fails="one_hot_refuses" says="should refuse"

# %% mended_cross_entropy right="last axis" change="-np.mean(np.sum(t * np.log(p), axis=1)) → np.mean(-np.sum(t * np.log(p), axis=-1))"
# %% mended_cross_entropy right="sum over the batch size" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(t * np.log(p)) / len(p)"
# %% mended_cross_entropy right="picked" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.log(p[t == 1]).mean()"


# %% mended_cross_entropy right="loop"
def mended_cross_entropy(p, t):
    losses = []
    for row, target in zip(p, t):
        losses.append(-np.log(row[np.argmax(target)]))
    return sum(losses) / len(losses)


# %% mended_cross_entropy right="einsum" change='-np.mean(np.sum(t * np.log(p), axis=1)) → -np.einsum("nc,nc->n", t, np.log(p)).mean()'
# %% mended_cross_entropy wrong="as before" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(t * np.log(p)))" fails="mended_by_hand mended_any_batch" says="as the colleague has it"
# %% mended_cross_entropy wrong="mean over classes too" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(t * np.log(p))" fails="mended_by_hand mended_any_batch" says="but there are 2 samples"
# %% mended_cross_entropy wrong="wrong axis" change="axis=1 → axis=0" fails="mended_by_hand mended_any_batch" says="the mean runs over the 3 classes"
# %% mended_cross_entropy wrong="sum and mean exchanged" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(np.mean(t * np.log(p), axis=1))" fails="mended_by_hand mended_any_batch" says="the mean runs over the 3 classes"
# %% mended_cross_entropy wrong="no mean" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(t * np.log(p), axis=1)" fails="mended_by_hand mended_any_batch" says="take their mean"
# %% mended_cross_entropy wrong="no minus" change="-np.mean(np.sum(t * np.log(p), axis=1)) → np.mean(np.sum(t * np.log(p), axis=1))" fails="mended_by_hand mended_any_batch" says="A minus sign is missing"
# %% mended_cross_entropy wrong="batch of 2 only" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(t * np.log(p)) / 2" fails="mended_any_batch" says="10 times too large"
# %% mended_cross_entropy wrong="mean before the logarithm" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.log(np.mean(np.sum(t * p, axis=1)))" fails="mended_by_hand mended_any_batch" says="first the logarithm, then the mean"
# %% mended_cross_entropy wrong="t left out" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(np.log(p), axis=1))" fails="mended_by_hand mended_any_batch" says="Where is t?"
# %% mended_cross_entropy wrong="divided by the classes" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(t * np.log(p)) / p.shape[1]" fails="mended_by_hand mended_any_batch" says="the mean runs over the 3 classes"

# %% categorical_cross_entropy right="clip" change="return mended_cross_entropy(np.maximum(p, EPS), t) → p = np.clip(p, 1e-12, 1)\n    return -np.mean(np.sum(t * np.log(p), axis=1))"
# %% categorical_cross_entropy right="adds epsilon" change='p, t = same_shape(p, t) → if p.shape != t.shape:\n        raise ValueError(f"{p.shape} {t.shape}")' change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.sum(t * np.log(p + 1e-12)) / p.shape[0]"
# %% categorical_cross_entropy right="clipped on both sides" change="return mended_cross_entropy(np.maximum(p, EPS), t) → p = np.clip(p, EPS, 1 - EPS)\n    return np.mean(-np.log(p[np.arange(len(p)), t.argmax(axis=1)]))"
# %% categorical_cross_entropy right="mask" change="return mended_cross_entropy(np.maximum(p, EPS), t) → picked = p[t > 0.5]\n    return -np.log(np.where(picked < EPS, EPS, picked)).mean()"
# %% categorical_cross_entropy wrong="sum over the batch" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.sum(t * np.log(np.maximum(p, EPS)))" fails="categorical_by_hand categorical_zeros categorical_refuses" says="2 is the batch size"
# %% categorical_cross_entropy wrong="mean over classes too" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.mean(t * np.log(np.maximum(p, EPS)))" fails="categorical_by_hand categorical_zeros categorical_refuses" says="not over the 3 classes"
# %% categorical_cross_entropy wrong="log2" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.mean(np.sum(t * np.log2(np.maximum(p, EPS)), axis=1))" fails="categorical_by_hand categorical_zeros categorical_refuses" says="not np.log2"
# %% categorical_cross_entropy wrong="no minus" change="mended_cross_entropy(np.maximum(p, EPS), t) → np.mean(np.sum(t * np.log(np.maximum(p, EPS)), axis=1))" fails="categorical_by_hand categorical_zeros categorical_refuses" says="A minus sign is missing"
# %% categorical_cross_entropy wrong="no clip" change="np.maximum(p, EPS) → p" fails="categorical_zeros" says="makes NumPy warn"
# %% categorical_cross_entropy wrong="clip after the logarithm" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.mean(np.sum(t * np.maximum(np.log(p), np.log(EPS)), axis=1))" fails="categorical_zeros" says="makes NumPy warn"
# %% categorical_cross_entropy wrong="clip at 1e-7" change="np.maximum(p, EPS) → np.maximum(p, 1e-7)" fails="categorical_zeros" says="Clip at 1e-12"
# %% categorical_cross_entropy wrong="clip in place" change="p, t = same_shape(p, t) → same_shape(p, t)\n    p[p < EPS] = EPS" change="np.maximum(p, EPS) → p" fails="categorical_zeros" says="changed its argument p"
# %% categorical_cross_entropy wrong="no guard" change="p, t = same_shape(p, t) → " fails="categorical_refuses" says="should refuse"
# %% categorical_cross_entropy wrong="guard for the length only" change='p, t = same_shape(p, t) → if len(p) != len(t):\n        raise ValueError(f"{p.shape} {t.shape}")' fails="categorical_refuses" says="should refuse"
# %% categorical_cross_entropy wrong="takes labels as well" change="p, t = same_shape(p, t) → if t.ndim == 1:\n        t = np.eye(p.shape[1])[t.astype(int)]\n    p, t = same_shape(p, t)" fails="categorical_refuses" says="should refuse"
# %% categorical_cross_entropy wrong="only zeros clipped" change="np.maximum(p, EPS) → np.where(p == 0, EPS, p)" fails="categorical_zeros" says="all below EPS"


# %% cross_entropy_labels right="picked"
def cross_entropy_labels(p, labels):
    N, C = p.shape
    if labels.shape != (N,):
        raise ValueError(f"labels have shape {labels.shape}")
    if labels.min() < 0 or labels.max() >= C:
        raise ValueError(f"labels must be in 0 ... {C - 1}")
    picked = p[np.arange(N), labels]
    return -np.mean(np.log(np.maximum(picked, 1e-12)))


# %% cross_entropy_labels right="adds epsilon"
def cross_entropy_labels(p, labels):
    batch_size = p.shape[0]
    if labels.ndim != 1 or len(labels) != batch_size:
        raise ValueError("one label for each row, please")
    if np.any(labels < 0) or np.any(labels >= p.shape[1]):
        raise ValueError("labels out of range")
    return -np.sum(np.log(p[np.arange(batch_size), labels] + 1e-12)) / batch_size


# %% cross_entropy_labels right="loop"
def cross_entropy_labels(p, labels):
    if np.shape(labels) != np.shape(p)[:1]:
        raise ValueError("shape of labels")
    losses = []
    for row, label in zip(p, labels):
        if not 0 <= label < len(row):
            raise ValueError(f"label {label}")
        losses.append(-np.log(max(row[label], EPS)))
    return np.mean(losses)


# %% cross_entropy_labels right="take along axis" change="return categorical_cross_entropy(p, one_hot(labels, C)) → one_hot(labels, C)\n    picked = np.take_along_axis(p, labels[:, None], axis=1)\n    return -np.log(np.clip(picked, EPS, 1.0)).mean()"


# %% cross_entropy_labels right="eye, and the guard of the loss before"
def cross_entropy_labels(p, labels):
    if any(label < 0 or label >= p.shape[1] for label in np.ravel(labels)):
        raise ValueError("label out of range")
    return categorical_cross_entropy(p, np.eye(p.shape[1])[labels])


# %% cross_entropy_labels wrong="rows and columns exchanged" fails="labels_by_hand labels_zeros labels_refused" says="the labels are the columns"
def cross_entropy_labels(p, labels):
    one_hot(labels, p.shape[1])
    return -np.mean(np.log(np.maximum(p[labels, np.arange(len(labels))], EPS)))


# %% cross_entropy_labels wrong="sum" change="categorical_cross_entropy(p, one_hot(labels, C)) → -np.sum(one_hot(labels, C) * np.log(np.maximum(p, EPS)))" fails="labels_by_hand labels_zeros labels_refused" says="take their mean"
# %% cross_entropy_labels wrong="no minus" change="categorical_cross_entropy(p, one_hot(labels, C)) → np.mean(np.sum(one_hot(labels, C) * np.log(np.maximum(p, EPS)), axis=1))" fails="labels_by_hand labels_zeros labels_refused" says="A minus sign is missing"
# %% cross_entropy_labels wrong="mean before the logarithm" change="categorical_cross_entropy(p, one_hot(labels, C)) → -np.log(np.mean(np.sum(one_hot(labels, C) * np.maximum(p, EPS), axis=1)))" fails="labels_by_hand labels_zeros labels_refused" says="first the logarithm, then the mean"


# %% cross_entropy_labels wrong="whole columns" fails="labels_by_hand labels_zeros labels_refused" says="takes whole columns"
def cross_entropy_labels(p, labels):
    one_hot(labels, p.shape[1])
    return -np.mean(np.log(np.maximum(p[:, labels], EPS)))


# %% cross_entropy_labels wrong="no clip" change="return categorical_cross_entropy(p, one_hot(labels, C)) → one_hot(labels, C)\n    return -np.mean(np.log(p[np.arange(N), labels]))" fails="labels_zeros" says="makes NumPy warn"
# %% cross_entropy_labels wrong="clip at 1e-7" change="categorical_cross_entropy(p, one_hot(labels, C)) → mended_cross_entropy(np.maximum(p, 1e-7), one_hot(labels, C))" fails="labels_zeros" says="Clip at 1e-12"


# %% cross_entropy_labels wrong="no checks" fails="labels_refused" says="should refuse"
def cross_entropy_labels(p, labels):
    return -np.mean(np.log(np.maximum(p[np.arange(len(p)), labels], EPS)))


# %% cross_entropy_labels wrong="the shape isn't looked at" change="np.shape(labels) != (N,) → labels.min() < 0 or labels.max() >= C" change="categorical_cross_entropy(p, one_hot(labels, C)) → -np.mean(np.log(np.maximum(p[np.arange(N), labels], EPS)))" fails="labels_refused" says="should refuse"
# %% cross_entropy_labels wrong="negative labels let through" change="np.shape(labels) != (N,) → np.shape(labels) != (N,) or labels.max() >= C" change="one_hot(labels, C) → np.eye(C)[labels]" fails="labels_refused" says="should refuse"
# %% cross_entropy_labels wrong="only zeros clipped" change="categorical_cross_entropy(p, one_hot(labels, C)) → mended_cross_entropy(np.where(p == 0, EPS, p), one_hot(labels, C))" fails="labels_zeros" says="all below EPS"
# %% cross_entropy_labels wrong="no logarithm" change="categorical_cross_entropy(p, one_hot(labels, C)) → -np.mean(np.sum(one_hot(labels, C) * p, axis=1))" fails="labels_by_hand labels_zeros labels_refused" says="where is the logarithm"
# %% cross_entropy_labels wrong="the shape is left to one_hot" change='if np.shape(labels) != (N,):\n        raise ValueError("p needs one label for each row: labels of shape (N,)") → ' fails="labels_refused" says="should refuse"


# %% softmax_cross_entropy right="log-sum-exp, then subtract"
def softmax_cross_entropy(scores, labels):
    N = len(scores)
    m = np.max(scores, axis=1)
    lse = m + np.log(np.sum(np.exp(scores - m[:, None]), axis=1))
    return np.mean(lse - scores[range(N), labels])


# %% softmax_cross_entropy right="log-softmax"
def softmax_cross_entropy(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(labels)), labels].mean()


# %% softmax_cross_entropy right="logaddexp"
def softmax_cross_entropy(scores, labels):
    picked = np.take_along_axis(scores, labels.reshape(-1, 1), axis=1)[:, 0]
    return np.mean(np.logaddexp.reduce(scores, axis=1) - picked)


# %% softmax_cross_entropy right="row by row"
def softmax_cross_entropy(scores, labels):
    total = 0
    for row, label in zip(scores, labels):
        top = max(row)
        total += top + np.log(sum(np.exp(s - top) for s in row)) - row[label]
    return total / len(scores)


# %% softmax_cross_entropy right="one-hot"
def softmax_cross_entropy(scores, labels):
    t = one_hot(labels, scores.shape[1])
    z = scores - scores.max(axis=-1, keepdims=True)
    return -np.sum(t * (z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True)))) / len(t)


# %% softmax_cross_entropy right="sum of differences"
def softmax_cross_entropy(scores, labels):
    leads = scores - scores[np.arange(len(scores)), labels][:, None]
    top = np.maximum(leads.max(axis=1), 0)
    return np.mean(top + np.log(np.exp(leads - top[:, None]).sum(axis=1)))


# %% softmax_cross_entropy wrong="by way of probabilities" fails="scores_huge" says="This loss is clipped"
def softmax_cross_entropy(scores, labels):
    return cross_entropy_labels(softmax(scores), labels)


# %% softmax_cross_entropy wrong="no maximum subtracted" change="scores - np.max(scores, axis=1, keepdims=True) → scores" fails="scores_huge" says="larger than a float can be"
# %% softmax_cross_entropy wrong="long doubles" change="scores - np.max(scores, axis=1, keepdims=True) → scores.astype(np.longdouble)" change="np.mean(log_sums - of_labels) → float(np.mean(log_sums - of_labels))" fails="scores_huge" says="makes NumPy warn"
# %% softmax_cross_entropy wrong="one maximum for the whole table" change="np.max(scores, axis=1, keepdims=True) → np.max(scores)" change="np.sum(np.exp(below_top), axis=1) → np.maximum(np.sum(np.exp(below_top), axis=1), 1e-300)" fails="scores_huge" says="Found on hidden numbers"


# %% softmax_cross_entropy wrong="logarithm of the softmax" fails="scores_huge" says="makes NumPy warn"
def softmax_cross_entropy(scores, labels):
    return -np.mean(np.log(softmax(scores)[np.arange(len(scores)), labels]))


# %% softmax_cross_entropy wrong="maximum subtracted once" change="below_top[np.arange(len(labels)), labels] → scores[np.arange(len(labels)), labels]" fails="scores_by_hand scores_batches scores_huge" says="as well, or add it to the logarithm"
# %% softmax_cross_entropy wrong="score of the label forgotten" change="np.mean(log_sums - of_labels) → np.mean(np.max(scores, axis=1) + log_sums)" fails="scores_by_hand scores_batches scores_huge" says="Is the score of the label subtracted?"
# %% softmax_cross_entropy wrong="score of the label added" change="np.mean(log_sums - of_labels) → np.mean(np.max(scores, axis=1) + log_sums + scores[np.arange(len(labels)), labels])" fails="scores_by_hand scores_batches scores_huge" says="subtracted, not added"
# %% softmax_cross_entropy wrong="sum" change="np.mean(log_sums - of_labels) → np.sum(log_sums - of_labels)" fails="scores_by_hand scores_batches scores_huge" says="take their mean"
# %% softmax_cross_entropy wrong="wrong sign" change="np.mean(log_sums - of_labels) → np.mean(of_labels - log_sums)" fails="scores_by_hand scores_batches scores_huge" says="The sign is wrong"
# %% softmax_cross_entropy wrong="no logarithm" change="np.log(np.sum(np.exp(below_top), axis=1)) → np.sum(np.exp(below_top), axis=1)" fails="scores_by_hand scores_batches scores_huge" says="Where is the logarithm"
# %% softmax_cross_entropy wrong="one sum for the whole table" change="np.max(scores, axis=1, keepdims=True) → np.max(scores)" change="np.sum(np.exp(below_top), axis=1) → np.sum(np.exp(below_top))" fails="scores_by_hand scores_batches scores_huge" says="One sum for each row"
# %% softmax_cross_entropy wrong="one sum, largest scores by row" change="np.sum(np.exp(below_top), axis=1) → np.sum(np.exp(below_top))" fails="scores_by_hand scores_batches scores_huge" says="not one for the whole table"
# %% softmax_cross_entropy wrong="sum over the classes' columns" change="np.max(scores, axis=1, keepdims=True) → np.max(scores, axis=0)" change="np.log(np.sum(np.exp(below_top), axis=1)) → np.mean(np.log(np.sum(np.exp(below_top), axis=0)))" fails="scores_by_hand scores_batches scores_huge" says=" "
# %% softmax_cross_entropy wrong="shifts in place" change="below_top = scores - np.max(scores, axis=1, keepdims=True) → scores -= np.max(scores, axis=1, keepdims=True)\n    below_top = scores" fails="scores_by_hand scores_batches scores_huge" says="changed its argument scores"
# %% softmax_cross_entropy wrong="rows and columns exchanged" change="below_top[np.arange(len(labels)), labels] → below_top[labels, np.arange(len(labels))]" fails="scores_by_hand scores_batches scores_huge" says="the labels are the columns"
# %% softmax_cross_entropy wrong="whole columns" change="below_top[np.arange(len(labels)), labels] → below_top[:, labels]" fails="scores_by_hand scores_batches scores_huge" says="takes whole columns"
# %% softmax_cross_entropy wrong="maximum added, and subtracted from the label's score" change="np.mean(log_sums - of_labels) → np.mean(np.max(scores, axis=1) + log_sums - of_labels)" fails="scores_by_hand scores_batches scores_huge" says="counts twice"
# %% softmax_cross_entropy wrong="log2" change="np.log(np.sum(np.exp(below_top), axis=1)) → np.log2(np.sum(np.exp(below_top), axis=1))" fails="scores_by_hand scores_batches scores_huge" says="not np.log2"
# %% softmax_cross_entropy wrong="divided by the classes" change="np.mean(log_sums - of_labels) → np.sum(log_sums - of_labels) / scores.shape[1]" fails="scores_by_hand scores_batches scores_huge" says="not over the 4 classes"
