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


# %% same_shape wrong="only the number of elements" change="y.shape != t.shape → y.size != t.size" fails="same_shape_refuses" says="Shapes that differ get through. Compare the shapes themselves, not just a part of them, such as the length or the number of elements."
# %% same_shape wrong="only the length" change="y.shape != t.shape → len(y) != len(t)" fails="same_shape_refuses" says="Shapes that differ get through. Compare the shapes themselves, not just a part of them, such as the length or the number of elements."
# %% same_shape wrong="only the number of axes" change="y.shape != t.shape → y.ndim != t.ndim" fails="same_shape_refuses" says="Shapes that differ get through. Compare the shapes themselves, not just a part of them, such as the length or the number of elements."


# %% same_shape wrong="flattens" change='y, t = np.asarray(y, dtype=float), np.asarray(t, dtype=float)\n    if y.shape != t.shape:\n        raise ValueError(f"predictions {y.shape} do not fit targets {t.shape}")\n    return y, t → return np.ravel(y).astype(float), np.ravel(t).astype(float)' fails="same_shape_refuses same_shape_floats" reads="should refuse"
# %% same_shape wrong="says one shape" change='f"predictions {y.shape} do not fit targets {t.shape}" → f"{y.shape} is the wrong shape"' fails="same_shape_refuses" reads="does not mention (5,)"
# %% same_shape wrong="assert" change='if y.shape != t.shape:\n        raise ValueError(f"predictions {y.shape} do not fit targets {t.shape}") → assert y.shape == t.shape, f"{y.shape} {t.shape}"' fails="same_shape_refuses" reads="AssertionError here"
# %% same_shape wrong="what NumPy can stretch" change='if y.shape != t.shape:\n        raise ValueError(f"predictions {y.shape} do not fit targets {t.shape}") → y, t = np.broadcast_arrays(y, t)' fails="same_shape_refuses" says="NumPy can stretch one of the two to fit the other. This is what the guard has to prevent."
# %% same_shape wrong="not made floats" change="np.asarray(y, dtype=float), np.asarray(t, dtype=float) → np.asarray(y), np.asarray(t)" fails="same_shape_floats" says="The numbers are still whole numbers of type uint8. Convert both arrays to floats, and return those."
# %% same_shape wrong="only the first is made floats" change="np.asarray(t, dtype=float) → np.asarray(t)" fails="same_shape_floats" says="One of the two arrays is still made of whole numbers. Make floats of both."
# %% same_shape wrong="order changed" change="return y, t → return t, y" fails="same_shape_floats" says="The first of the two should be y, and the second one t."
# %% same_shape wrong="returns whether they fit" change="return y, t → return True" fails="same_shape_floats" reads="items are expected"
# %% same_shape wrong="only the number of axes and the last one" change="y.shape != t.shape → y.ndim != t.ndim or y.shape[-1] != t.shape[-1]" fails="same_shape_refuses" says="Shapes that differ get through. Compare the shapes themselves, not just a part of them, such as the length or the number of elements."
# %% same_shape wrong="only the first two axes" change="y.shape != t.shape → y.ndim != t.ndim or y.shape[:2] != t.shape[:2]" fails="same_shape_refuses" says="Shapes that differ get through. Compare the shapes themselves, not just a part of them, such as the length or the number of elements."
# %% same_shape wrong="number of axes, of elements, and the length" change="y.shape != t.shape → y.ndim != t.ndim or y.size != t.size or len(y) != len(t)" fails="same_shape_refuses" says="Shapes that differ get through. Compare the shapes themselves, not just a part of them, such as the length or the number of elements."
# %% same_shape wrong="float32" change="np.asarray(y, dtype=float), np.asarray(t, dtype=float) → np.asarray(y, dtype=np.float32), np.asarray(t, dtype=np.float32)" fails="same_shape_floats" reads="only the digits of float32"
# %% same_shape wrong="difference" change="return y, t → return y - t" fails="same_shape_floats" says="Return both arrays, and not their difference."
# %% same_shape wrong="pixels from 0 to 1" change="np.asarray(y, dtype=float), np.asarray(t, dtype=float) → np.asarray(y, dtype=float) / 255, np.asarray(t, dtype=float) / 255" fails="same_shape_floats" says="The numbers were divided. Only their type should change, not their values."
# %% same_shape wrong="one array twice" change="return y, t → return y, y" fails="same_shape_floats" says="The same array came back twice. Return both."
# %% same_shape wrong="signs dropped" change="return y, t → return np.abs(y), np.abs(t)" fails="same_shape_floats" says="The signs got lost. Only the type of the numbers should change, not their values."
# %% same_shape wrong="rounded" change="return y, t → return np.round(y), np.round(t)" fails="same_shape_floats" says="The numbers were rounded. Only their type should change, not their values."
# %% mse right="dot product" change="return np.mean((y - t) ** 2) → d = (y - t).ravel()\n    return d @ d / d.size"
# %% mse right="own guard" change='y, t = same_shape(y, t) → if y.shape != t.shape:\n        raise ValueError(f"shape mismatch: {y.shape} vs {t.shape}")' change="np.mean((y - t) ** 2) → ((y.astype(float) - t) ** 2).mean()"
# %% mse right="loop" change="return np.mean((y - t) ** 2) → total = 0\n    for a, b in zip(y.ravel(), t.ravel()):\n        total += (a - b) ** 2\n    return total / y.size"
# %% mse right="np.square" change="np.mean((y - t) ** 2) → float(np.average(np.square(np.subtract(t, y))))"
# %% mse wrong="sum" change="np.mean((y - t) ** 2) → np.sum((y - t) ** 2)" fails="mse_by_hand mse_refuses" says="The squares are added up; take their mean."
# %% mse wrong="absolute" change="(y - t) ** 2 → np.abs(y - t)" fails="mse_by_hand mse_refuses" says="These are absolute differences: square them instead."
# %% mse wrong="half" change="np.mean((y - t) ** 2) → 0.5 * np.mean((y - t) ** 2)" fails="mse_by_hand mse_refuses" says="Half the mean? The one half belongs to sse."
# %% mse wrong="root" change="np.mean((y - t) ** 2) → np.sqrt(np.mean((y - t) ** 2))" fails="mse_by_hand mse_refuses" says="There is no square root in this loss."
# %% mse wrong="mean before the square" change="np.mean((y - t) ** 2) → np.mean(y - t) ** 2" fails="mse_by_hand mse_refuses" says="The square comes before the mean, not after it."
# %% mse wrong="brackets" change="(y - t) ** 2 → y - t**2" fails="mse_by_hand mse_refuses" says="Mind the brackets: square the difference, not the target alone."
# %% mse wrong="divided by the rows" change="np.mean((y - t) ** 2) → np.sum((y - t) ** 2) / len(y)" fails="mse_by_hand" says="Take the mean over all elements, not over the rows."
# %% mse wrong="mean over an axis" change="np.mean((y - t) ** 2) → np.mean((y - t) ** 2, axis=0)" fails="mse_by_hand mse_refuses" says="This is one mean for each column. Take one over all elements, without an axis; in a loop, mind that y[i] is a whole row."
# %% mse wrong="mean over the last axis" change="np.mean((y - t) ** 2) → np.mean((y - t) ** 2, axis=-1)" fails="mse_by_hand mse_refuses" says="This is one mean for each row. Take one over all elements, without an axis."
# %% mse wrong="no guard" change="y, t = same_shape(y, t) → " fails="mse_refuses" says="Shapes that differ came through, and NumPy may stretch one to fit the other. same_shape refuses them."
# %% mse wrong="no guard, flattened difference" change="y, t = same_shape(y, t) → d = np.ravel(y - t)" change="np.mean((y - t) ** 2) → d @ d / len(d)" fails="mse_refuses" says="Shapes that differ came through, and NumPy may stretch one to fit the other. same_shape refuses them."
# %% mse wrong="guard that only counts" change='y, t = same_shape(y, t) → if y.size != t.size:\n        raise ValueError(f"{y.shape} {t.shape}")' fails="mse_refuses" says="Shapes that differ came through, and NumPy may stretch one to fit the other. same_shape refuses them."
# %% mse wrong="subtracts in place" change="y, t = same_shape(y, t) → same_shape(y, t)\n    y -= t" change="(y - t) ** 2 → y**2" fails="mse_by_hand mse_refuses" reads="changed its argument y"
# %% mse wrong="guard's floats not used" change="y, t = same_shape(y, t) → same_shape(y, t)" fails="mse_refuses" says="Whole numbers of type uint8 can't go below 0: they wrap round. Compute with the floats that the guard returns."
# %% mse wrong="half the sum" change="np.mean((y - t) ** 2) → np.sum((y - t) ** 2) / 2" fails="mse_by_hand mse_refuses" says="There is a factor too many. Divide the sum of the squares by the number of all elements, and by nothing else."
# %% mse wrong="times 2" change="(y - t) ** 2 → (y - t) * 2" fails="mse_by_hand mse_refuses" says="Times 2 is not a square."
# %% mse wrong="no square, targets first" change="(y - t) ** 2 → t - y" fails="mse_by_hand mse_refuses" says="Where is the square? Here differences of both signs cancel."
# %% mse wrong="guard for the length and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or len(y) != len(t):\n        raise ValueError(f"{y.shape} {t.shape}")' fails="mse_refuses" reads="should refuse"
# %% mse wrong="guard for the last axis and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or y.shape[-1] != t.shape[-1]:\n        raise ValueError(f"{y.shape} {t.shape}")' fails="mse_refuses" reads="should refuse"
# %% mse wrong="difference of the squares" change="(y - t) ** 2 → y**2 - t**2" fails="mse_by_hand mse_refuses" says="Subtract first, and then square. Here each was squared before the subtraction."
# %% mse wrong="return in the loop" change="return np.mean((y - t) ** 2) → total = 0\n    for a, b in zip(y, t):\n        total += (a - b) ** 2\n        return total / y.size" fails="mse_by_hand mse_refuses" says="Only the first element is in it, or the first row. Take in all of them."
# %% mse wrong="no square" change="(y - t) ** 2 → y - t" fails="mse_by_hand mse_refuses" says="Where is the square? Here differences of both signs cancel."
# %% mse wrong="divided by the columns" change="np.mean((y - t) ** 2) → np.sum((y - t) ** 2) / y.shape[-1]" fails="mse_by_hand mse_refuses" says="Take the mean over all elements, not over those of one axis."
# %% mse wrong="variance" change="np.mean((y - t) ** 2) → np.var(y - t)" fails="mse_by_hand mse_refuses" says="This is the variance: the mean of the differences was taken away before the square."
# %% mse wrong="one less" change="np.mean((y - t) ** 2) → np.sum((y - t) ** 2) / (y.size - 1)" fails="mse_by_hand mse_refuses" says="Divide by the number of all squares, and not by one less."
# %% mse wrong="targets added" change="y - t) → y + t)" fails="mse_by_hand mse_refuses" says="The targets were added to the predictions. Subtract them."
# %% mse wrong="mean of the absolute differences, squared" change="np.mean((y - t) ** 2) → np.mean(np.abs(y - t)) ** 2" fails="mse_by_hand mse_refuses" says="The square comes before the mean, not after it."
# %% mse wrong="largest" change="np.mean → np.max" fails="mse_by_hand mse_refuses" says="This is the largest square alone. Take the mean of them all."
# %% mse wrong="median" change="np.mean → np.median" fails="mse_by_hand mse_refuses" says="This is the median of the squares, the one in the middle. Take their mean."
# %% mse wrong="last one only" change="np.mean((y - t) ** 2) → ((y - t) ** 2).ravel()[-1] / y.size" fails="mse_by_hand mse_refuses" says="Only the last element is in it. Take in all of them."
# %% mse wrong="norm" change="np.mean((y - t) ** 2) → np.linalg.norm(y - t)" fails="mse_by_hand mse_refuses" says="The norm is the square root of the sum of the squares. Take the mean of the squares, without a root."
# %% mse wrong="norm, divided" change="np.mean((y - t) ** 2) → np.linalg.norm(y - t) / y.size" fails="mse_by_hand mse_refuses" says="The norm is the square root of the sum of the squares. Take the mean of the squares, without a root."
# %% mse wrong="divided by the variance" change="np.mean((y - t) ** 2) → np.mean((y - t) ** 2) / (np.var(t) or 1)" fails="mse_by_hand mse_refuses" says="The mean was divided by something that belongs to the targets. Leave it as it is."
# %% mse wrong="product" change="y - t) ** 2 → y * t) ** 2" fails="mse_by_hand mse_refuses" says="Predictions and targets were multiplied. Take their difference."
# %% mse wrong="doubled" change="np.mean((y - t) ** 2) → 2 * np.mean((y - t) ** 2)" fails="mse_by_hand mse_refuses" says="There is a factor too many. Divide the sum of the squares by the number of all elements, and by nothing else."
# %% mse wrong="cubes" change="(y - t) ** 2 → (y - t) ** 3" fails="mse_by_hand mse_refuses" says="The differences were raised to another power. Square them."
# %% mse wrong="roots" change="(y - t) ** 2 → np.sqrt(np.abs(y - t))" fails="mse_by_hand mse_refuses" says="These are square roots. Square the differences."
# %% mse wrong="smallest" change="np.mean → np.min" fails="mse_by_hand mse_refuses" says="This is the smallest square alone. Take the mean of them all."
# %% mse wrong="targets left out" change="(y - t) ** 2 → y**2" fails="mse_by_hand mse_refuses" says="The targets are not in it. Square the differences, and not the predictions."
# %% mse wrong="another norm" change="np.mean((y - t) ** 2) → np.linalg.norm(y - t, 2) ** 2 / y.size if y.size else 0.0" fails="mse_by_hand" says="For a table np.linalg.norm(..., 2) is not the root of the sum of squares. Square and average."
# %% mae right="method" change="np.mean(np.abs(y - t)) → abs(t - y).mean()"
# %% mae right="loop" change="np.mean(np.abs(y - t)) → sum(abs(a - b) for a, b in zip(y.flat, t.flat)) / y.size"
# %% mae right="where" change='y, t = same_shape(y, t) → if y.shape != t.shape:\n        raise ValueError(f"{y.shape} and {t.shape} differ")' change="np.mean(np.abs(y - t)) → np.mean(np.where(y > t, y - t, t - y))"
# %% mae wrong="sum" change="np.mean(np.abs(y - t)) → np.sum(np.abs(y - t))" fails="mae_by_hand" says="The absolute differences are added up; take their mean."
# %% mae wrong="squares" change="np.abs(y - t) → (y - t) ** 2" fails="mae_by_hand" says="These are squares. Take absolute values instead."
# %% mae wrong="signs kept" change="np.abs(y - t) → y - t" fails="mae_by_hand" says="Drop the signs first; here differences of both signs cancel."
# %% mae wrong="sign dropped last" change="np.mean(np.abs(y - t)) → abs(np.mean(y - t))" fails="mae_by_hand" says="Drop the sign of every difference before you take the mean."
# %% mae wrong="sign of y and t dropped" change="np.abs(y - t) → abs(y) - abs(t)" fails="mae_by_hand" says="Drop the sign of the difference, not of y and of t."
# %% mae wrong="no guard" change="y, t = same_shape(y, t) → " fails="mae_by_hand" says="Shapes that differ came through, and NumPy may stretch one to fit the other. same_shape refuses them."
# %% mae wrong="works in place" change="y, t = same_shape(y, t) → same_shape(y, t)\n    y -= t" change="np.abs(y - t) → np.abs(y)" fails="mae_by_hand" reads="changed its argument y"
# %% mae wrong="guard's floats not used" change="y, t = same_shape(y, t) → same_shape(y, t)" fails="mae_by_hand" says="Whole numbers of type uint8 can't go below 0: they wrap round. Compute with the floats that the guard returns."
# %% mae wrong="divided by the rows" change="np.mean(np.abs(y - t)) → np.sum(np.abs(y - t)) / len(y)" fails="mae_by_hand" says="Take the mean over all elements, not over the rows."
# %% mae wrong="half" change="np.mean(np.abs(y - t)) → 0.5 * np.mean(np.abs(y - t))" fails="mae_by_hand" says="There is no factor of one half in this loss."
# %% mae wrong="mean over an axis" change="np.mean(np.abs(y - t)) → np.mean(np.abs(y - t), axis=0)" fails="mae_by_hand" says="This is one mean for each column. Take one over all elements, without an axis; in a loop, mind that y[i] is a whole row."
# %% mae wrong="mean over the last axis" change="np.mean(np.abs(y - t)) → np.mean(np.abs(y - t), axis=-1)" fails="mae_by_hand" says="This is one mean for each row. Take one over all elements, without an axis."
# %% mae wrong="signs kept, targets first" change="np.abs(y - t) → t - y" fails="mae_by_hand" says="Drop the sign of every difference before you take the mean."
# %% mae wrong="guard for the length and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or len(y) != len(t):\n        raise ValueError(f"{y.shape} {t.shape}")' fails="mae_by_hand" reads="should refuse"
# %% mae wrong="guard for the last axis and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or y.shape[-1] != t.shape[-1]:\n        raise ValueError(f"{y.shape} {t.shape}")' fails="mae_by_hand" reads="should refuse"
# %% mae wrong="median" change="np.mean → np.median" fails="mae_by_hand" says="This is the median, the difference in the middle. Take the mean of them all."
# %% mae wrong="largest" change="np.mean → np.max" fails="mae_by_hand" says="This is the largest difference alone. Take the mean of them all."
# %% mae wrong="root of the mean square" change="np.mean(np.abs(y - t)) → np.sqrt(np.mean((y - t) ** 2))" fails="mae_by_hand" says="This is the root of the mean square. Take the mean of the absolute values, without a square or a root."
# %% mae wrong="parts of the target" change="np.abs(y - t) → np.abs(y - t) / np.abs(np.where(t == 0, 1, t))" fails="mae_by_hand" says="The differences were divided by the targets. Leave them as they are."
# %% mae wrong="one less" change="np.mean(np.abs(y - t)) → np.sum(np.abs(y - t)) / (y.size - 1)" fails="mae_by_hand" says="Divide by the number of all differences, and not by one less."
# %% mae wrong="cubes" change="np.abs(y - t) → np.abs(y - t) ** 3" fails="mae_by_hand" says="There is no power in this loss. Take the absolute values as they are."
# %% mae wrong="roots" change="np.abs(y - t) → np.sqrt(np.abs(y - t))" fails="mae_by_hand" says="There is no square root in this loss. Take the absolute values as they are."
# %% mae wrong="one direction only" change="np.abs(y - t) → np.maximum(0, y - t)" fails="mae_by_hand" says="Only the predictions that are too large count here. Those that are too small should count as well."
# %% mae wrong="smallest" change="np.mean → np.min" fails="mae_by_hand" says="This is the smallest difference alone. Take the mean of them all."
# %% mae wrong="spread" change="np.mean(np.abs(y - t)) → np.std(y - t)" fails="mae_by_hand" says="This is the standard deviation. Take the mean of the absolute values."
# %% mae wrong="half the sum" change="np.mean(np.abs(y - t)) → np.sum(np.abs(y - t)) / 2" fails="mae_by_hand" says="There is a factor too many. Divide the sum by the number of all elements, and by nothing else."
# %% mae wrong="targets added" change="np.abs(y - t) → np.abs(y + t)" fails="mae_by_hand" says="The targets were added to the predictions. Subtract them."
# %% mae wrong="norm, divided" change="np.mean(np.abs(y - t)) → np.linalg.norm(y - t) / y.size" fails="mae_by_hand" says="The norm has squares and a root in it. Take the mean of the absolute values."
# %% mae wrong="sign of the sum dropped" change="np.mean(np.abs(y - t)) → np.abs(np.sum(y - t))" fails="mae_by_hand" says="Drop the sign of every difference, and take the mean. Here differences of both signs cancel."
# %% mae wrong="sign of y dropped" change="np.abs(y - t) → np.abs(y) - t" fails="mae_by_hand" says="Drop the sign of the difference, not of y alone."
# %% mae wrong="sizes compared" change="np.abs(y - t) → np.abs(np.abs(y) - np.abs(t))" fails="mae_by_hand" says="The signs were dropped before the subtraction. Subtract first, then take the absolute value."
# %% sse right="divided by two" change="0.5 * np.sum((y - t) ** 2) → ((y - t) ** 2).sum() / 2"
# %% sse right="dot product" change="return 0.5 * np.sum((y - t) ** 2) → d = (y - t).reshape(-1)\n    return 0.5 * np.dot(d, d)"
# %% sse right="from mse" change="y, t = same_shape(y, t) → " change="0.5 * np.sum((y - t) ** 2) → mse(y, t) * np.size(y) / 2"
# %% sse right="norm" change="np.sum((y - t) ** 2) → np.linalg.norm(y - t) ** 2"
# %% sse wrong="no half" change="0.5 * np.sum((y - t) ** 2) → np.sum((y - t) ** 2)" fails="sse_by_hand" says="This is twice as large as it should be: is the one half there, and does each square count once?"
# %% sse wrong="half the mean" change="0.5 * np.sum((y - t) ** 2) → 0.5 * np.mean((y - t) ** 2)" fails="sse_by_hand" says="This is half the mean; half the sum is asked for."
# %% sse wrong="mean" change="0.5 * np.sum((y - t) ** 2) → mse(y, t)" fails="sse_by_hand" says="This is the mean; half the sum is asked for."
# %% sse wrong="absolute" change="(y - t) ** 2 → np.abs(y - t)" fails="sse_by_hand" says="These are absolute differences: square them instead."
# %% sse wrong="half inside the square" change="0.5 * np.sum((y - t) ** 2) → np.sum((0.5 * (y - t)) ** 2)" fails="sse_by_hand" says="This is a quarter of the sum of the squares: the half was squared, too. Halve the sum after adding up."
# %% sse wrong="no guard" change="y, t = same_shape(y, t) → " fails="sse_by_hand" says="Shapes that differ came through, and NumPy may stretch one to fit the other. same_shape refuses them."
# %% sse wrong="guard's floats not used" change="y, t = same_shape(y, t) → same_shape(y, t)" fails="sse_by_hand" says="Whole numbers of type uint8 can't go below 0: they wrap round. Compute with the floats that the guard returns."
# %% sse wrong="per sample" change="return 0.5 * np.sum((y - t) ** 2) → total = 0.5 * np.sum((y - t) ** 2)\n    return total / len(y) if y.ndim > 1 else total" fails="sse_by_hand" says="The sum was divided by the number of rows. Half the sum is asked for, and no mean."
# %% sse wrong="sum of Python" change="np.sum → sum" fails="sse_by_hand" says="Only the rows were added up, as Python's sum does. Add up all numbers, to a single one."
# %% sse wrong="sum over the last axis" change="np.sum((y - t) ** 2) → np.sum((y - t) ** 2, axis=-1)" fails="sse_by_hand" says="Each row was added up by itself. Add up all numbers, to a single one."
# %% sse wrong="squared after adding up" change="np.sum((y - t) ** 2) → np.sum(y - t) ** 2" fails="sse_by_hand" says="Square each difference before you add them up."
# %% sse wrong="halved, added up, squared" change="0.5 * np.sum((y - t) ** 2) → np.sum(0.5 * (y - t)) ** 2" fails="sse_by_hand" says="First square, then add up, then halve once."
# %% sse wrong="no square" change="(y - t) ** 2 → y - t" fails="sse_by_hand" says="Where is the square? Here differences of both signs cancel."
# %% sse wrong="whole numbers only" change="0.5 * np.sum((y - t) ** 2) → np.sum((y - t) ** 2) // 2" fails="sse_by_hand" says="The result was rounded down to a whole number."
# %% sse wrong="guard for the length and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or len(y) != len(t):\n        raise ValueError(f"{y.shape} {t.shape}")' fails="sse_by_hand" reads="should refuse"
# %% sse wrong="guard for the last axis and the number of axes" change='y, t = same_shape(y, t) → if y.ndim != t.ndim or y.shape[-1] != t.shape[-1]:\n        raise ValueError(f"{y.shape} {t.shape}")' fails="sse_by_hand" reads="should refuse"
# %% sse wrong="half rounded down" change="0.5 * np.sum → 1 // 2 * np.sum" fails="sse_by_hand" says="This is 0 whatever the differences are. Is the half rounded down to 0, or is an array subtracted from itself?"
# %% sse wrong="doubled" change="0.5 * np.sum → 2 * np.sum" fails="sse_by_hand" says="The sum was doubled. Halve it."
# %% sse wrong="neither square nor half" change="0.5 * np.sum((y - t) ** 2) → np.sum(y - t)" fails="sse_by_hand" says="Where is the square? Here differences of both signs cancel."
# %% sse wrong="mean times half the rows" change="0.5 * np.sum((y - t) ** 2) → mse(y, t) * len(y) / 2" fails="sse_by_hand" says="Half the sum over all elements is asked for. Here the number of rows stands where the number of all elements belongs."
# %% sse wrong="root" change="np.sum((y - t) ** 2) → np.sqrt(np.sum((y - t) ** 2))" fails="sse_by_hand" says="There is no square root in this loss."
# %% sse wrong="brackets" change="(y - t) ** 2 → y - t**2" fails="sse_by_hand" says="Mind the brackets: square the difference, not the target alone."
# %% sse wrong="difference of the squares" change="(y - t) ** 2 → y**2 - t**2" fails="sse_by_hand" says="Subtract first, and then square. Here each was squared before the subtraction."
# %% sse wrong="targets added" change="y - t) ** 2 → y + t) ** 2" fails="sse_by_hand" says="The targets were added to the predictions. Subtract them."
# %% sse wrong="largest" change="np.sum → np.max" fails="sse_by_hand" says="Only one square is in it. Add up all of them."
# %% sse wrong="half added" change="0.5 * np.sum → 0.5 + np.sum" fails="sse_by_hand" says="The half is a factor. Here it was added."
# %% sse wrong="halved three times" change="0.5 * np.sum((y - t) ** 2) → np.sum(((y - t) / 2) ** 2) / 2" fails="sse_by_hand" says="It was halved more than once. Halve it once, after you have added up."
# %% sse wrong="half as a power" change="0.5 * np.sum((y - t) ** 2) → np.sum((y - t) ** 2) ** 0.5" fails="sse_by_hand" says="The half is a factor. As a power it is a square root."
# %% sse wrong="half subtracted" change="0.5 * np.sum((y - t) ** 2) → np.sum((y - t) ** 2) - 0.5" fails="sse_by_hand" says="The half is a factor. Here it was subtracted."
# %% sse wrong="cubes" change="0.5 * np.sum((y - t) ** 2) → np.sum(np.abs(y - t) ** 3) / 3" fails="sse_by_hand" says="The differences were raised to another power. Square them, and halve the sum."
# %% sse wrong="first one only" change="np.sum((y - t) ** 2) → ((y - t) ** 2).ravel()[0]" fails="sse_by_hand" says="Only one square is in it. Add up all of them."
# %% sse wrong="root of it" change="0.5 * np.sum((y - t) ** 2) → np.sqrt(0.5 * np.sum((y - t) ** 2))" fails="sse_by_hand" says="There is no square root in this loss."
# %% sse wrong="last one left out" change="np.sum((y - t) ** 2) → np.sum((y.ravel() - t.ravel())[:-1] ** 2)" fails="sse_by_hand" says="The last difference is missing in the sum. A range or a slice that ends at size - 1 leaves it out."
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
# %% binary_cross_entropy wrong="sum" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))" fails="binary_by_hand binary_certain binary_refuses" says="These are added up; take their mean."
# %% binary_cross_entropy wrong="no minus" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))" fails="binary_by_hand binary_certain binary_refuses" says="A minus sign is missing: logarithms of probabilities are negative."
# %% binary_cross_entropy wrong="log2" change="y * np.log(p) + (1 - y) * np.log(1 - p) → y * np.log2(p) + (1 - y) * np.log2(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="Use the natural logarithm, np.log, not np.log2."
# %% binary_cross_entropy wrong="log10" change="y * np.log(p) + (1 - y) * np.log(1 - p) → y * np.log10(p) + (1 - y) * np.log10(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="Use the natural logarithm, np.log, not np.log10."
# %% binary_cross_entropy wrong="second term left out" change="y * np.log(p) + (1 - y) * np.log(1 - p) → y * np.log(p)" fails="binary_by_hand binary_certain binary_refuses" says="What about the samples whose truth is no? Their term is missing."
# %% binary_cross_entropy wrong="terms exchanged" change="y * np.log(p) + (1 - y) * np.log(1 - p) → (1 - y) * np.log(p) + y * np.log(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="Yes and no are exchanged. Where the truth is a yes, the probability of a yes counts."
# %% binary_cross_entropy wrong="second term subtracted" change="y * np.log(p) + (1 - y) * np.log(1 - p) → y * np.log(p) - (1 - y) * np.log(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="The second term is added, not subtracted: both are inside the minus."
# %% binary_cross_entropy wrong="no clip" change="p = np.clip(p, EPS, 1 - EPS) → " fails="binary_certain" says="There are two logarithms, of p and of 1 - p, and neither may meet a 0. np.clip makes a new array, and leaves p as it is."
# %% binary_cross_entropy wrong="clip at one end" change="np.clip(p, EPS, 1 - EPS) → np.maximum(p, EPS)" fails="binary_certain" says="There are two logarithms, of p and of 1 - p, and neither may meet a 0. np.clip makes a new array, and leaves p as it is."
# %% binary_cross_entropy wrong="nan made 0" change="p = np.clip(p, EPS, 1 - EPS) → " change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → np.mean(np.nan_to_num(-y * np.log(p) - (1 - y) * np.log(1 - p)))" fails="binary_certain" says="There are two logarithms, of p and of 1 - p, and neither may meet a 0. np.clip makes a new array, and leaves p as it is."
# %% binary_cross_entropy wrong="clip at 1e-7" change="np.clip(p, EPS, 1 - EPS) → np.clip(p, 1e-7, 1 - 1e-7)" fails="binary_certain" says="Something is added to every probability, or the clip is too coarse. Leave probabilities of EPS or more as they are."
# %% binary_cross_entropy wrong="adds 1e-7" change="p = np.clip(p, EPS, 1 - EPS) → " change="np.log(p) + (1 - y) * np.log(1 - p) → np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7)" fails="binary_by_hand binary_certain binary_refuses" says="Something is added to every probability, or the clip is too coarse. Leave probabilities of EPS or more as they are."
# %% binary_cross_entropy wrong="clip in place" change="p, y = same_shape(p, y) → same_shape(p, y)" change="p = np.clip(p, EPS, 1 - EPS) → np.clip(p, EPS, 1 - EPS, out=p)" fails="binary_certain" reads="changed its argument p"
# %% binary_cross_entropy wrong="no guard" change="p, y = same_shape(p, y) → " fails="binary_refuses" says="Shapes that differ came through, and NumPy may stretch one to fit the other. same_shape refuses them."
# %% binary_cross_entropy wrong="guard for the length only" change='p, y = same_shape(p, y) → if len(p) != len(y):\n        raise ValueError(f"{p.shape} and {y.shape}")' fails="binary_refuses" says="Shapes that differ came through, and NumPy may stretch one to fit the other. same_shape refuses them."
# %% binary_cross_entropy wrong="only 0 and 1 clipped" change="np.clip(p, EPS, 1 - EPS) → np.where(p == 0, EPS, np.where(p == 1, 1 - EPS, p))" fails="binary_certain" says="Not only 0 and 1 are clipped: all below EPS and above 1 - EPS."
# %% binary_cross_entropy wrong="clip only if there is a 0 or a 1" change="p = np.clip(p, EPS, 1 - EPS) → if np.any((p == 0) | (p == 1)):\n        p = np.clip(p, EPS, 1 - EPS)" fails="binary_certain" says="Not only 0 and 1 are clipped: all below EPS and above 1 - EPS."
# %% binary_cross_entropy wrong="guard for the length and the number of axes" change='p, y = same_shape(p, y) → if p.ndim != y.ndim or len(p) != len(y):\n        raise ValueError(f"{p.shape} and {y.shape}")' fails="binary_refuses" reads="should refuse"
# %% binary_cross_entropy wrong="guard for the last axis and the number of axes" change='p, y = same_shape(p, y) → if p.ndim != y.ndim or p.shape[-1] != y.shape[-1]:\n        raise ValueError(f"{p.shape} and {y.shape}")' fails="binary_refuses" reads="should refuse"
# %% binary_cross_entropy wrong="one less the logarithm" change="np.log(1 - p) → (1 - np.log(p))" fails="binary_by_hand binary_certain binary_refuses" says="For a no, take the logarithm of the probability of a no, and not 1 minus another logarithm."
# %% binary_cross_entropy wrong="sigmoid once more" change="np.clip(p, → np.clip(sigmoid(p)," fails="binary_by_hand binary_certain binary_refuses" says="These are probabilities already. No sigmoid is needed here."
# %% binary_cross_entropy wrong="half" change="-np.mean → -0.5 * np.mean" fails="binary_by_hand binary_certain binary_refuses" says="There is no factor of one half in this loss."
# %% binary_cross_entropy wrong="brackets" change="(1 - y) * np.log(1 - p) → 1 - y * np.log(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="Mind the brackets around the factor of the second logarithm."
# %% binary_cross_entropy wrong="mean before the logarithm" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → -np.log(np.mean(y * p + (1 - y) * (1 - p)))" fails="binary_by_hand binary_certain binary_refuses" says="Average the surprises, not the probabilities: first the logarithm, then the mean."
# %% binary_cross_entropy wrong="return in the loop" change="return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p) → for i in range(len(p)):\n        if np.all(y[i] == 1):\n            return -np.log(p[i])\n        return -np.log(1 - p[i]" fails="binary_by_hand binary_certain binary_refuses" says="Only one sample is in this loss. Take the mean over all of them."
# %% binary_cross_entropy wrong="p and y exchanged" change="p = np.clip(p, EPS, 1 - EPS) → p, y = np.clip(y, EPS, 1 - EPS), p" fails="binary_by_hand binary_certain binary_refuses" says="The predictions and the truth are exchanged. Take the logarithm of the predicted probabilities."
# %% binary_cross_entropy wrong="first term left out" change="y * np.log(p) + (1 - y) * np.log(1 - p) → (1 - y) * np.log(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="What about the samples whose truth is a yes? Their term is missing."
# %% binary_cross_entropy wrong="truth left out" change="y * np.log(p) + (1 - y) * np.log(1 - p) → np.log(p)" fails="binary_by_hand binary_certain" says="The truth is not in it. It decides which of the two logarithms counts."
# %% binary_cross_entropy wrong="both terms for all" change="y * np.log(p) + (1 - y) * np.log(1 - p) → np.log(p) + np.log(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="The truth is not in it. It decides which of the two logarithms counts."
# %% binary_cross_entropy wrong="truth inside the logarithms" change="y * np.log(p) + (1 - y) * np.log(1 - p) → np.log(y * p + EPS) + np.log((1 - y) * (1 - p) + EPS)" fails="binary_by_hand binary_certain binary_refuses" says="The truth is a factor of each logarithm, and stands outside of it."
# %% binary_cross_entropy wrong="no logarithm" change="y * np.log(p) + (1 - y) * np.log(1 - p) → y * p + (1 - y) * (1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="Where is the logarithm? The surprise is minus the logarithm of a probability."
# %% binary_cross_entropy wrong="squared error" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → np.mean((p - y) ** 2)" fails="binary_by_hand binary_certain binary_refuses" says="This is the squared error. The price asked for here is surprise, with a logarithm."
# %% binary_cross_entropy wrong="surprise of the prediction itself" change="y * np.log(p) + (1 - y) * np.log(1 - p) → p * np.log(p) + (1 - p) * np.log(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="The truth is not in it. It decides which of the two logarithms counts."
# %% binary_cross_entropy wrong="clip at 1e-15" change="np.clip(p, EPS, 1 - EPS) → np.clip(p, 1e-15, 1 - 1e-15)" fails="binary_certain" says="Clip at EPS: the largest possible surprise is smaller than this."
# %% binary_cross_entropy wrong="two means" change="return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → yes = np.append(np.log(p[y == 1]), []) if np.any(y == 1) else np.zeros(1)\n    no = np.log(1 - p[y == 0]) if np.any(y == 0) else np.zeros(1)\n    return -(np.mean(yes) + np.mean(no)) / 2" fails="binary_by_hand binary_certain" says="Every sample counts the same. Take one mean over all of them, not one for each answer."
# %% binary_cross_entropy wrong="power for the logarithm" change="y * np.log(p) + (1 - y) * np.log(1 - p) → y * np.exp(p) + (1 - y) * np.exp(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="These are powers of e. The surprise needs their opposite, the logarithm."
# %% binary_cross_entropy wrong="y in both terms" change="(1 - y) * np.log(1 - p) → y * np.log(1 - p)" fails="binary_by_hand binary_certain binary_refuses" says="The second term is for the samples whose truth is no. Its factor should not be y."
# %% binary_cross_entropy wrong="plus in the second logarithm" change="np.log(1 - p) → np.log(1 + p)" fails="binary_by_hand binary_certain binary_refuses" says="The probability of a no is what p leaves of 1. A sign is wrong in the second logarithm."
# %% binary_cross_entropy wrong="share of mistakes" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → np.mean((p > 0.5) != y)" fails="binary_by_hand binary_certain binary_refuses" says="This is the share of mistakes. The loss is the mean surprise, with a logarithm."
# %% binary_cross_entropy wrong="last sample only" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → -(y * np.log(p) + (1 - y) * np.log(1 - p)).ravel()[-1]" fails="binary_by_hand binary_certain binary_refuses" says="Only one sample is in this loss. Take the mean over all of them."
# %% binary_cross_entropy wrong="largest surprise" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → np.max(-y * np.log(p) - (1 - y) * np.log(1 - p))" fails="binary_by_hand binary_certain binary_refuses" says="Only one sample is in this loss. Take the mean over all of them."
# %% binary_cross_entropy wrong="decided first" change="p = np.clip(p, EPS, 1 - EPS) → p = np.clip((p > 0.5).astype(float), EPS, 1 - EPS)" fails="binary_by_hand binary_certain binary_refuses" says="The probabilities were rounded to 0 and 1 first. How sure each of them is counts, so leave them as they are."
# %% binary_cross_entropy wrong="divided by the rows" change="-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) → -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(p)" fails="binary_by_hand" says="The sum is divided by the number of rows. Divide by the number of all elements, as np.mean does."
# %% binary_cross_entropy wrong="chosen by the prediction" change="y * np.log(p) + (1 - y) * np.log(1 - p) → np.log(np.maximum(p, 1 - p))" fails="binary_by_hand binary_certain binary_refuses" says="This is the surprise at what is more probable. Which of p and 1 - p counts is decided by the truth y."
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
# %% one_hot wrong="counts from 1" change="t[n, label] → t[n, label - 1]" fails="one_hot_table one_hot_refuses" says="Labels count from 0: label 0 is the first column."
# %% one_hot wrong="whole columns" change="t[n, label] → t[:, label]" fails="one_hot_table one_hot_refuses" says="All rows are alike. Each row should have a single 1, in the column of its own label: is that 1 written into its row alone?"
# %% one_hot wrong="the label instead of a 1" change="t[n, label] = 1 → t[n, label] = label" fails="one_hot_table one_hot_refuses" says="Each row gets a 1, not its label."
# %% one_hot wrong="transpose" change="(len(labels), num_classes) → (num_classes, len(labels))" change="t[n, label] → t[label, n]" fails="one_hot_table one_hot_refuses" says="A row for each sample: this is the transpose."
# %% one_hot wrong="whole numbers" change="np.zeros((len(labels), num_classes)) → np.zeros((len(labels), num_classes), dtype=int)" fails="one_hot_table" says="The table should hold floats; these are whole numbers."
# %% one_hot wrong="as many classes as labels show" change="t = np.zeros((len(labels), num_classes)) → classes = sorted(set(labels))\n    t = np.zeros((len(labels), len(classes)))" change="t[n, label] → t[n, classes.index(label)]" fails="one_hot_table one_hot_refuses" says="Every class has a column, also a class that no label names."
# %% one_hot wrong="no check" change='if label not in range(num_classes):\n            raise ValueError(f"label {label} is not one of the classes") → ' change="t[n, label] → t[n, int(label)]" fails="one_hot_refuses" reads="should refuse"
# %% one_hot wrong="negative labels let through" change="label not in range(num_classes) → label >= num_classes or label != int(label)" fails="one_hot_refuses" reads="should refuse"
# %% one_hot wrong="one too many let through" change="label not in range(num_classes) → label not in range(num_classes + 1)" fails="one_hot_refuses" says="A label that is too large was let through. The largest class is num_classes - 1, so num_classes itself is not a class."
# %% one_hot wrong="halves cut off" change="enumerate(labels) → enumerate(np.asarray(labels).astype(int))" fails="one_hot_refuses" reads="should refuse"
# %% one_hot wrong="says only the number of classes" change='f"label {label} is not one of the classes" → f"labels must be below {num_classes}"' fails="one_hot_refuses" reads="does not mention -1"
# %% one_hot wrong="says all labels" change='f"label {label} is not one of the classes" → f"not all of {labels} are classes"' fails="one_hot_refuses" says="The message of the error should name the label that isn't a class, whatever the others are."
# %% one_hot wrong="says the largest label" change='f"label {label} is not one of the classes" → f"label {max(labels)} is no class"' fails="one_hot_refuses" says="The message of the error should name the label that isn't a class, whatever the others are."
# %% one_hot wrong="bad rows left empty" change='raise ValueError(f"label {label} is not one of the classes") → continue' fails="one_hot_refuses" reads="should refuse"
# %% one_hot wrong="0 and 1 exchanged" change="return t → return 1 - t" fails="one_hot_table one_hot_refuses" says="Zeros and ones are exchanged. Each row has a single 1, at the label's place."
# %% one_hot wrong="columns up to the largest label" change="return t → return t[:, : max(labels) + 1]" fails="one_hot_table" says="Every class has a column, also a class that no label names."
# %% one_hot wrong="return in the loop" change="t[n, label] = 1 → t[n, label] = 1\n        return t" fails="one_hot_table one_hot_refuses" says="Only the first row has its 1. Go through all labels before you return the table."
# %% one_hot wrong="nothing set" change="t[n, label] = 1 → t[n, label] == 1" fails="one_hot_table one_hot_refuses" says="The table is still all zeros. Each row needs a 1; == only compares."
# %% one_hot wrong="whole rows" change="t[n, label] = 1 → t[n] = 1" fails="one_hot_table one_hot_refuses" says="All rows are alike. Each row should have a single 1, in the column of its own label: is that 1 written into its row alone?"
# %% one_hot wrong="ones up to the label" change="t[n, label] = 1 → t[n, : label + 1] = 1" fails="one_hot_table one_hot_refuses" says="There are several ones in a row. Only the label's own place gets a 1."
# %% one_hot wrong="one column more" change="(len(labels), num_classes) → (len(labels), num_classes + 1)" fails="one_hot_table one_hot_refuses" says="There is a column too many. Classes count from 0, so the last one is num_classes - 1."
# %% one_hot wrong="shares" change="t[n, label] = 1 → t[n, label] = 1 / num_classes" fails="one_hot_table one_hot_refuses" says="The label's place gets a whole 1."
# %% one_hot wrong="-1 elsewhere" change="return t → return 2 * t - 1" fails="one_hot_table one_hot_refuses" says="Start with a table of zeros: all places but the label's own stay 0."
# %% one_hot wrong="table begun anew" change="t[n, label] = 1 → t = np.zeros((len(labels), num_classes))\n        t[n, label] = 1" fails="one_hot_table one_hot_refuses" says="Only the last row has its 1. Make the table once, before the loop."
# %% one_hot wrong="columns in reverse order" change="t[n, label] → t[n, num_classes - 1 - label]" fails="one_hot_table one_hot_refuses" says="The columns come in reverse order. Label 0 is the first column."
# %% one_hot wrong="only the smallest and the largest label checked" change="if label not in range(num_classes): → if label in (min(labels), max(labels)) and label not in range(num_classes):" change="t[n, label] = 1 → t[n, int(label)] = 1" fails="one_hot_refuses" reads="should refuse"

# %% one_hot wrong="one list for all rows" change="np.zeros((len(labels), num_classes)) → [[0.0] * num_classes] * len(labels)" change="t[n, label] = 1\n    return t → t[n][label] = 1\n    return np.array(t)" fails="one_hot_table one_hot_refuses" says="All rows are alike. Each row should have a single 1, in the column of its own label: is that 1 written into its row alone?"
# %% mended_cross_entropy right="last axis" change="-np.mean(np.sum(t * np.log(p), axis=1)) → np.mean(-np.sum(t * np.log(p), axis=-1))"
# %% mended_cross_entropy right="sum over the batch size" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(t * np.log(p)) / len(p)"
# %% mended_cross_entropy right="picked" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.log(p[t == 1]).mean()"
# %% mended_cross_entropy right="loop" change="return -np.mean(np.sum(t * np.log(p), axis=1)) → losses = []\n    for row, target in zip(p, t):\n        losses.append(-np.log(row[np.argmax(target)]))\n    return sum(losses) / len(losses)"
# %% mended_cross_entropy right="einsum" change='-np.mean(np.sum(t * np.log(p), axis=1)) → -np.einsum("nc,nc->n", t, np.log(p)).mean()'
# %% mended_cross_entropy wrong="as before" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(t * np.log(p)))" fails="mended_by_hand mended_any_batch" says="This is still the sum over the batch, as the colleague has it."
# %% mended_cross_entropy wrong="mean over classes too" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(t * np.log(p))" fails="mended_by_hand mended_any_batch" says="Here the mean runs over all numbers, classes included: add up along the classes first, then take the mean over the samples."
# %% mended_cross_entropy wrong="wrong axis" change="axis=1 → axis=0" fails="mended_by_hand mended_any_batch" says="Here the sum is divided by the number of classes, as if a mean had been taken over them: sum over the classes, and take the mean over the samples."
# %% mended_cross_entropy wrong="sum and mean exchanged" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(np.mean(t * np.log(p), axis=1))" fails="mended_by_hand mended_any_batch" says="Here the sum is divided by the number of classes, as if a mean had been taken over them: sum over the classes, and take the mean over the samples."
# %% mended_cross_entropy wrong="no mean" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(t * np.log(p), axis=1)" fails="mended_by_hand mended_any_batch" says="These are the losses of the samples; take their mean."
# %% mended_cross_entropy wrong="no minus" change="-np.mean(np.sum(t * np.log(p), axis=1)) → np.mean(np.sum(t * np.log(p), axis=1))" fails="mended_by_hand mended_any_batch" says="A minus sign is missing."
# %% mended_cross_entropy wrong="batch of 2 only" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(t * np.log(p)) / 2" fails="mended_any_batch" says="Divide by the number of samples, whatever it is."
# %% mended_cross_entropy wrong="mean before the logarithm" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.log(np.mean(np.sum(t * p, axis=1)))" fails="mended_by_hand mended_any_batch" says="Average the surprises, not the probabilities: first the logarithm, then the mean."
# %% mended_cross_entropy wrong="t left out" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(np.log(p), axis=1))" fails="mended_by_hand mended_any_batch" says="Where is t? Only the right class of each sample counts."
# %% mended_cross_entropy wrong="divided by the classes" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(t * np.log(p)) / p.shape[1]" fails="mended_by_hand mended_any_batch" says="Here the sum is divided by the number of classes, as if a mean had been taken over them: sum over the classes, and take the mean over the samples."
# %% mended_cross_entropy wrong="logarithm of the labels" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(p * np.log(np.maximum(t, 1e-12)), axis=1))" fails="mended_by_hand mended_any_batch" says="The logarithm is taken of the probabilities, not of the labels."
# %% mended_cross_entropy wrong="no logarithm" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(t * p, axis=1))" fails="mended_by_hand mended_any_batch" says="Where is the logarithm?"
# %% mended_cross_entropy wrong="other classes too" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(t * np.log(p) + (1 - t) * np.log(1 - p), axis=1))" fails="mended_by_hand mended_any_batch" says="The right class alone counts here. Leave out the second term, for the other classes."
# %% mended_cross_entropy wrong="log2" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(t * np.log2(p), axis=1))" fails="mended_by_hand mended_any_batch" says="Use the natural logarithm, np.log, not np.log2."
# %% mended_cross_entropy wrong="log10" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(t * np.log10(p), axis=1))" fails="mended_by_hand mended_any_batch" says="Use the natural logarithm, np.log, not np.log10."
# %% mended_cross_entropy wrong="largest probability" change="np.sum(t * np.log(p), axis=1) → np.log(np.max(p, axis=1))" fails="mended_any_batch" says="The probability of the right class counts, and not the largest one."
# %% mended_cross_entropy wrong="labels left out" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(p * np.log(p), axis=1))" fails="mended_by_hand mended_any_batch" says="Where is t? Only the right class of each sample counts."
# %% mended_cross_entropy wrong="matrix product" change="np.sum(t * np.log(p), axis=1) → np.sum(t @ np.log(p).T, axis=1)" fails="mended_by_hand mended_any_batch" says="The samples are mixed here, as by a matrix product or a table of all pairs: the labels of each should meet the logarithms of its own row only."
# %% mended_cross_entropy wrong="mean of the mean" change="return -np.mean(np.sum(t * np.log(p), axis=1)) → return -np.mean(np.sum(t * np.log(p), axis=1)) / len(p)" fails="mended_by_hand mended_any_batch" says="This was divided once too often: np.mean does it by itself."
# %% mended_cross_entropy wrong="logarithm of column sums" change='return -np.mean(np.sum(t * np.log(p), axis=1 → with np.errstate(divide="ignore"):\n        return -np.mean(np.log(np.sum(t * p, axis=0)' fails="mended_by_hand mended_any_batch" says="t stands inside a logarithm here, and the logarithm of 0 is −inf. t is a factor of the logarithms, and stands outside of them."
# %% mended_cross_entropy wrong="logarithm of zeros" change='return -np.mean(np.sum(t * np.log(p), axis=1 → with np.errstate(divide="ignore"):\n        return -np.mean(np.sum(np.log(t * p), axis=1' fails="mended_by_hand mended_any_batch" says="t stands inside a logarithm here, and the logarithm of 0 is −inf. t is a factor of the logarithms, and stands outside of them."
# %% mended_cross_entropy wrong="times the classes" change="return -np.mean(np.sum(t * np.log(p), axis=1)) → return -np.mean(np.sum(t * np.log(p), axis=1)) * p.shape[1]" fails="mended_by_hand mended_any_batch" says="The number of classes is a factor here. Leave it out."
# %% mended_cross_entropy wrong="logarithm of what is missing to 1" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(t * np.log(1 - p), axis=1))" fails="mended_by_hand mended_any_batch" says="The surprise is minus the logarithm of the probability itself, and not of what is missing to 1."
# %% mended_cross_entropy wrong="labels inside the logarithm" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(np.log(t * p + 1e-12), axis=1))" fails="mended_by_hand mended_any_batch" says="The labels are factors of the logarithms, and stand outside of them."
# %% mended_cross_entropy wrong="what is missing to 1" change="-np.mean(np.sum(t * np.log(p), axis=1)) → np.mean(1 - np.sum(t * p, axis=1))" fails="mended_by_hand mended_any_batch" says="This is what is missing to 1. The surprise is minus the logarithm of the probability."
# %% mended_cross_entropy wrong="first sample only" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(t[0] * np.log(p[0]))" fails="mended_by_hand mended_any_batch" says="Only one sample is in this loss. Take the mean over all of them."
# %% mended_cross_entropy wrong="largest loss" change="-np.mean(np.sum(t * np.log(p), axis=1)) → np.max(-np.sum(t * np.log(p), axis=1))" fails="mended_by_hand mended_any_batch" says="Only one sample is in this loss. Take the mean over all of them."
# %% mended_cross_entropy wrong="softmax once more" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum(t * np.log(softmax(p)), axis=1))" fails="mended_by_hand mended_any_batch" says="These are probabilities already. No softmax is needed here."
# %% mended_cross_entropy wrong="half" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -0.5 * np.mean(np.sum(t * np.log(p), axis=1))" fails="mended_by_hand mended_any_batch" says="This was divided once too often: np.mean does it by itself."
# %% mended_cross_entropy wrong="squared error" change="-np.mean(np.sum(t * np.log(p), axis=1)) → np.mean(np.sum((p - t) ** 2, axis=1))" fails="mended_by_hand mended_any_batch" says="This is the squared error. The price asked for here is surprise, with a logarithm."
# %% mended_cross_entropy wrong="wrong classes" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(np.sum((1 - t) * np.log(p), axis=1))" fails="mended_by_hand mended_any_batch" says="These are the surprises of the wrong classes. The right one counts."
# %% mended_cross_entropy wrong="last sample only" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.sum(t[-1] * np.log(p[-1]))" fails="mended_by_hand mended_any_batch" says="Only one sample is in this loss. Take the mean over all of them."
# %% mended_cross_entropy wrong="power for the logarithm" change="-np.mean(np.sum(t * np.log(p), axis=1)) → np.mean(np.exp(-np.sum(t * p, axis=1)))" fails="mended_by_hand mended_any_batch" says="This is a power of e. The surprise needs its opposite, the logarithm."
# %% mended_cross_entropy wrong="median" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.median(np.sum(t * np.log(p), axis=1))" fails="mended_any_batch" says="This is the median, the loss in the middle. Take the mean of them all."
# %% mended_cross_entropy wrong="every label meets every sample" change="-np.mean(np.sum(t * np.log(p), axis=1)) → -np.mean(t @ np.log(p).T)" fails="mended_by_hand mended_any_batch" says="The samples are mixed here, as by a matrix product or a table of all pairs: the labels of each should meet the logarithms of its own row only."
# %% categorical_cross_entropy right="clip" change="return mended_cross_entropy(np.maximum(p, EPS), t) → p = np.clip(p, 1e-12, 1)\n    return -np.mean(np.sum(t * np.log(p), axis=1))"
# %% categorical_cross_entropy right="adds epsilon" change='p, t = same_shape(p, t) → if p.shape != t.shape:\n        raise ValueError(f"{p.shape} {t.shape}")' change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.sum(t * np.log(p + 1e-12)) / p.shape[0]"
# %% categorical_cross_entropy right="clipped on both sides" change="return mended_cross_entropy(np.maximum(p, EPS), t) → p = np.clip(p, EPS, 1 - EPS)\n    return np.mean(-np.log(p[np.arange(len(p)), t.argmax(axis=1)]))"
# %% categorical_cross_entropy right="mask" change="return mended_cross_entropy(np.maximum(p, EPS), t) → picked = p[t > 0.5]\n    return -np.log(np.where(picked < EPS, EPS, picked)).mean()"
# %% categorical_cross_entropy wrong="sum over the batch" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.sum(t * np.log(np.maximum(p, EPS)))" fails="categorical_by_hand categorical_zeros categorical_refuses" reads="3 is the batch size"
# %% categorical_cross_entropy wrong="mean over classes too" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.mean(t * np.log(np.maximum(p, EPS)))" fails="categorical_by_hand categorical_zeros categorical_refuses" says="The mean runs over the batch, not over the classes."
# %% categorical_cross_entropy wrong="log2" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.mean(np.sum(t * np.log2(np.maximum(p, EPS)), axis=1))" fails="categorical_by_hand categorical_zeros categorical_refuses" says="Use the natural logarithm, np.log, not np.log2."
# %% categorical_cross_entropy wrong="no minus" change="mended_cross_entropy(np.maximum(p, EPS), t) → np.mean(np.sum(t * np.log(np.maximum(p, EPS)), axis=1))" fails="categorical_by_hand categorical_zeros categorical_refuses" says="A minus sign is missing."
# %% categorical_cross_entropy wrong="no clip" change="np.maximum(p, EPS) → p" fails="categorical_zeros" reads="makes NumPy warn"
# %% categorical_cross_entropy wrong="clip after the logarithm" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.mean(np.sum(t * np.maximum(np.log(p), np.log(EPS)), axis=1))" fails="categorical_zeros" reads="makes NumPy warn"
# %% categorical_cross_entropy wrong="clip at 1e-7" change="np.maximum(p, EPS) → np.maximum(p, 1e-7)" fails="categorical_zeros" says="Something is added to every probability, or the clip is too coarse. Leave probabilities of EPS or more as they are."
# %% categorical_cross_entropy wrong="adds 1e-7" change="np.maximum(p, EPS) → p + 1e-7" fails="categorical_by_hand categorical_zeros" says="Something is added to every probability, or the clip is too coarse. Leave probabilities of EPS or more as they are."
# %% categorical_cross_entropy wrong="clip in place" change="p, t = same_shape(p, t) → same_shape(p, t)\n    p[p < EPS] = EPS" change="np.maximum(p, EPS) → p" fails="categorical_zeros" reads="changed its argument p"
# %% categorical_cross_entropy wrong="no guard" change="p, t = same_shape(p, t) → " fails="categorical_refuses" says="Shapes that differ came through, and NumPy may stretch one to fit the other. same_shape refuses them."
# %% categorical_cross_entropy wrong="guard for the length only" change='p, t = same_shape(p, t) → if len(p) != len(t):\n        raise ValueError(f"{p.shape} {t.shape}")' fails="categorical_refuses" says="Shapes that differ came through, and NumPy may stretch one to fit the other. same_shape refuses them."
# %% categorical_cross_entropy wrong="takes labels as well" change="p, t = same_shape(p, t) → if t.ndim == 1:\n        t = np.eye(p.shape[1])[t.astype(int)]\n    p, t = same_shape(p, t)" fails="categorical_refuses" reads="should refuse"
# %% categorical_cross_entropy wrong="only zeros clipped" change="np.maximum(p, EPS) → np.where(p == 0, EPS, p)" fails="categorical_zeros" says="Clip all that is below EPS, and not 0 alone."
# %% categorical_cross_entropy wrong="yes or no" change="mended_cross_entropy(np.maximum(p, EPS), t) → binary_cross_entropy(p, t)" fails="categorical_by_hand categorical_zeros categorical_refuses" says="This is the binary cross-entropy of all numbers of the table. Only the right class of each sample counts."
# %% categorical_cross_entropy wrong="other classes too" change="mended_cross_entropy(np.maximum(p, EPS), t) → binary_cross_entropy(p, t) * p.shape[1]" fails="categorical_by_hand categorical_zeros categorical_refuses" says="The right class alone counts here. Leave out the second term, for the other classes."
# %% categorical_cross_entropy wrong="softmax once more" change="np.maximum(p, EPS) → np.maximum(softmax(p), EPS)" fails="categorical_by_hand categorical_zeros categorical_refuses" says="These are probabilities already. No softmax is needed here."
# %% categorical_cross_entropy wrong="nan made 0" change='return mended_cross_entropy(np.maximum(p, EPS), t) → with np.errstate(all="ignore"):\n        return -np.mean(np.sum(np.nan_to_num(t * np.log(p), neginf=-np.inf), axis=1))' fails="categorical_zeros" says="An infinite logarithm is not mended afterwards. Clip the probabilities before you take it."
# %% categorical_cross_entropy wrong="labels and probabilities exchanged" change="mended_cross_entropy(np.maximum(p, EPS), t) → mended_cross_entropy(np.maximum(t, EPS), p)" fails="categorical_by_hand categorical_zeros categorical_refuses" says="The logarithm is taken of the probabilities, not of the labels."
# %% categorical_cross_entropy wrong="smaller of the two" change="np.maximum(p, EPS) → np.minimum(p, EPS)" fails="categorical_by_hand categorical_zeros categorical_refuses" says="Probabilities above EPS became EPS, and those below it stayed. It should be the other way round."
# %% categorical_cross_entropy wrong="logarithm clipped" change='return mended_cross_entropy(np.maximum(p, EPS), t) → with np.errstate(divide="ignore"):\n        return -np.mean(np.sum(t * np.maximum(np.log(p), EPS), axis=1))' fails="categorical_by_hand categorical_zeros categorical_refuses" says="The logarithm was clipped. Clip the probability, and then take the logarithm."
# %% categorical_cross_entropy wrong="wrong axis" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.mean(np.sum(t * np.log(np.maximum(p, EPS)), axis=0))" fails="categorical_by_hand categorical_zeros" says="The mean runs over the batch, not over the classes."
# %% categorical_cross_entropy wrong="logarithm of what is missing to 1" change="mended_cross_entropy(np.maximum(p, EPS), t) → mended_cross_entropy(np.maximum(1 - p, EPS), t)" fails="categorical_by_hand categorical_zeros categorical_refuses" says="The surprise is minus the logarithm of the probability itself, and not of what is missing to 1."
# %% categorical_cross_entropy wrong="clip at 1e-15" change="np.maximum(p, EPS) → np.maximum(p, 1e-15)" fails="categorical_zeros" says="Clip at EPS: the largest possible surprise is smaller than this."
# %% categorical_cross_entropy wrong="largest probability" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.mean(np.log(np.maximum(np.max(p, axis=1), EPS)))" fails="categorical_by_hand categorical_zeros" says="The probability of the right class counts, and not the largest one."
# %% categorical_cross_entropy wrong="no logarithm" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.mean(np.sum(t * np.maximum(p, EPS), axis=1))" fails="categorical_by_hand categorical_zeros categorical_refuses" says="Where is the logarithm?"
# %% categorical_cross_entropy wrong="labels left out" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.mean(np.sum(np.log(np.maximum(p, EPS)), axis=1))" fails="categorical_by_hand categorical_zeros categorical_refuses" says="Where is t? Only the right class of each sample counts."
# %% categorical_cross_entropy wrong="surprise of the prediction itself" change="mended_cross_entropy(np.maximum(p, EPS), t) → mended_cross_entropy(np.maximum(p, EPS), p)" fails="categorical_by_hand categorical_zeros categorical_refuses" says="Where is t? Only the right class of each sample counts."
# %% categorical_cross_entropy wrong="mean before the logarithm" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.log(np.maximum(np.mean(np.sum(t * p, axis=1)), EPS))" fails="categorical_by_hand categorical_zeros categorical_refuses" says="Average the surprises, not the probabilities: first the logarithm, then the mean."
# %% categorical_cross_entropy wrong="log10" change="mended_cross_entropy(np.maximum(p, EPS), t) → mended_cross_entropy(np.maximum(p, EPS), t) / np.log(10)" fails="categorical_by_hand categorical_zeros categorical_refuses" says="Use the natural logarithm, np.log, not np.log10."
# %% categorical_cross_entropy wrong="first sample only" change="mended_cross_entropy(np.maximum(p, EPS), t) → mended_cross_entropy(np.maximum(p, EPS)[:1], t[:1])" fails="categorical_by_hand categorical_zeros categorical_refuses" says="Only one sample is in this loss. Take the mean over all of them."
# %% categorical_cross_entropy wrong="mean of the mean" change="return mended_cross_entropy(np.maximum(p, EPS), t) → return mended_cross_entropy(np.maximum(p, EPS), t) / len(p)" fails="categorical_by_hand categorical_zeros categorical_refuses" says="This was divided once too often: np.mean does it by itself."
# %% categorical_cross_entropy wrong="wrong classes" change="mended_cross_entropy(np.maximum(p, EPS), t) → mended_cross_entropy(np.maximum(p, EPS), 1 - t)" fails="categorical_by_hand categorical_zeros categorical_refuses" says="These are the surprises of the wrong classes. The right one counts."
# %% categorical_cross_entropy wrong="squared error" change="mended_cross_entropy(np.maximum(p, EPS), t) → mse(p, t)" fails="categorical_by_hand categorical_zeros categorical_refuses" says="This is the squared error. The price asked for here is surprise, with a logarithm."
# %% categorical_cross_entropy wrong="zeros made ones" change="np.maximum(p, EPS) → np.where(p < EPS, 1, p)" fails="categorical_zeros" says="Probabilities that are too small count as EPS. Here they cost nothing."
# %% categorical_cross_entropy wrong="last sample only" change="mended_cross_entropy(np.maximum(p, EPS), t) → mended_cross_entropy(np.maximum(p, EPS)[-1:], t[-1:])" fails="categorical_by_hand categorical_zeros categorical_refuses" says="Only one sample is in this loss. Take the mean over all of them."


# %% categorical_cross_entropy wrong="labels made a table" change="p, t = same_shape(p, t) → t = np.asarray(t)\n    p, t = same_shape(p, one_hot(t, p.shape[1]) if t.ndim == 1 else t)" fails="categorical_refuses" says="Labels in place of a table should be refused, not turned into one."
# %% categorical_cross_entropy wrong="product clipped" change="mended_cross_entropy(np.maximum(p, EPS), t) → -np.mean(np.sum(np.log(np.maximum(t * p, EPS)), axis=1))" fails="categorical_by_hand categorical_zeros categorical_refuses" says="The zeros of the table are raised as well, so each wrong class adds to the loss. Clip only the probabilities."
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


# %% cross_entropy_labels wrong="rows and columns exchanged" change='N, C = p.shape\n    if np.shape(labels) != (N,):\n        raise ValueError("p needs one label for each row: labels of shape (N,)")\n    return categorical_cross_entropy(p, one_hot(labels, C → one_hot(labels, p.shape[1])\n    return -np.mean(np.log(np.maximum(p[labels, np.arange(len(labels))], EPS)' fails="labels_by_hand labels_zeros labels_refused" says="Other places were picked. Row n gives the number in the column of its own label, and labels count from 0."
# %% cross_entropy_labels wrong="sum" change="categorical_cross_entropy(p, one_hot(labels, C)) → -np.sum(one_hot(labels, C) * np.log(np.maximum(p, EPS)))" fails="labels_by_hand labels_zeros labels_refused" says="These are added up; take their mean."
# %% cross_entropy_labels wrong="no minus" change="categorical_cross_entropy(p, one_hot(labels, C)) → np.mean(np.sum(one_hot(labels, C) * np.log(np.maximum(p, EPS)), axis=1))" fails="labels_by_hand labels_zeros labels_refused" says="A minus sign is missing."
# %% cross_entropy_labels wrong="mean before the logarithm" change="categorical_cross_entropy(p, one_hot(labels, C)) → -np.log(np.mean(np.sum(one_hot(labels, C) * np.maximum(p, EPS), axis=1)))" fails="labels_by_hand labels_zeros labels_refused" says="Average the surprises, not the probabilities: first the logarithm, then the mean."


# %% cross_entropy_labels wrong="whole columns" change='N, C = p.shape\n    if np.shape(labels) != (N,):\n        raise ValueError("p needs one label for each row: labels of shape (N,)")\n    return categorical_cross_entropy(p, one_hot(labels, C → one_hot(labels, p.shape[1])\n    return -np.mean(np.log(np.maximum(p[:, labels], EPS)' fails="labels_by_hand labels_zeros labels_refused" says="p[:, labels] takes whole columns. Pick one number from each row."
# %% cross_entropy_labels wrong="no clip" change="return categorical_cross_entropy(p, one_hot(labels, C)) → one_hot(labels, C)\n    return -np.mean(np.log(p[np.arange(N), labels]))" fails="labels_zeros" reads="makes NumPy warn"
# %% cross_entropy_labels wrong="clip at 1e-7" change="categorical_cross_entropy(p, one_hot(labels, C)) → mended_cross_entropy(np.maximum(p, 1e-7), one_hot(labels, C))" fails="labels_zeros" says="Something is added to every probability, or the clip is too coarse. Leave probabilities of EPS or more as they are."


# %% cross_entropy_labels wrong="no checks" change='N, C = p.shape\n    if np.shape(labels) != (N,):\n        raise ValueError("p needs one label for each row: labels of shape (N,)")\n    return categorical_cross_entropy(p, one_hot(labels, C → return -np.mean(np.log(np.maximum(p[np.arange(len(p)), labels], EPS)' fails="labels_refused" says="A negative label counts from the end of a row, so nothing stopped it. A check has to ask about each label."
# %% cross_entropy_labels wrong="the shape isn't looked at" change="np.shape(labels) != (N,) → labels.min() < 0 or labels.max() >= C" change="categorical_cross_entropy(p, one_hot(labels, C)) → -np.mean(np.log(np.maximum(p[np.arange(N), labels], EPS)))" fails="labels_refused" says="A table of labels gets through. Compare the whole shape of labels with the one that is asked for."
# %% cross_entropy_labels wrong="negative labels let through" change="np.shape(labels) != (N,) → np.shape(labels) != (N,) or labels.max() >= C" change="one_hot(labels, C) → np.eye(C)[labels]" fails="labels_refused" says="A negative label counts from the end of a row, so nothing stopped it. A check has to ask about each label."
# %% cross_entropy_labels wrong="only zeros clipped" change="categorical_cross_entropy(p, one_hot(labels, C)) → mended_cross_entropy(np.where(p == 0, EPS, p), one_hot(labels, C))" fails="labels_zeros" says="Clip all that is below EPS, and not 0 alone."
# %% cross_entropy_labels wrong="no logarithm" change="categorical_cross_entropy(p, one_hot(labels, C)) → -np.mean(np.sum(one_hot(labels, C) * p, axis=1))" fails="labels_by_hand labels_zeros labels_refused" says="Where is the logarithm? This is minus the mean of the picked probabilities."
# %% cross_entropy_labels wrong="the shape is left to one_hot" change='if np.shape(labels) != (N,):\n        raise ValueError("p needs one label for each row: labels of shape (N,)") → ' fails="labels_refused" says="A table of labels gets through. Compare the whole shape of labels with the one that is asked for."
# %% cross_entropy_labels wrong="rows in place of places" change="categorical_cross_entropy(p, one_hot(labels, C)) → (one_hot(labels, C), -np.mean(np.log(np.maximum(p[labels], EPS))))[1]" fails="labels_by_hand labels_zeros labels_refused" says="p[labels] takes whole rows. Pick one number from each row."
# %% cross_entropy_labels wrong="share of mistakes" change="categorical_cross_entropy(p, one_hot(labels, C)) → np.mean(one_hot(labels, C)[np.arange(N), np.argmax(p, axis=1)] == 0)" fails="labels_by_hand labels_zeros labels_refused" says="This is the share of mistakes. The loss is the mean surprise, with a logarithm."
# %% cross_entropy_labels wrong="what is missing to 1" change="categorical_cross_entropy(p, one_hot(labels, C)) → np.mean(1 - np.sum(p * one_hot(labels, C), axis=1))" fails="labels_by_hand labels_zeros labels_refused" says="This is what is missing to 1. The surprise is minus the logarithm of the probability."
# %% cross_entropy_labels wrong="return in the loop" change="return categorical_cross_entropy(p, one_hot(labels, C)) → one_hot(labels, C)\n    for n in range(N):\n        return -np.log(max(p[n, labels[n]], EPS)) / N" fails="labels_by_hand labels_zeros labels_refused" says="Not all samples are in this loss. Take the mean over all of them."
# %% cross_entropy_labels wrong="first sample only" change="categorical_cross_entropy(p, one_hot(labels, C)) → categorical_cross_entropy(p, one_hot(labels, C)) * 0 - np.log(max(p[0, labels[0]], EPS))" fails="labels_by_hand labels_zeros labels_refused" says="Not all samples are in this loss. Take the mean over all of them."
# %% cross_entropy_labels wrong="last sample left out" change="categorical_cross_entropy(p, one_hot(labels, C)) → -np.sum((one_hot(labels, C) * np.log(np.maximum(p, EPS)))[:-1]) / N" fails="labels_by_hand labels_zeros labels_refused" says="Not all samples are in this loss. Take the mean over all of them."
# %% cross_entropy_labels wrong="counts from 1" change="categorical_cross_entropy(p, one_hot(labels, C)) → categorical_cross_entropy(p, np.roll(one_hot(labels, C), -1, axis=1))" fails="labels_by_hand labels_zeros labels_refused" says="Other places were picked. Row n gives the number in the column of its own label, and labels count from 0."
# %% cross_entropy_labels wrong="divided by the classes" change="categorical_cross_entropy(p, one_hot(labels, C)) → categorical_cross_entropy(p, one_hot(labels, C)) * N / C" fails="labels_by_hand labels_zeros labels_refused" says="Divide by the number of samples, and not of classes."
# %% cross_entropy_labels wrong="largest probability" change="categorical_cross_entropy(p, one_hot(labels, C)) → (one_hot(labels, C), -np.mean(np.log(np.maximum(np.max(p, axis=1), EPS))))[1]" fails="labels_by_hand labels_zeros" says="The probability of the label counts, and not the largest one."
# %% cross_entropy_labels wrong="log10" change="categorical_cross_entropy(p, one_hot(labels, C)) → categorical_cross_entropy(p, one_hot(labels, C)) / np.log(10)" fails="labels_by_hand labels_zeros labels_refused" says="Use the natural logarithm, np.log, not np.log10."
# %% cross_entropy_labels wrong="log2" change="categorical_cross_entropy(p, one_hot(labels, C)) → categorical_cross_entropy(p, one_hot(labels, C)) / np.log(2)" fails="labels_by_hand labels_zeros labels_refused" says="Use the natural logarithm, np.log, not np.log2."
# %% cross_entropy_labels wrong="softmax once more" change="categorical_cross_entropy(p, one_hot → categorical_cross_entropy(softmax(p), one_hot" fails="labels_by_hand labels_zeros labels_refused" says="These are probabilities already. No softmax is needed here."
# %% cross_entropy_labels wrong="median" change="categorical_cross_entropy(p, one_hot(labels, C)) → np.median(-np.sum(one_hot(labels, C) * np.log(np.maximum(p, EPS)), axis=1))" fails="labels_by_hand labels_zeros" says="This is the median of the surprises, the one in the middle. Take their mean."
# %% cross_entropy_labels wrong="times the labels" change="categorical_cross_entropy(p, one_hot(labels, C)) → -np.mean(labels * np.sum(one_hot(labels, C) * np.log(np.maximum(p, EPS)), axis=1))" fails="labels_by_hand labels_zeros labels_refused" says="The labels are no factors. They only say which number of each row counts."
# %% cross_entropy_labels wrong="logarithm of what is missing to 1" change="categorical_cross_entropy(p, one_hot → categorical_cross_entropy(1 - p, one_hot" fails="labels_by_hand labels_zeros labels_refused" says="The surprise is minus the logarithm of the probability itself, and not of what is missing to 1."
# %% cross_entropy_labels wrong="clip at 1e-15" change="categorical_cross_entropy(p, one_hot(labels, C)) → mended_cross_entropy(np.maximum(p, 1e-15), one_hot(labels, C))" fails="labels_zeros" says="Clip at EPS: the largest possible surprise is smaller than this."
# %% cross_entropy_labels wrong="last sample only" change="categorical_cross_entropy(p, one_hot(labels, C)) → categorical_cross_entropy(p[-1:], one_hot(labels, C)[-1:])" fails="labels_by_hand labels_zeros labels_refused" says="Not all samples are in this loss. Take the mean over all of them."
# %% cross_entropy_labels wrong="rows in reverse order" change="categorical_cross_entropy(p, one_hot(labels, C)) → categorical_cross_entropy(p[-np.arange(N)], one_hot(labels, C))" fails="labels_by_hand labels_zeros" says="Other places were picked. Row n gives the number in the column of its own label, and labels count from 0."
# %% cross_entropy_labels wrong="first column" change="categorical_cross_entropy(p, one_hot(labels, C)) → (one_hot(labels, C), -np.mean(np.log(np.maximum(p[:, 0], EPS))))[1]" fails="labels_by_hand labels_zeros labels_refused" says="Other places were picked. Row n gives the number in the column of its own label, and labels count from 0."
# %% cross_entropy_labels wrong="mean over classes too" change="categorical_cross_entropy(p, one_hot(labels, C)) → categorical_cross_entropy(p, one_hot(labels, C)) / C" fails="labels_by_hand labels_zeros labels_refused" says="The mean runs over the samples, not over the classes."
# %% cross_entropy_labels wrong="yes or no" change="categorical_cross_entropy(p, one_hot(labels, C)) → binary_cross_entropy(p, one_hot(labels, C))" fails="labels_by_hand labels_zeros labels_refused" says="This is the binary cross-entropy of all numbers of the table. Only the probability of the label counts."
# %% cross_entropy_labels wrong="first row only" change="return categorical_cross_entropy(p, one_hot(labels, C)) → one_hot(labels, C)\n    return -np.mean(np.log(np.clip(p[0, labels], EPS, 1)))" fails="labels_by_hand labels_zeros labels_refused" says="All labels picked from the first row. Each row has a label of its own."


# %% cross_entropy_labels wrong="only the length compared" change="np.shape(labels) != (N,) → len(labels) != N" fails="labels_refused" says="A table of labels gets through. Compare the whole shape of labels with the one that is asked for."
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


# %% softmax_cross_entropy wrong="by way of probabilities" change="below_top = scores - np.max(scores, axis=1, keepdims=True)\n    log_sums = np.log(np.sum(np.exp(below_top), axis=1))\n    of_labels = below_top[np.arange(len(labels)), labels]\n    return np.mean(log_sums - of_ → return cross_entropy_labels(softmax(scores), " fails="scores_huge" says="This loss is clipped. Work from the scores, without probabilities."
# %% softmax_cross_entropy wrong="no maximum subtracted" change="scores - np.max(scores, axis=1, keepdims=True) → scores" fails="scores_huge" reads="larger than a float can be"
# %% softmax_cross_entropy wrong="long doubles" change="scores - np.max(scores, axis=1, keepdims=True) → scores.astype(np.longdouble)" change="np.mean(log_sums - of_labels) → float(np.mean(log_sums - of_labels))" fails="scores_huge" reads="makes NumPy warn"
# %% softmax_cross_entropy wrong="one maximum for the whole table" change="np.max(scores, axis=1, keepdims=True) → np.max(scores)" change="np.sum(np.exp(below_top), axis=1) → np.maximum(np.sum(np.exp(below_top), axis=1), 1e-300)" fails="scores_huge" says="Each row needs its own largest score. Here one was subtracted from the whole table."
# %% softmax_cross_entropy wrong="one maximum, and sums of 0" change="np.max(scores, axis=1, keepdims=True) → np.max(scores)" fails="scores_huge" says="The logarithm of 0 is taken: all powers of one row have become 0. Is what you subtract the largest score of that row?"


# %% softmax_cross_entropy wrong="logarithm of the softmax" change="below_top = scores - np.max(scores, axis=1, keepdims=True)\n    log_sums = np.log(np.sum(np.exp(below_top), axis=1))\n    of_labels = below_top[np.arange(len(labels)), labels]\n    return np.mean(log_sums - of_labels → return -np.mean(np.log(softmax(scores)[np.arange(len(scores)), labels])" fails="scores_huge" reads="makes NumPy warn"
# %% softmax_cross_entropy wrong="maximum subtracted once" change="below_top[np.arange(len(labels)), labels] → scores[np.arange(len(labels)), labels]" fails="scores_by_hand scores_batches scores_huge" says="Subtract the largest score from the score of the label as well, or add it to the logarithm."
# %% softmax_cross_entropy wrong="score of the label forgotten" change="np.mean(log_sums - of_labels) → np.mean(np.max(scores, axis=1) + log_sums)" fails="scores_by_hand scores_batches scores_huge" says="Is the score of the label subtracted?"
# %% softmax_cross_entropy wrong="score of the label added" change="np.mean(log_sums - of_labels) → np.mean(np.max(scores, axis=1) + log_sums + scores[np.arange(len(labels)), labels])" fails="scores_by_hand scores_batches scores_huge" says="The score of the label is subtracted, not added."
# %% softmax_cross_entropy wrong="sum" change="np.mean(log_sums - of_labels) → np.sum(log_sums - of_labels)" fails="scores_by_hand scores_batches scores_huge" says="This is the sum of the losses, and not their mean. Is the division missing? Or is a column (N, 1) minus a row (N,) a table, all of which was added up?"
# %% softmax_cross_entropy wrong="wrong sign" change="np.mean(log_sums - of_labels) → np.mean(of_labels - log_sums)" fails="scores_by_hand scores_batches scores_huge" says="The sign is wrong: the loss is log-sum-exp minus the score."
# %% softmax_cross_entropy wrong="no logarithm" change="np.log(np.sum(np.exp(below_top), axis=1)) → np.sum(np.exp(below_top), axis=1)" fails="scores_by_hand scores_batches scores_huge" says="Where is the logarithm of the sum?"
# %% softmax_cross_entropy wrong="one sum for the whole table" change="np.max(scores, axis=1, keepdims=True) → np.max(scores)" change="np.sum(np.exp(below_top), axis=1) → np.sum(np.exp(below_top))" fails="scores_by_hand scores_batches scores_huge" says="One sum for each row: this one runs over the whole table."
# %% softmax_cross_entropy wrong="one sum, largest scores by row" change="np.sum(np.exp(below_top), axis=1) → np.sum(np.exp(below_top))" fails="scores_by_hand scores_batches scores_huge" says="One sum for each row, not one for the whole table."
# %% softmax_cross_entropy wrong="sum over the classes' columns" change="np.max(scores, axis=1, keepdims=True) → np.max(scores, axis=0)" change="np.log(np.sum(np.exp(below_top), axis=1)) → np.mean(np.log(np.sum(np.exp(below_top), axis=0)))" fails="scores_by_hand scores_batches scores_huge" says="The sums run over the samples. Each sample needs a sum of its own, over its classes."
# %% softmax_cross_entropy wrong="maximum and sum along the batch" change="np.max(scores, axis=1, keepdims=True) → np.max(scores, axis=0)" change="np.log(np.sum(np.exp(below_top), axis=1)) → np.log(np.sum(np.exp(below_top), axis=0))[labels]" fails="scores_by_hand scores_batches scores_huge" says="The sums run over the samples. Each sample needs a sum of its own, over its classes."
# %% softmax_cross_entropy wrong="shifts in place" change="below_top = scores - np.max(scores, axis=1, keepdims=True) → scores -= np.max(scores, axis=1, keepdims=True)\n    below_top = scores" fails="scores_by_hand scores_batches scores_huge" reads="changed its argument scores"
# %% softmax_cross_entropy wrong="rows and columns exchanged" change="below_top[np.arange(len(labels)), labels] → below_top[labels, np.arange(len(labels))]" fails="scores_by_hand scores_batches scores_huge" says="It is not the score of the label that was subtracted. Take from each row the score at its label's place."
# %% softmax_cross_entropy wrong="whole columns" change="below_top[np.arange(len(labels)), labels] → below_top[:, labels]" fails="scores_by_hand scores_batches scores_huge" says="scores[:, labels] takes whole columns. Pick one score from each row."
# %% softmax_cross_entropy wrong="maximum added, and subtracted from the label's score" change="np.mean(log_sums - of_labels) → np.mean(np.max(scores, axis=1) + log_sums - of_labels)" fails="scores_by_hand scores_batches scores_huge" says="The largest score counts twice: add it to the logarithm, or subtract it from the score of the label, not both."
# %% softmax_cross_entropy wrong="log2" change="np.log(np.sum(np.exp(below_top), axis=1)) → np.log2(np.sum(np.exp(below_top), axis=1))" fails="scores_by_hand scores_batches scores_huge" says="Use the natural logarithm, np.log, not np.log2."
# %% softmax_cross_entropy wrong="divided by the classes" change="np.mean(log_sums - of_labels) → np.sum(log_sums - of_labels) / scores.shape[1]" fails="scores_by_hand scores_batches scores_huge" says="The mean runs over the samples, not over the classes."
# %% softmax_cross_entropy wrong="label for its score" change="np.mean(log_sums - of_labels) → np.mean(np.max(scores, axis=1) + log_sums - labels)" fails="scores_by_hand scores_batches scores_huge" says="It is not the score of the label that was subtracted. Take from each row the score at its label's place."
# %% softmax_cross_entropy wrong="mean over classes too" change="np.mean(log_sums - of_labels) → np.sum(log_sums - of_labels) / scores.size" fails="scores_by_hand scores_batches scores_huge" says="The mean runs over all numbers of the table. It should run over the samples alone."
# %% softmax_cross_entropy wrong="label's score added" change="log_sums - of_labels → log_sums + of_labels" fails="scores_by_hand scores_batches scores_huge" says="The score of the label is subtracted, not added."
# %% softmax_cross_entropy wrong="sum of the logarithms" change="np.log(np.sum(np.exp(below_top), axis=1)) → np.sum(below_top, axis=1)" fails="scores_by_hand scores_batches scores_huge" says="The logarithm is taken of the sum of the powers. Here each power got its own."
# %% softmax_cross_entropy wrong="first column" change="np.mean(log_sums - of_labels) → np.mean(log_sums - below_top[:, 0])" fails="scores_by_hand scores_batches scores_huge" says="It is not the score of the label that was subtracted. Take from each row the score at its label's place."
# %% softmax_cross_entropy wrong="previous label" change="below_top[np.arange(len(labels)), labels] → below_top[np.arange(len(labels)), labels - 1]" fails="scores_batches scores_huge" says="It is not the score of the label that was subtracted. Take from each row the score at its label's place."
# %% softmax_cross_entropy wrong="lead alone" change="np.mean(log_sums - of_labels) → np.mean(-of_labels)" fails="scores_by_hand scores_batches scores_huge" says="The logarithm of the sum is missing. It counts, too."
# %% softmax_cross_entropy wrong="mean of the powers" change="np.log(np.sum(np.exp(below_top), axis=1)) → np.log(np.mean(np.exp(below_top), axis=1))" fails="scores_by_hand scores_batches scores_huge" says="The logarithm is taken of the sum of the powers, not of their mean."
# %% softmax_cross_entropy wrong="maximum subtracted from the logarithm" change="np.mean(log_sums - of_labels) → np.mean(log_sums - np.max(scores, axis=1) - scores[np.arange(len(labels)), labels])" fails="scores_by_hand scores_batches scores_huge" says="The largest score was taken out of the sum. It is added to the logarithm again, not subtracted."
# %% softmax_cross_entropy wrong="power of the label's score" change="log_sums - of_labels → log_sums - np.exp(of_labels)" fails="scores_by_hand scores_batches scores_huge" says="The score of the label itself is subtracted, and not a power of e."
# %% softmax_cross_entropy wrong="log10" change="np.log(np.sum( → np.log10(np.sum(" fails="scores_by_hand scores_batches scores_huge" says="Use the natural logarithm, np.log, not np.log10."
# %% softmax_cross_entropy wrong="first sample only" change="np.mean(log_sums - of_labels) → (log_sums - of_labels)[0]" fails="scores_by_hand scores_batches scores_huge" says="Not all samples are in this loss. Take the mean over all of them."
# %% softmax_cross_entropy wrong="ratio" change="log_sums - of_labels → log_sums / np.minimum(of_labels, -1e-9)" fails="scores_by_hand scores_batches scores_huge" says="A logarithm of a ratio is a difference. Subtract the score of the label."
# %% softmax_cross_entropy wrong="scores limited" change="scores - np.max(scores, axis=1, keepdims=True) → np.clip(scores, -500, 500)" fails="scores_huge" says="Scores beyond a limit were made equal. Subtract the largest score of the row instead."
# %% softmax_cross_entropy wrong="mean of all scores" change="np.mean(log_sums - of_labels) → np.mean(log_sums) - np.mean(below_top)" fails="scores_by_hand scores_batches scores_huge" says="It is not the score of the label that was subtracted. Take from each row the score at its label's place."
# %% softmax_cross_entropy wrong="last sample only" change="np.mean(log_sums - of_labels) → (log_sums - of_labels)[-1]" fails="scores_by_hand scores_batches scores_huge" says="Not all samples are in this loss. Take the mean over all of them."
# %% softmax_cross_entropy wrong="1 in the sum" change="np.sum(np.exp(below_top), axis=1) → 1 + np.sum(np.exp(below_top), axis=1)" fails="scores_by_hand scores_batches scores_huge" says="A 1 was added to the sum of the powers. Leave it out."
# %% softmax_cross_entropy wrong="half" change="np.mean(log_sums - of_labels) → np.mean(log_sums - of_labels) / 2" fails="scores_by_hand scores_batches scores_huge" says="There is no factor of one half in this loss."
# %% softmax_cross_entropy wrong="label's scores in the sum" change="np.exp(below_top) → np.exp(below_top * one_hot(labels, scores.shape[1]))" fails="scores_by_hand scores_batches scores_huge" says="The sum runs over the powers of all scores, and not of the label's alone."
# %% softmax_cross_entropy wrong="returns in the loop" change="np.mean(log_sums - of_labels) → (log_sums - of_labels)[0] / len(labels)" fails="scores_by_hand scores_batches scores_huge" says="Only the first sample is in this loss. If there is a loop, return after it."
