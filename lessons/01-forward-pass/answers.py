# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).


# %% neuron right="matrix product" change="np.sum(x * w) → x @ w"
# %% neuron right="dot" change="np.sum(x * w) → np.dot(w, x)"
# %% neuron right="loop" change="return np.sum(x * w) + b → total = b\n    for xi, wi in zip(x, w):\n        total += xi * wi\n    return total"
# %% neuron right="einsum" change='np.sum(x * w) → np.einsum("i,i->", x, w)'
# %% neuron right="sum of a generator" change="np.sum(x * w) → sum(x[i] * w[i] for i in range(len(x)))"
# %% neuron wrong="bias left out" change="np.sum(x * w) + b → np.sum(x * w)" fails="neuron_by_hand neuron_other_numbers" says="Is the bias added?"
# %% neuron wrong="products not added up" change="np.sum(x * w) → x * w" fails="neuron_by_hand neuron_other_numbers" says="The products are not added up yet. Add them up, so that a single number is left."
# %% neuron wrong="bias added to every product" change="np.sum(x * w) + b → np.sum(x * w + b)" fails="neuron_by_hand neuron_other_numbers" says="The bias counts more than once. Add it a single time, after the sum."
# %% neuron wrong="mean of the products" change="np.sum → np.mean" fails="neuron_by_hand neuron_other_numbers" says="Add up the products; this is their mean."
# %% neuron wrong="weights added" change="x * w → x + w" fails="neuron_by_hand neuron_other_numbers" says="The weights multiply the inputs; here they are added to them."
# %% neuron wrong="bias subtracted" change="np.sum(x * w) + b → np.sum(x * w) - b" fails="neuron_by_hand neuron_other_numbers" says="Either the bias is subtracted, or an input meets the weight of another one. The bias is added, and each input has its own weight."
# %% neuron wrong="no negative sums" change="np.sum(x * w) + b → abs(np.sum(x * w) + b)" fails="neuron_other_numbers" says="A neuron may give a negative number. Leave the sign as it is."
# %% neuron wrong="only the first two inputs" change="np.sum(x * w) → x[0] * w[0] + x[1] * w[1]" fails="neuron_other_numbers" says="Not all products are in the sum. Add up every one of them, from the first to the last, and return only after that."
# %% neuron wrong="multiplies in place" change="return np.sum(x * w) + b → x *= w\n    return np.sum(x) + b" fails="neuron_other_numbers" reads="changed its argument x"
# %% neuron wrong="printed, not returned" change="return np.sum(x * w) + b → print(np.sum(x * w) + b)" fails="neuron_by_hand neuron_other_numbers" reads="without returning"
# %% neuron wrong="keeps its dimension" change="np.sum(x * w) → np.sum(x * w, keepdims=True)" fails="neuron_by_hand neuron_other_numbers" reads="only the shape is not"


# %% neuron wrong="return inside the loop" change="return np.sum(x * w) → z = 0\n    for i in range(len(x)):\n        z += x[i] * w[i]\n        return z" fails="neuron_by_hand neuron_other_numbers" says="Not all products are in the sum. Add up every one of them, from the first to the last, and return only after that."
# %% neuron wrong="whole numbers only" change="np.sum(x * w) + b → np.sum((x * w).astype(x.dtype)) + x.dtype.type(b)" fails="neuron_other_numbers" says="The decimals are cut off: by int() or //, or in an array that holds whole numbers."
# %% neuron wrong="first product left out" change="np.sum(x * w) → sum(x[i] * w[i] for i in range(1, len(x)))" fails="neuron_by_hand neuron_other_numbers" says="Not all products are in the sum. Add up every one of them, from the first to the last, and return only after that."
# %% neuron wrong="last product left out" change="np.sum(x * w) → sum(x[i] * w[i] for i in range(len(x) - 1))" fails="neuron_by_hand neuron_other_numbers" says="Not all products are in the sum. Add up every one of them, from the first to the last, and return only after that."
# %% neuron wrong="last product only" change="np.sum(x * w) → (x * w)[-1]" fails="neuron_by_hand neuron_other_numbers" says="Not all products are in the sum. Add up every one of them, from the first to the last, and return only after that."
# %% neuron wrong="sums multiplied" change="np.sum(x * w) → np.sum(x) * np.sum(w)" fails="neuron_by_hand neuron_other_numbers" says="Every input met every weight. Multiply each input by its own weight only, and add up the products."
# %% neuron wrong="sigmoid at the end" change="return np.sum(x * w) + b → z = np.sum(x * w) + b\n    return 1 / (1 + np.exp(-z))" fails="neuron_by_hand neuron_other_numbers" says="This neuron gives the sum as it is. Nothing comes after the bias: no step, no sigmoid, and no limit at 0."
# %% neuron wrong="step at the end" change="return np.sum(x * w) + b → return 1 if np.sum(x * w) + b > 0 else 0" fails="neuron_by_hand neuron_other_numbers" says="This neuron gives the sum as it is. Nothing comes after the bias: no step, no sigmoid, and no limit at 0."
# %% neuron wrong="never below 0" change="return np.sum(x * w) + b → return max(0, np.sum(x * w) + b)" fails="neuron_other_numbers" says="This neuron gives the sum as it is. Nothing comes after the bias: no step, no sigmoid, and no limit at 0."
# %% neuron wrong="bias weighted" change="np.sum(x * w) + b → np.sum(w * (x + b))" fails="neuron_by_hand neuron_other_numbers" says="The bias was multiplied by the weights. Add it after the inputs have met their weights."
# %% neuron wrong="bias added twice" change="np.sum(x * w) + b → np.sum(x * w) + b + b" fails="neuron_by_hand neuron_other_numbers" says="The bias counts more than once. Add it a single time, after the sum."
# %% neuron wrong="weights subtracted" change="x * w → x - w" fails="neuron_by_hand neuron_other_numbers" says="The weights were subtracted from the inputs. They multiply them."
# %% neuron wrong="bias multiplied by the inputs" change="np.sum(x * w) + b → np.sum(x * w + b * x)" fails="neuron_by_hand neuron_other_numbers" says="The bias was multiplied by the inputs. It is added once, as it is."
# %% neuron wrong="bias in the mean" change="np.sum(x * w) + b → (np.sum(x * w) + b) / len(x)" fails="neuron_by_hand neuron_other_numbers" says="The sum was divided by the number of inputs. Leave it as it is."
# %% neuron wrong="product of the products" change="np.sum → np.prod" fails="neuron_by_hand neuron_other_numbers" says="The products were multiplied with each other. Add them up."
# %% neuron wrong="decimals cut off" change="np.sum(x * w) + b → int(np.sum(x * w) + b)" fails="neuron_by_hand neuron_other_numbers" says="The decimals are cut off: by int() or //, or in an array that holds whole numbers."
# %% neuron wrong="running sums" change="np.sum → np.cumsum" fails="neuron_by_hand neuron_other_numbers" says="These are the sums on the way. Only the last one, with all products in it, counts."
# %% neuron wrong="weights in reverse order" change="x * w → x * w[::-1]" fails="neuron_by_hand neuron_other_numbers" says="Either the bias is subtracted, or an input meets the weight of another one. The bias is added, and each input has its own weight."
# %% neuron wrong="inputs alone" change="x * w → x" fails="neuron_by_hand neuron_other_numbers" says="Where are the weights? Each input is multiplied by its own."
# %% neuron wrong="power" change="x * w → np.sign(x) * np.abs(x) ** w" fails="neuron_by_hand neuron_other_numbers" says="The weights are factors, not powers."
# %% neuron wrong="divided by the weights" change="np.sum(x * w) → np.sum(x * w) / np.sum(w)" fails="neuron_by_hand neuron_other_numbers" says="The sum was divided by the sum of the weights, as np.average does. Leave it as it is."
# %% neuron wrong="ends at an input of 0" change="return np.sum(x * w) + b → for xi, wi in zip(x, w):\n        if xi == 0:\n            break\n        b = b + xi * wi\n    return b" fails="neuron_other_numbers" says="An input of 0 adds nothing, but the inputs after it do. Go on with them."
# %% affine right="dot" change="x @ W → np.dot(x, W)"
# %% affine right="matmul and add" change="x @ W + b → np.add(np.matmul(x, W), b)"
# %% affine right="one neuron after the other" change="x @ W + b → np.stack([x @ W[:, j] + b[j] for j in range(W.shape[1])], axis=-1)"
# %% affine right="einsum" change='x @ W → np.einsum("...d,dm->...m", x, W)'
# %% affine right="bias as a row of weights" change="return x @ W + b → ones = np.ones((*x.shape[:-1], 1))\n    return np.concatenate([x, ones], axis=-1) @ np.vstack([W, b])"


# %% affine right="loops"
def affine(x, W, b):
    samples = np.atleast_2d(x)
    y = np.zeros((len(samples), W.shape[1]))
    for n in range(len(samples)):
        for m in range(W.shape[1]):
            for d in range(W.shape[0]):
                y[n, m] += samples[n, d] * W[d, m]
            y[n, m] += b[m]
    return y if x.ndim == 2 else y[0]


# %% affine wrong="elements multiplied" change="x @ W → x * W" fails="affine_one_sample affine_batch affine_leaves_arguments" reads="element by element"
# %% affine wrong="wrong order" change="x @ W → W @ x" fails="affine_one_sample affine_batch affine_leaves_arguments" reads="right order"
# %% affine wrong="bias left out" change="x @ W + b → x @ W" fails="affine_one_sample affine_batch" says="Is the bias added?"
# %% affine wrong="bias added twice" change="x @ W + b → x @ W + b + b" fails="affine_one_sample affine_batch" says="The bias is added twice."
# %% affine wrong="bias added to the rows" change="x @ W + b → x @ W + b[:, None]" fails="affine_one_sample affine_batch affine_leaves_arguments" says="The bias was turned into a column. Leave it as it is, and NumPy adds it to every row."
# %% affine wrong="weights transposed" change="x @ W → x @ W.T" fails="affine_one_sample affine_batch affine_leaves_arguments" reads="must be equal"
# %% affine wrong="bias collects the result" change="x @ W + b → np.add(x @ W, b, out=b if x.ndim == 1 else None)" fails="affine_leaves_arguments" reads="changed its argument b"
# %% affine wrong="bias added to the rows where it fits" change="x @ W + b → x @ W + (b[:, None] if x.ndim == 2 and len(x) == len(b) > 1 else b)" fails="affine_batch" says="Each neuron has a bias, so b belongs to the columns; here it was added to the rows."
# %% affine wrong="a list" change="x @ W + b → list(x @ W + b)" fails="affine_one_sample affine_batch affine_leaves_arguments" reads="np.array"
# %% affine wrong="first sample for all" change="return x @ W + b → if x.ndim == 2:\n        x = np.tile(x[0], (len(x), 1))\n    return x @ W + b" fails="affine_batch" says="All rows are made from the first sample. Each row needs its own."
# %% affine wrong="samples added up" change="x @ W + b → np.sum(np.atleast_2d(x) @ W, axis=0) + b" fails="affine_batch affine_leaves_arguments" says="The axis of the samples is gone, and more samples than one were added up. Each needs a row of its own, also a single one in a batch."
# %% affine wrong="always a table" change="return x @ W + b → y = x @ W + b\n    return y[None] if y.ndim == 1 else y[0] if len(y) == 1 else y" fails="affine_one_sample affine_batch affine_leaves_arguments" reads="only the shape is not"
# %% affine wrong="two inputs only" change="x @ W → x[..., :2] @ W[:2]" fails="affine_batch" says="Not all inputs are in the sum."
# %% affine wrong="biases added up" change="x @ W + b → x @ W + np.sum(b)" fails="affine_one_sample affine_batch" says="Each neuron has a bias of its own. Here all columns got the same number."
# %% affine wrong="first bias for all" change="x @ W + b → x @ W + b[0]" fails="affine_one_sample affine_batch" says="Each neuron has a bias of its own. Here all columns got the same number."
# %% affine wrong="bias subtracted" change="x @ W + b → x @ W - b" fails="affine_one_sample affine_batch" says="Add the bias, don't subtract it."
# %% affine wrong="sigmoid at the end" change="return x @ W + b → return 1 / (1 + np.exp(-(x @ W + b)))" fails="affine_one_sample affine_batch affine_leaves_arguments" says="Nothing comes after the bias in an affine layer. Leave out the sigmoid."
# %% affine wrong="never below 0" change="return x @ W + b → return np.maximum(0, x @ W + b)" fails="affine_batch" says="The outputs of an affine layer may be negative. Leave them as they are."
# %% affine wrong="bias weighted where it fits" change="x @ W + b → ((x + b) @ W if len(b) == x.shape[-1] else x @ W + b)" fails="affine_batch" says="The bias was multiplied by the weights. Add it after the matrix product."
# %% affine wrong="bias added to the weights" change="x @ W + b → x @ (W + b)" fails="affine_one_sample affine_batch" says="The bias was added to the weights, before the product. Add it after the product."
# %% affine wrong="mean of the biases" change="x @ W + b → x @ W + np.mean(b)" fails="affine_one_sample affine_batch" says="Each neuron has a bias of its own. Here all columns got the same number."
# %% affine wrong="last bias for all" change="x @ W + b → x @ W + b[-1]" fails="affine_one_sample affine_batch" says="Each neuron has a bias of its own. Here all columns got the same number."
# %% affine wrong="mean of the products" change="x @ W + b → x @ W / x.shape[-1] + b" fails="affine_one_sample affine_batch affine_leaves_arguments" says="The product was divided by the number of inputs. Leave it as it is."
# %% affine wrong="rounded" change="x @ W + b → np.round(x @ W + b)" fails="affine_batch" says="The numbers are rounded. Return them as they are."
# %% affine wrong="biases in reverse order" change="x @ W + b → x @ W + b[::-1]" fails="affine_one_sample affine_batch" says="The biases come in reverse order. Column j belongs to neuron j, and so does bias j."
# %% affine wrong="bias multiplied" change="x @ W + b → x @ W * b" fails="affine_one_sample affine_batch affine_leaves_arguments" says="The bias was multiplied. Add it to the product."
# %% affine wrong="sums multiplied" change="x @ W → np.sum(x, axis=-1, keepdims=True) * np.sum(W, axis=0)" fails="affine_one_sample affine_batch affine_leaves_arguments" says="Every input met every weight of a neuron. Multiply each input by its own weight only, and add up the products."
# %% affine wrong="bias of the first row only" change="return x @ W + b → Y = x @ W\n    if Y.ndim > 1:\n        Y[0] += b\n    else:\n        Y += b\n    return Y" fails="affine_batch" says="The bias is added in the first row only. Every row of the batch gets it."


# %% affine wrong="numbers taken for samples" change="return x @ W + b → return np.array([np.sum(row * W.T, axis=1) + b for row in x])" fails="affine_one_sample affine_batch" says="A single sample has no rows: the loop takes its numbers one by one, as if each were a sample."
# %% layer_shapes right="comprehension"
def layer_shapes(x_shape, layers):
    sizes = [x_shape[1]] + [outputs for _, outputs in layers]
    for reached, (inputs, _) in zip(sizes, layers):
        if reached != inputs:
            raise ValueError(f"{reached} != {inputs}")
    return [(x_shape[0], size) for size in sizes]


# %% layer_shapes right="tuple of tuples"
def layer_shapes(x_shape, layers):
    N, D = x_shape
    shapes = ((N, D),)
    for i, o in layers:
        if i != D:
            raise ValueError("expected " + str(i) + " inputs, got " + str(D))
        D = o
        shapes += ((N, D),)
    return shapes


# %% layer_shapes right="lets NumPy find out"
def layer_shapes(x_shape, layers):
    x = np.zeros(x_shape)
    shapes = [x.shape]
    for D, M in layers:
        try:
            x = x @ np.zeros((D, M))
        except ValueError:
            raise ValueError(
                f"shapes {x.shape} and {(D, M)} do not fit: {x.shape[1]}, {D}"
            ) from None
        shapes.append(x.shape)
    return shapes


# %% layer_shapes wrong="input left out" change="[x_shape] → []" change="batch, size = shapes[-1] → batch, size = shapes[-1] if shapes else (x_shape[0], inputs)" fails="layer_shapes_listed layer_shapes_refused" says="The shape of the input belongs at the start of the list."


# %% layer_shapes wrong="no check" change='shapes = [x_shape]\n    for inputs, outputs in layers:\n        batch, size = shapes[-1]\n        if size != inputs:\n            raise ValueError(\n                f"the layer takes {inputs} inputs, but {size} numbers reach it"\n            )\n        shapes.append((batch, outputs))\n    return shapes → return [x_shape] + [(x_shape[0], outputs) for _, outputs in layers]' fails="layer_shapes_refused" says="Numbers that don't fit are let through. Compare what arrives at each layer with what it takes, and raise the error."
# %% layer_shapes wrong="message names one number" change="{inputs} inputs, but {size} numbers reach it → {inputs} inputs" fails="layer_shapes_refused" reads="does not mention 3"
# %% layer_shapes wrong="bare error" change='f"the layer takes {inputs} inputs, but {size} numbers reach it" → "shapes do not fit"' fails="layer_shapes_refused" reads="does not mention 3 and 7"


# %% layer_shapes wrong="assert" change='batch, size = shapes[-1]\n        if size != inputs:\n            raise ValueError(\n                f"the layer takes {inputs} inputs, but {size} numbers reach it"\n            )\n        shapes.append((batch → assert shapes[-1][1] == inputs, f"{shapes[-1][1]} and {inputs}"\n        shapes.append((x_shape[0]' fails="layer_shapes_refused" reads="AssertionError here"
# %% layer_shapes wrong="batch size compared" change="if size != inputs: → if batch != inputs:" change="but {size} numbers → but {batch} numbers" fails="layer_shapes_listed layer_shapes_refused" reads="ValueError"
# %% layer_shapes wrong="only the first layer checked" change="if size != inputs: → if len(shapes) == 1 and size != inputs:" fails="layer_shapes_refused" says="Numbers that don't fit are let through. Compare what arrives at each layer with what it takes, and raise the error."
# %% layer_shapes wrong="refuses only too few numbers" change="if size != inputs: → if size < inputs:" fails="layer_shapes_refused" says="More numbers arrive at the first layer than it takes, and none are refused. Check each layer for too many and for too few."
# %% layer_shapes wrong="shapes of the weights" change="return shapes → return [x_shape, *layers]" fails="layer_shapes_listed" says="These are the shapes of the weights, not of the arrays between them."
# %% layer_shapes wrong="printed, not raised" change="raise ValueError( → print(" fails="layer_shapes_refused" says="Numbers that don't fit are let through. Compare what arrives at each layer with what it takes, and raise the error."
# %% layer_shapes wrong="the last shape only" change="return shapes → return shapes[-1]" fails="layer_shapes_listed layer_shapes_refused" says="This is the last shape alone. Return them all in a list, beginning with the shape of the input."
# %% layer_shapes wrong="samples last" change="return shapes → return [x_shape] + [(m, n) for n, m in shapes[1:]]" fails="layer_shapes_listed" says="The number of samples comes first in a shape, after each layer, too."
# %% layer_shapes wrong="shapes before the layers" change="return shapes → return [x_shape] + shapes[:-1]" fails="layer_shapes_listed" says="These are the shapes before each layer. What leaves a layer has as many columns as the layer has outputs."
# %% layer_shapes wrong="sizes alone" change="return shapes → return [size for _, size in shapes]" fails="layer_shapes_listed layer_shapes_refused" says="These are the sizes alone. A shape is a pair: the number of samples, and the size."
# %% layer_shapes wrong="input twice" change="return shapes → return [x_shape] + shapes" fails="layer_shapes_listed layer_shapes_refused" says="The shape of the input is in the list twice."
# %% layer_shapes wrong="one list for all" change="shapes = [x_shape] → shapes, current = [], list(x_shape)\n    shapes.append(current)" change="batch, size = shapes[-1] → batch, size = current" change="shapes.append((batch, outputs)) → current[1] = outputs\n        shapes.append(current)" change="return shapes → return [tuple(shape) for shape in shapes]" fails="layer_shapes_listed" says="All shapes in this list are the last one. If one list was changed and put in again and again, it is the same list at every place: put in a new tuple each time."
# %% layer_shapes wrong="one input takes all" change="if size != inputs: → if inputs not in (1, size):" fails="layer_shapes_refused" says="A layer that takes one input is no exception: it fits where exactly one number arrives."
# %% layer_shapes wrong="compared with is not" change="size != inputs → size is not inputs" fails="layer_shapes_listed" reads="ValueError"


# %% layer_shapes wrong="always compared with the input" change="if size != inputs: → size = x_shape[1]\n        if size != inputs:" fails="layer_shapes_listed layer_shapes_refused" reads="does not mention 3"
# %% layer_shapes wrong="first layer never checked" change="if size != inputs: → if len(shapes) > 1 and size != inputs:" fails="layer_shapes_refused" says="More numbers arrive at the first layer than it takes, and none are refused. Check each layer for too many and for too few."
# %% layer_shapes wrong="return in the loop" change="\n    return shapes → \n        return shapes" fails="layer_shapes_listed layer_shapes_refused" says="The list ends after the first layer: is the return inside the loop?"
# %% predict right="loop"
def predict(network, x):
    for layer in "12":
        x = sigmoid(x @ network["W" + layer] + network["b" + layer])
    return x @ network["W3"] + network["b3"]


# %% predict right="unpacked"
def predict(network, x):
    W1, W2, W3 = network["W1"], network["W2"], network["W3"]
    b1, b2, b3 = network["b1"], network["b2"], network["b3"]
    a1 = np.dot(x, W1) + b1
    z1 = 1 / (1 + np.exp(-a1))
    a2 = np.dot(z1, W2) + b2
    z2 = 1 / (1 + np.exp(-a2))
    a3 = np.dot(z2, W3) + b3
    return a3


# %% predict right="one sample at a time" change="h1 = sigmoid( → if x.ndim == 2:\n        return np.array([predict(network, row) for row in x])\n    h1 = sigmoid("
# %% predict wrong="sigmoid on the last layer too" change='affine(h2, network["W3"], network["b3"]) → sigmoid(affine(h2, network["W3"], network["b3"]))' fails="predict_one_sample predict_batch" says="The last layer gives scores: no sigmoid there."
# %% predict wrong="no sigmoid" change="h1 = sigmoid( → h1 = (" change="h2 = sigmoid( → h2 = (" fails="predict_one_sample predict_batch predict_digits" says="Where is the sigmoid? It follows the first and the second layer."
# %% predict wrong="sigmoid only after the first layer" change="h2 = sigmoid( → h2 = (" fails="predict_one_sample predict_batch predict_digits" says="Is there a sigmoid after the second layer?"
# %% predict wrong="last bias left out" change='affine(h2, network["W3"], network["b3"]) → h2 @ network["W3"]' fails="predict_one_sample predict_batch predict_digits" says="The bias of the last layer is missing."
# %% predict wrong="first layer twice" change='affine(h1, network["W2"], network["b2"]) → affine(h1, network["W1"], network["b1"])' fails="predict_one_sample predict_batch predict_digits" reads="must be equal"
# %% predict wrong="probabilities" change='return affine(h2, network["W3"], network["b3"]) → e = np.exp(affine(h2, network["W3"], network["b3"]))\n    return e / e.sum(axis=-1, keepdims=True)' fails="predict_one_sample predict_batch" says="Return the scores as the last layer gives them. They needn't be probabilities."
# %% predict wrong="first two samples only" change="affine(x, → affine(x[:2] if x.ndim == 2 else x," fails="predict_batch predict_digits" reads="shape (2, 2)"
# %% predict wrong="the digit instead of the scores" change='affine(h2, network["W3"], network["b3"]) → np.argmax(affine(h2, network["W3"], network["b3"]), axis=-1)' fails="predict_one_sample predict_batch predict_digits" says="This tells only which score is the highest. Return the scores of all outputs."
# %% predict wrong="third layer left out" change='return affine(h2, network["W3"], network["b3"]) → return h2' fails="predict_one_sample predict_batch predict_digits" says="The third layer is missing. The hidden numbers of the second one are no scores yet."
# %% predict wrong="biases left out" change='h1 = sigmoid(affine(x, network["W1"], network["b1"])) → h1 = sigmoid(x @ network["W1"])' change='h2 = sigmoid(affine(h1, network["W2"], network["b2"])) → h2 = sigmoid(h1 @ network["W2"])' change='affine(h2, network["W3"], network["b3"]) → h2 @ network["W3"]' fails="predict_one_sample predict_batch predict_digits" says="The biases are missing. Each of the three layers adds one."
# %% predict wrong="relu in place of the sigmoid" change='sigmoid(affine(x, network["W1"], network["b1"]))\n    h2 = sigmoid( → np.maximum(0, affine(x, network["W1"], network["b1"]))\n    h2 = np.maximum(0, ' fails="predict_one_sample predict_batch predict_digits" says="Another function stands in place of the sigmoid. The numbers of this network were made for the sigmoid."
# %% predict wrong="tanh in place of the sigmoid" change='sigmoid(affine(x, network["W1"], network["b1"]))\n    h2 = sigmoid → np.tanh(affine(x, network["W1"], network["b1"]))\n    h2 = np.tanh' fails="predict_one_sample predict_batch predict_digits" says="Another function stands in place of the sigmoid. The numbers of this network were made for the sigmoid."
# %% predict wrong="two sigmoids" change='h1, network["W2"], network["b2"]))\n    return affine(h2 → sigmoid(h1), network["W2"], network["b2"]))\n    return affine(sigmoid(h2)' fails="predict_one_sample predict_batch predict_digits" says="One sigmoid follows the first layer, and one the second. Here it was applied twice."
# %% predict wrong="bias after the sigmoid" change='affine(x, network["W1"], network["b1"]))\n    h2 = sigmoid(affine(h1, network["W2"], network["b2"]))\n    return affine(h2, network["W3"], network["b3"]) → x @ network["W1"]) + network["b1"]\n    h2 = sigmoid(h1 @ network["W2"]) + network["b2"]\n    return h2 @ network["W3"] + network["b3"]' fails="predict_one_sample predict_batch predict_digits" says="The bias belongs inside the sigmoid. Here it was added afterwards."
# %% predict wrong="sigmoid only after the second layer" change="h1 = sigmoid( → h1 = (" fails="predict_one_sample predict_batch predict_digits" says="Is there a sigmoid after the first layer?"
# %% predict wrong="sigmoid before each layer" change='sigmoid(affine(x, network["W1"], network["b1"]))\n    h2 = sigmoid(affine(h1, network["W2"], network["b2"]) → affine(sigmoid(x), network["W1"], network["b1"])\n    h2 = affine(sigmoid(h1), network["W2"], network["b2"]' fails="predict_one_sample predict_batch predict_digits" says="A sigmoid follows a layer. Here it was put before the layer: the picture goes into the first one as it is."
# %% predict wrong="sigmoid on the last layer alone" change='sigmoid(affine(x, network["W1"], network["b1"]))\n    h2 = sigmoid(affine(h1, network["W2"], network["b2"]))\n    return affine(h2, network["W3"], network["b3"] → affine(x, network["W1"], network["b1"])\n    h2 = affine(h1, network["W2"], network["b2"])\n    return sigmoid(affine(h2, network["W3"], network["b3"])' fails="predict_one_sample predict_batch predict_digits" says="The sigmoid belongs to the first and the second layer. Here only the third one has it."
# %% predict wrong="sigmoid of the weights" change='sigmoid(affine(x, network["W1"], network["b1"]))\n    h2 = sigmoid(affine(h1, network["W2"], network["b2"]) → affine(x, sigmoid(network["W1"]), network["b1"])\n    h2 = affine(h1, sigmoid(network["W2"]), network["b2"]' fails="predict_one_sample predict_batch predict_digits" says="The sigmoid was applied to the weights. It belongs around what a layer gives."
# %% predict wrong="sigmoid with the wrong sign" change='affine(x, network["W1"], network["b1"]))\n    h2 = sigmoid( → -affine(x, network["W1"], network["b1"]))\n    h2 = sigmoid(-' fails="predict_one_sample predict_batch predict_digits" says="Another function stands in place of the sigmoid. The numbers of this network were made for the sigmoid."
# %% predict wrong="slope of the sigmoid" change='h2 = sigmoid(affine(h1, network["W2"], network["b2"]))\n    return affine(h2 → h1 = h1 * (1 - h1)\n    h2 = sigmoid(affine(h1, network["W2"], network["b2"]))\n    return affine(h2 * (1 - h2)' fails="predict_one_sample predict_batch predict_digits" says="Another function stands in place of the sigmoid. The numbers of this network were made for the sigmoid."
# %% predict wrong="steps in place of the sigmoid" change='sigmoid(affine(x, network["W1"], network["b1"]))\n    h2 = sigmoid(affine(h1, network["W2"], network["b2"]) → (affine(x, network["W1"], network["b1"]) > 0).astype(float)\n    h2 = (affine(h1, network["W2"], network["b2"]) > 0).astype(float' fails="predict_one_sample predict_batch predict_digits" says="Another function stands in place of the sigmoid. The numbers of this network were made for the sigmoid."
# %% predict wrong="highest score" change='affine(h2, network["W3"], network["b3"]) → np.max(affine(h2, network["W3"], network["b3"]), axis=-1)' fails="predict_one_sample predict_batch predict_digits" says="This is the highest score alone. Return the scores of all outputs."
# %% predict wrong="first bias left out" change='affine(x, network["W1"], network["b1"]) → x @ network["W1"]' fails="predict_one_sample predict_batch predict_digits" says="The bias of the first layer is missing."
# %% predict wrong="second bias left out" change='affine(h1, network["W2"], network["b2"]) → h1 @ network["W2"]' fails="predict_one_sample predict_batch predict_digits" says="The bias of the second layer is missing."
# %% predict wrong="biases subtracted" change='affine(x, network["W1"], network["b1"]) → affine(x, network["W1"], -network["b1"])' change='affine(h1, network["W2"], network["b2"]) → affine(h1, network["W2"], -network["b2"])' change='affine(h2, network["W3"], network["b3"]) → affine(h2, network["W3"], -network["b3"])' fails="predict_one_sample predict_batch predict_digits" says="The biases were subtracted. Each layer adds its own."
# %% predict wrong="last bias twice" change='return affine(h2, network["W3"], network["b3"]) → return affine(h2, network["W3"], network["b3"]) + network["b3"]' fails="predict_one_sample predict_batch predict_digits" says="The bias of the last layer was added twice."
# %% predict wrong="pixels divided by 255" change='affine(x, network["W1"] → affine(x / 255, network["W1"]' fails="predict_one_sample predict_batch predict_digits" says="The inputs were divided by 255. The network was trained with x as it is."
# %% collapse right="from the last layer"
def collapse(Ws, bs):
    W, b = Ws[-1], bs[-1]
    for W_before, b_before in zip(Ws[-2::-1], bs[-2::-1]):
        b = b_before @ W + b
        W = W_before @ W
    return W, b


# %% collapse right="asks the network"
def collapse(Ws, bs):
    def run(x):
        for W, b in zip(Ws, bs):
            x = x @ W + b
        return x

    b = run(np.zeros(Ws[0].shape[0]))
    return run(np.eye(Ws[0].shape[0])) - b, b


# %% collapse right="reduce"
def collapse(Ws, bs):
    from functools import reduce

    def join(one, two):
        return one[0] @ two[0], affine(one[1], two[0], two[1])

    return list(reduce(join, list(zip(Ws, bs))))


# %% collapse wrong="biases added up" change="b = b @ W_next + b_next → b = np.sum(b) + b_next" fails="collapse_by_hand collapse_bias" says="The biases were only added up. A bias goes through the layers after its own, just as an input does."
# %% collapse wrong="weights added" change="W @ W_next → W + W_next" fails="collapse_by_hand collapse_weights collapse_bias" says="The weights should be multiplied, not added."
# %% collapse wrong="product backwards" change="W @ W_next → W_next @ W if W.shape == W_next.shape else W @ W_next" change="b @ W_next → (W_next @ b if len(b) == len(b_next) else b @ W_next)" fails="collapse_weights collapse_bias" says="The order counts: the first layer stands first in the product."
# %% collapse wrong="last bias left out" change="b = b @ W_next + b_next → b = b @ W_next" fails="collapse_by_hand collapse_bias" says="The last bias is missing."
# %% collapse wrong="only the last bias" change="return W, b → return W, bs[-1]" fails="collapse_by_hand collapse_bias" says="Every layer's bias counts once. Here one of them is missing."
# %% collapse wrong="two layers only" change="zip(Ws[1:], bs[1:]) → zip(Ws[1:2], bs[1:2])" fails="collapse_weights collapse_bias" says="Only two layers went in; take in every layer."
# %% collapse wrong="weights alone" change="return W, b → return W" fails="collapse_by_hand collapse_weights collapse_bias" reads="return W, b"
# %% collapse wrong="changes the first bias" change="b = b @ W_next + b_next → b = bs[0] = b @ W_next + b_next" fails="collapse_weights" reads="changed its argument bs"
# %% collapse wrong="bias through all weights so far" change="_next + →  +" fails="collapse_by_hand collapse_weights collapse_bias" says="The bias so far goes through the next layer's own weights. Here other weights were taken."
# %% collapse wrong="first layer twice" change="[1:], bs[1:] → , bs" fails="collapse_by_hand collapse_weights collapse_bias" says="The first layer was taken in twice. If you start with it, go on with the second one."
# %% collapse wrong="next bias through its own weights" change="b @ W_next + b → (b + b_next) @ W" fails="collapse_by_hand collapse_weights collapse_bias" says="A layer adds its bias after its weights. Here the bias went through the weights of its own layer."
# %% collapse wrong="biases added to the weights" change="W @ W_next → W @ W_next + b_next" fails="collapse_by_hand collapse_weights" says="The weights of the one layer are a product of weights alone. No bias is added to them."
# %% collapse wrong="last layer left out" change="zip(Ws[1:], bs[1:]) → zip(Ws[1:-1], bs[1:-1])" fails="collapse_by_hand collapse_weights collapse_bias" says="The last layer is missing; take in every layer."
# %% collapse wrong="bias first" change="return W, b → return b, W" fails="collapse_by_hand collapse_weights collapse_bias" says="Return the weights first, and then the bias."
# %% collapse wrong="biases left out" change="return W, b → return W, np.zeros(W.shape[1])" fails="collapse_by_hand collapse_bias" says="All biases are left out. Together they make the bias of the one layer."
# %% collapse wrong="mean of the biases" change="return W, b → return W, np.full(W.shape[1], np.mean(np.concatenate(bs)))" fails="collapse_by_hand collapse_bias" says="The biases were only averaged. A bias goes through the layers after its own, just as an input does."
# %% collapse wrong="bias through the weights before" change="W = W @ W_next\n        b = b @ W_next + b → b = (b @ W if len(b) == len(W) else b @ W_next) + b_next\n        W = W @ W" fails="collapse_by_hand collapse_bias" says="The bias so far goes through the next layer's own weights. Here other weights were taken."
# %% collapse wrong="last layer only" change="return W, b → return Ws[-1], bs[-1]" fails="collapse_by_hand collapse_weights collapse_bias" says="This is the last layer alone; take in every layer."
# %% collapse wrong="first bias again and again" change="b = b @ W_next + b_next → b = b @ W_next + (bs[0] if len(bs[0]) == len(b_next) else b_next)" fails="collapse_by_hand collapse_bias" says="Every layer's bias counts once. Here one of them is missing."
# %% collapse wrong="biases subtracted" change="b @ W_next + b_next → b @ W_next - b_next" fails="collapse_by_hand collapse_bias" says="The next bias was subtracted. Every layer adds its own."
# %% collapse wrong="bias of the layer before" change="b = b @ W_next + b_next → b = b_before @ W_next + b_next\n        b_before = b_next" change="W, b = Ws[0], bs[0] → W, b = Ws[0], bs[0]\n    b_before = b" fails="collapse_bias" says="Only the bias of the layer before goes through the next layer here. Take the whole bias so far: that of all layers before."
# %% collapse wrong="biases between left out" change="W, b = Ws[0], bs[0] → W, b = Ws[0], bs[0]\n    last = bs[-1] if len(bs) > 1 else 0" change="b = b @ W_next + b_next → b = b @ W_next" change="return W, b → return W, b + last" fails="collapse_bias" says="The first and the last bias are there, and those between are not. Each of them goes through all layers after its own."
# %% affine_columns right="reshape" change="W @ x + b[:, None] → np.dot(W, x) + b.reshape(-1, 1)"
# %% affine_columns right="by transposing" change="W @ x + b[:, None] → affine(x.T, W.T, b).T"
# %% affine_columns right="column by column" change="return W @ x + b[:, None] → y = np.zeros((W.shape[0], x.shape[1]))\n    for n in range(x.shape[1]):\n        y[:, n] = W @ x[:, n] + b\n    return y"
# %% affine_columns wrong="bias as it is" change="b[:, None] → b" fails="affine_columns_by_hand affine_columns_square" says="The bias was added along the rows. Row m of the result should get b[m] in every column."
# %% affine_columns wrong="bias along the rows" change="b[:, None] → (b if len(b) == x.shape[1] else b[:, None])" fails="affine_columns_square" says="The bias was added along the rows. Row m of the result should get b[m] in every column."
# %% affine_columns wrong="rows as before" change="W @ x → x @ W" fails="affine_columns_by_hand affine_columns_square" says="The product is W x: the weights come first, and neither of the two is transposed."
# %% affine_columns wrong="result not turned back" change="W @ x + b[:, None] → x.T @ W.T + b" fails="affine_columns_by_hand affine_columns_square" reads="this is the transpose"
# %% affine_columns wrong="bias left out" change="W @ x + b[:, None] → W @ x" fails="affine_columns_by_hand affine_columns_square" says="Is the bias added?"
# %% affine_columns wrong="biases added up" change="b[:, None] → np.sum(b)" fails="affine_columns_by_hand affine_columns_square" says="Each neuron, and so each row of the result, has a bias of its own. Here all rows got the same number."
# %% affine_columns wrong="bias for the first sample" change="return W @ x + b[:, None] → y = W @ x\n    y[:, 0] += b\n    return y" fails="affine_columns_by_hand affine_columns_square" says="The bias was added to the first column only. Every sample needs it."
# %% affine_columns wrong="weights transposed" change="W @ x → W.T @ x" fails="affine_columns_by_hand affine_columns_square" says="The product is W x: the weights come first, and neither of the two is transposed."
# %% affine_columns wrong="batch transposed" change="W @ x → W @ x.T" fails="affine_columns_by_hand affine_columns_square" says="The numbers of several samples are mixed up. In the product W x the batch x stays as it is, neither reshaped nor transposed."
# %% affine_columns wrong="element by element" change="W @ x → W * x" fails="affine_columns_by_hand affine_columns_square" says="The weights and the batch were multiplied element by element. A layer is a matrix product."
# %% affine_columns wrong="sample n gets bias n" change="return W @ x + b[:, None] → y = W @ x\n    for n in range(min(y.shape[1], len(b))):\n        y[:, n] += b[n]\n    return y" fails="affine_columns_by_hand affine_columns_square" says="The bias was added along the rows. Row m of the result should get b[m] in every column."
# %% affine_columns wrong="biases again and again along the rows" change="b[:, None] → np.tile(b, x.shape[1]).reshape(len(b), -1)" fails="affine_columns_by_hand affine_columns_square" says="The bias was added along the rows. Row m of the result should get b[m] in every column."
# %% affine_columns wrong="as many samples as inputs" change="W @ x + b[:, None] → np.stack([W @ x[:, n] + b for n in range(len(x))], axis=1)" fails="affine_columns_by_hand affine_columns_square" says="Some samples are missing. They are the columns of x; its rows are the inputs."
# %% affine_columns wrong="reshaped" change="W @ x → W @ x.reshape(x.shape[::-1]).T" fails="affine_columns_by_hand affine_columns_square" says="The numbers of several samples are mixed up. In the product W x the batch x stays as it is, neither reshaped nor transposed."
# %% affine_columns wrong="first bias for all" change="b[:, None] → b[0]" fails="affine_columns_by_hand affine_columns_square" says="Each neuron, and so each row of the result, has a bias of its own. Here all rows got the same number."
# %% affine_columns wrong="bias subtracted" change="+ b[:, None] → - b[:, None]" fails="affine_columns_by_hand affine_columns_square" says="Add the bias, don't subtract it."
# %% affine_columns wrong="first sample only" change="W @ x + b[:, None] → W @ x[:, 0] + b" fails="affine_columns_by_hand affine_columns_square" says="This is the first sample alone. Return a column for each sample."
# %% affine_columns wrong="bias weighted where it fits" change="return W @ x + b[:, None] → return W @ (x + b[: len(x), None])" fails="affine_columns_by_hand affine_columns_square" says="The bias was multiplied by the weights. Add it after the matrix product."
# %% affine_columns wrong="bias added twice" change="+ b[:, None] → + 2 * b[:, None]" fails="affine_columns_by_hand affine_columns_square" says="The bias is added twice."
# %% affine_columns wrong="biases in reverse order" change="b[:, None] → b[::-1, None]" fails="affine_columns_by_hand affine_columns_square" says="The biases come in reverse order. Row m belongs to neuron m, and so does bias m."
# %% affine_columns wrong="mean of the biases" change="b[:, None] → np.mean(b)" fails="affine_columns_by_hand affine_columns_square" says="Each neuron, and so each row of the result, has a bias of its own. Here all rows got the same number."
# %% affine_columns wrong="first sample left out" change="return W @ x + b[:, None] → found = W @ x + b[:, None]\n    found[:, 0] = 0\n    return found" fails="affine_columns_by_hand affine_columns_square" says="The first sample is missing. Python counts from 0, so its column is column 0."
# %% columns_to_rows right="transpose function" change="x.T, W.T, b → np.transpose(x), np.transpose(W), b.copy()"
# %% columns_to_rows right="a list" change="x.T, W.T, b → [np.swapaxes(x, 0, 1), np.array([list(column) for column in zip(*W)]), b]"
# %% columns_to_rows wrong="reshaped" change="x.T, W.T, b → x.reshape(x.shape[::-1]), W.reshape(W.shape[::-1]), b" fails="columns_to_rows_shapes_and_values" says="The right numbers are in other places. reshape only cuts the same sequence of numbers anew; a transpose exchanges rows and columns."
# %% columns_to_rows wrong="order as it came" change="x.T, W.T, b → W.T, x.T, b" fails="columns_to_rows_shapes_and_values" says="The order is x, W, b, as affine takes them."
# %% columns_to_rows wrong="batch not turned" change="x.T → x" fails="columns_to_rows_shapes_and_values" says="It came back as it was. A transpose is a new array: return that one."
# %% columns_to_rows wrong="weights not turned" change="W.T → W" fails="columns_to_rows_shapes_and_values" says="It came back as it was. A transpose is a new array: return that one."
# %% columns_to_rows wrong="nothing turned" change="x.T, W.T, b → x, W, b" fails="columns_to_rows_shapes_and_values" says="It came back as it was. A transpose is a new array: return that one."
# %% columns_to_rows wrong="bias as a column" change="x.T, W.T, b → x.T, W.T, b[:, None]" fails="columns_to_rows_shapes_and_values" reads="only the shape is not"
# %% columns_to_rows wrong="names of the notebook" change="columns_to_rows(W, x, b) → columns_to_rows(weights, inputs, biases)" fails="columns_to_rows_shapes_and_values" reads="x as rows"
# %% columns_to_rows wrong="rows in reverse order" change="x.T, W.T, b → x[::-1], W[::-1], b" fails="columns_to_rows_shapes_and_values" says="The rows come in reverse order. A transpose makes columns of them."
# %% columns_to_rows wrong="everything flat" change="x.T, W.T, b → x.flatten(), W.flatten(), b" fails="columns_to_rows_shapes_and_values" says="Keep the tables. Only their rows and columns change places."
# %% columns_to_rows wrong="bias first" change="x.T, W.T, b → b, W.T, x.T" fails="columns_to_rows_shapes_and_values" says="The order is x, W, b, as affine takes them."
# %% feed_forward right="matrix product" change="W, b = weights → prediction = np.dot(inputs, weights[0]) + weights[1]" change="(affine(inputs, W, b) - outputs) ** 2 → np.square(outputs - prediction)"
# %% feed_forward right="sum over size" change="W, b = weights → difference = inputs @ weights[0] + weights[1] - outputs" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → (difference * difference).sum() / difference.size"
# %% feed_forward right="mean of means" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → ((affine(inputs, W, b) - outputs) ** 2).mean(axis=1).mean()"


# %% feed_forward right="loop"
def feed_forward(inputs, outputs, weights):
    total = 0.0
    for x, t in zip(inputs, outputs):
        for y, wanted in zip(x @ weights[0] + weights[1], t):
            total += (y - wanted) ** 2
    return total / outputs.size


# %% feed_forward wrong="sum" change="np.mean → np.sum" fails="feed_forward_by_hand feed_forward_many_outputs" says="The sum of the squares is not divided by their number, which is N · M. Take the mean of them all."
# %% feed_forward wrong="mean over the batch only" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → np.sum((affine(inputs, W, b) - outputs) ** 2) / len(inputs)" fails="feed_forward_many_outputs" says="Take the mean over all N · M differences, not over the N samples alone."
# %% feed_forward wrong="not squared" change="(affine(inputs, W, b) - outputs) ** 2 → affine(inputs, W, b) - outputs" fails="feed_forward_by_hand feed_forward_many_outputs" says="This is the mean of the differences themselves: square them first."
# %% feed_forward wrong="absolute" change="(affine(inputs, W, b) - outputs) ** 2 → np.abs(affine(inputs, W, b) - outputs)" fails="feed_forward_by_hand feed_forward_many_outputs" says="This is the mean of the absolute differences: square them instead."
# %% feed_forward wrong="half" change="np.mean → 0.5 * np.mean" fails="feed_forward_by_hand feed_forward_many_outputs" says="There is no factor of one half in this loss."
# %% feed_forward wrong="root" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → np.sqrt(np.mean((affine(inputs, W, b) - outputs) ** 2))" fails="feed_forward_by_hand feed_forward_many_outputs" says="There is no square root in this loss."
# %% feed_forward wrong="bias left out" change="affine(inputs, W, b) → inputs @ W" fails="feed_forward_by_hand feed_forward_many_outputs" says="Is the bias added to the prediction?"
# %% feed_forward wrong="one loss a sample" change="(affine(inputs, W, b) - outputs) ** 2 → (affine(inputs, W, b) - outputs) ** 2, axis=1" fails="feed_forward_by_hand feed_forward_many_outputs" reads="take their mean"
# %% feed_forward wrong="moves the targets" change="return np.mean((affine(inputs, W, b) - outputs) ** 2) → outputs -= affine(inputs, W, b)\n    return np.mean(outputs**2)" fails="feed_forward_by_hand feed_forward_many_outputs" reads="changed its argument outputs"
# %% feed_forward wrong="mean, then squared" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → np.mean(affine(inputs, W, b) - outputs) ** 2" fails="feed_forward_by_hand feed_forward_many_outputs" says="Square each difference first, then take the mean."
# %% feed_forward wrong="doubled, not squared" change="** 2 → * 2" fails="feed_forward_by_hand feed_forward_many_outputs" says="Square each difference first, then take the mean."
# %% feed_forward wrong="inputs for predictions" change="affine(inputs, W, b) → inputs" fails="feed_forward_by_hand feed_forward_many_outputs" says="The inputs were compared with the targets. Compare what the layer makes of them."
# %% feed_forward wrong="difference of the squares" change="(affine(inputs, W, b) - outputs) ** 2 → affine(inputs, W, b) ** 2 - outputs**2" fails="feed_forward_by_hand feed_forward_many_outputs" says="Subtract first, and then square. Here each was squared before the subtraction."
# %% feed_forward wrong="only the targets squared" change="(affine(inputs, W, b) - outputs) ** 2 → affine(inputs, W, b) - outputs**2" fails="feed_forward_by_hand feed_forward_many_outputs" says="Only the targets were squared, because a power comes before a minus. Put the difference in brackets."
# %% feed_forward wrong="sigmoid on the predictions" change="affine(inputs, W, b) → 1 / (1 + np.exp(-affine(inputs, W, b)))" fails="feed_forward_by_hand feed_forward_many_outputs" says="The layer is an affine one. Its predictions don't go through a sigmoid."
# %% feed_forward wrong="returns in the loop" change="return np.mean((affine(inputs, W, b) - outputs) ** 2) → loss = 0\n    for x, t in zip(inputs, outputs):\n        loss += np.sum((x @ W + b - t) ** 2)\n        return loss / outputs.size" fails="feed_forward_by_hand feed_forward_many_outputs" says="Only one sample is in this loss. Take in all of them."
# %% feed_forward wrong="first sample only" change="(affine(inputs, W, b) - outputs) ** 2 → (affine(inputs, W, b) - outputs)[0] ** 2" fails="feed_forward_by_hand feed_forward_many_outputs" says="Only one sample is in this loss. Take in all of them."
# %% feed_forward wrong="divided by the outputs only" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → np.sum((affine(inputs, W, b) - outputs) ** 2) / outputs.shape[1]" fails="feed_forward_by_hand feed_forward_many_outputs" says="The sum of the squares is not divided by their number, which is N · M. Take the mean of them all."
# %% feed_forward wrong="half the mean over the batch" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → np.sum((affine(inputs, W, b) - outputs) ** 2) / (2 * len(inputs))" fails="feed_forward_by_hand feed_forward_many_outputs" says="There is no factor of one half in this loss."
# %% feed_forward wrong="last sample only" change="(affine(inputs, W, b) - outputs) ** 2 → (affine(inputs, W, b) - outputs)[-1] ** 2" fails="feed_forward_by_hand feed_forward_many_outputs" says="Only one sample is in this loss. Take in all of them."
# %% feed_forward wrong="last square only" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → ((affine(inputs, W, b) - outputs) ** 2)[-1, -1] / outputs.size" fails="feed_forward_by_hand feed_forward_many_outputs" says="Only one of the squares is in this loss. Add up all of them."
# %% feed_forward wrong="norm of the differences" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → np.linalg.norm(affine(inputs, W, b) - outputs)" fails="feed_forward_by_hand feed_forward_many_outputs" says="This is the square root of the sum of the squares. Take the mean of the squares, without a root."
# %% feed_forward wrong="targets added" change="affine(inputs, W, b) - outputs → affine(inputs, W, b) + outputs" fails="feed_forward_by_hand feed_forward_many_outputs" says="The targets were added to the predictions. Subtract them."
# %% feed_forward wrong="mean of the absolute differences, squared" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → np.mean(np.abs(affine(inputs, W, b) - outputs)) ** 2" fails="feed_forward_by_hand feed_forward_many_outputs" says="Square each difference first, then take the mean."
# %% feed_forward wrong="median" change="np.mean → np.median" fails="feed_forward_by_hand feed_forward_many_outputs" says="This is the median of the squares, the one in the middle. Take their mean."
# %% feed_forward wrong="variance of the differences" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → np.var(affine(inputs, W, b) - outputs)" fails="feed_forward_by_hand feed_forward_many_outputs" says="A variance takes the mean difference away first. The mean of the squares is asked for."
# %% feed_forward wrong="one sample less" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → np.sum((affine(inputs, W, b) - outputs) ** 2) / (outputs.size - 1)" fails="feed_forward_by_hand feed_forward_many_outputs" says="Divide by the number of all squares, and not by one less."
# %% feed_forward wrong="bias subtracted" change="affine(inputs, W, b) → affine(inputs, W, -b)" fails="feed_forward_by_hand feed_forward_many_outputs" says="Add the bias to the prediction, don't subtract it."
# %% feed_forward wrong="cubes" change="(affine(inputs, W, b) - outputs) ** 2 → np.abs(affine(inputs, W, b) - outputs) ** 3" fails="feed_forward_by_hand feed_forward_many_outputs" says="The differences were raised to another power. Square them."
# %% feed_forward wrong="weights by name" change="W, b = weights → W, b = weights['W'], weights['b']" fails="feed_forward_by_hand feed_forward_many_outputs" reads="in quotation marks"
# %% feed_forward wrong="a flat list of outputs" change="affine(inputs, W, b) - outputs → affine(inputs, W, b) - (outputs.ravel() if outputs.shape[1] == 1 else outputs)" fails="feed_forward_by_hand feed_forward_many_outputs" says="A column (N, 1) minus a flat (N,) is a table of all pairs. Both have to have the same shape."
