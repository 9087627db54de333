# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).


# %% correlate2d right="sliding windows"
def correlate2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


# %% correlate2d right="shifted images"
def correlate2d(image, kernel):
    KH, KW = kernel.shape
    OH, OW = image.shape[0] - KH + 1, image.shape[1] - KW + 1
    return sum(
        kernel[a, b] * image[a : a + OH, b : b + OW]
        for a in range(KH)
        for b in range(KW)
    )


# %% correlate2d right="four loops"
def correlate2d(image, kernel):
    rows = []
    for i in range(len(image) - len(kernel) + 1):
        row = []
        for j in range(len(image[0]) - len(kernel[0]) + 1):
            total = 0
            for a in range(len(kernel)):
                for b in range(len(kernel[0])):
                    total += image[i + a][j + b] * kernel[a][b]
            row.append(total)
        rows.append(row)
    return np.array(rows)


# %% correlate2d right="row by row, with np.correlate"
def correlate2d(image, kernel):
    KH = len(kernel)
    return np.array(
        [
            sum(np.correlate(image[i + a], kernel[a], "valid") for a in range(KH))
            for i in range(len(image) - KH + 1)
        ]
    )


# %% correlate2d right="Fourier"
def correlate2d(image, kernel):
    (H, W), (KH, KW) = image.shape, kernel.shape
    product = np.fft.rfft2(image) * np.conj(np.fft.rfft2(kernel, image.shape))
    return np.fft.irfft2(product, image.shape)[: H - KH + 1, : W - KW + 1]


# %% correlate2d wrong="flipped" change="image[i : i + KH, j : j + KW] * kernel → image[i : i + KH, j : j + KW] * kernel[::-1, ::-1]" fails="correlate_by_hand correlate_other_sizes" says="The kernel is turned round here. Use it as it is: kernel[0, 0] lies on the upper left pixel of the window."
# %% correlate2d wrong="upside down" change="image[i : i + KH, j : j + KW] * kernel → image[i : i + KH, j : j + KW] * kernel[::-1]" fails="correlate_by_hand correlate_other_sizes" says="The kernel is turned round here: use it as it is."
# %% correlate2d wrong="kernel transposed" change="KH, KW = kernel.shape → kernel = kernel.T\n    KH, KW = kernel.shape" fails="correlate_by_hand correlate_other_sizes" says="Rows and columns of the kernel are exchanged."
# %% correlate2d wrong="mean" change="np.sum → np.mean" fails="correlate_by_hand correlate_other_sizes" says="This is the mean of the products; their sum is asked for."
# %% correlate2d wrong="sum of the window" change="image[i : i + KH, j : j + KW] * kernel → image[i : i + KH, j : j + KW]" fails="correlate_by_hand correlate_other_sizes" says="This is the sum of the window. Where is the kernel?"
# %% correlate2d wrong="one place short" change="np.zeros((H - KH + 1, W - KW + 1)) → np.zeros((H - KH, W - KW))" change="range(H - KH + 1) → range(H - KH)" change="range(W - KW + 1) → range(W - KW)" fails="correlate_by_hand correlate_other_sizes" says="A place is missing in each direction: even a kernel as large as the image has one."
# %% correlate2d wrong="loop one short" change="range(W - KW + 1) → range(W - KW)" fails="correlate_by_hand correlate_other_sizes" says="The last row or the last column of the result is never filled. How far do the loops go?"
# %% correlate2d wrong="same size" change="KH, KW = kernel.shape → KH, KW = kernel.shape\n    image = np.pad(image, ((KH // 2, (KH - 1) // 2), (KW // 2, (KW - 1) // 2)))\n    H, W = image.shape" fails="correlate_by_hand correlate_other_sizes" says="Here the kernel also hangs over the edge of the image; let it lie inside."
# %% correlate2d wrong="returns too early" change="* kernel)\n    return sums → * kernel)\n            return sums" fails="correlate_by_hand correlate_other_sizes" says="Only the first place is filled. Does each turn take a window of its own, and is the return behind both loops?"
# %% correlate2d wrong="height for width" change="np.zeros((H - KH + 1, W - KW + 1)) → np.zeros((H - KH + 1, W - KH + 1))" change="range(W - KW + 1) → range(W - KH + 1)" fails="correlate_other_sizes" says="Height and width of the kernel are mixed up."
# %% correlate2d wrong="kernel.shape read backwards" change="KH, KW = kernel.shape → KW, KH = kernel.shape" fails="correlate_other_sizes" says="Height and width of the kernel are exchanged: a shape begins with the height."
# %% correlate2d wrong="whole numbers only" change="np.zeros((H - KH + 1, W - KW + 1)) → np.zeros((H - KH + 1, W - KW + 1), dtype=image.dtype)" fails="correlate_other_sizes" says="Here decimals are cut off. Is the array for the result made with np.zeros(shape), which holds floats?"
# %% correlate2d wrong="matrix product" change="image[i : i + KH, j : j + KW] * kernel → image[i : i + KH, j : j + KW] @ kernel.T" fails="correlate_by_hand correlate_other_sizes" says="This is a matrix product. Multiply each pixel by the weight on top, element by element."
# %% correlate2d wrong="sizes in a byte" change="H, W = image.shape → H, W = np.array(image.shape).astype(np.uint8)" fails="correlate_other_sizes" reads="shape"
# %% correlate2d wrong="in place" change="return sums → image[: H - KH + 1, : W - KW + 1] = sums\n    return sums" fails="correlate_by_hand correlate_other_sizes" reads="changed its argument"
# %% correlate2d wrong="only the last product" change="sums[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel) → for a in range(KH):\n                for b in range(KW):\n                    sums[i, j] = image[i + a, j + b] * kernel[a, b]" fails="correlate_by_hand correlate_other_sizes" says="Only one product of each window is kept. Add up all of them."
# %% correlate2d wrong="largest product" change="np.sum(image → np.max(image" fails="correlate_by_hand correlate_other_sizes" says="This is the largest product; their sum is asked for."
# %% correlate2d wrong="result as large as the image" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → sums = np.zeros((H, W))" fails="correlate_by_hand correlate_other_sizes" says="The result has more places than the kernel: it is smaller than the image."
# %% correlate2d wrong="only the first row" change="\n    return sums → \n        return sums" fails="correlate_by_hand correlate_other_sizes" says="Only the first row of the result is filled. Is the return behind both loops?"
# %% correlate2d wrong="rows and columns of the window exchanged" change="image[i : i + KH, j : j + KW] → image.T[i : i + KH, j : j + KW]" fails="correlate_by_hand correlate_other_sizes" says="Rows and columns of the image are exchanged."
# %% correlate2d wrong="absolute value" change="return sums → return np.abs(sums)" fails="correlate_other_sizes" says="The signs are lost: a sum may be negative."
# %% correlate2d wrong="cut off at 0" change="return sums → return np.maximum(sums, 0)" fails="correlate_other_sizes" says="Negative sums are cut off: leave them as they are."
# %% correlate2d wrong="divided by the kernel" change="return sums → return sums / kernel.sum()" fails="correlate_by_hand correlate_other_sizes" says="The result was divided by the sum of the kernel. Leave the sums as they are."
# %% correlate2d wrong="only the first row of the window" change="np.sum(image[i : i + KH, j : j + KW] * kernel) → np.sum(image[i, j : j + KW] * kernel[0])" fails="correlate_by_hand correlate_other_sizes" says="Only the first row of each window counts. The kernel lies on all of it."
# %% correlate2d wrong="along the diagonal" change="image[i : i + KH, j : j + KW] → image[i : i + KH, i : i + KW]" fails="correlate_by_hand correlate_other_sizes" says="All windows of a row are the same: the columns go by the second index, and not by the first."
# %% correlate2d wrong="whole numbers as in the kernel" change="np.zeros((H - KH + 1, W - KW + 1)) → np.zeros((H - KH + 1, W - KW + 1), dtype=kernel.dtype)" fails="correlate_other_sizes" reads="decimals"
# %% correlate2d wrong="sum for product" change="image[i : i + KH, j : j + KW] * kernel → image[i : i + KH, j : j + KW] + kernel" fails="correlate_by_hand correlate_other_sizes" says="Pixels and weights were added. Multiply them, and add up the products."
# %% correlate2d wrong="square kernel" change="KH, KW = kernel.shape → KH = KW = len(kernel)" fails="correlate_other_sizes" says="A kernel need not be square: one number was used for its rows and its columns here."
# %% correlate2d wrong="sum that goes on" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → sums, total = np.zeros((H - KH + 1, W - KW + 1)), 0.0" change="sums[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel) → total += np.sum(image[i : i + KH, j : j + KW] * kernel)\n            sums[i, j] = total" fails="correlate_by_hand correlate_other_sizes" says="Each number has those before it in it, too. Every sum begins at 0."


# %% correlate2d wrong="stops one place early" change="for i in range(H - KH + 1) → for i in range(H - KH)" change="for j in range(W - KW + 1) → for j in range(W - KW)" fails="correlate_by_hand correlate_other_sizes" says="The last row and the last column of places are left out. range stops before its end, so the number of places needs the + 1."
# %% correlate2d wrong="total of the row" change="for i in range(H - KH + 1): → for i in range(H - KH + 1):\n        total = 0.0" change="sums[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel) → total += np.sum(image[i : i + KH, j : j + KW] * kernel)\n            sums[i, j] = total" fails="correlate_by_hand correlate_other_sizes" says="Each sum still has those of the windows before it in it. Begin the total at 0 for every window."
# %% pad2d right="np.pad"
def pad2d(image, pad):
    return np.pad(image, pad)


# %% pad2d right="stacked"
def pad2d(image, pad):
    side = np.zeros((len(image), pad))
    middle = np.hstack([side, image, side])
    top = np.zeros((pad, middle.shape[1]))
    return np.vstack([top, middle, top])


# %% pad2d right="pixel by pixel"
def pad2d(image, pad):
    H, W = np.shape(image)
    out = [[0.0] * (W + 2 * pad) for _ in range(H + 2 * pad)]
    for i in range(H):
        for j in range(W):
            out[i + pad][j + pad] = image[i][j]
    return np.array(out)


# %% pad2d wrong="top and left" change="np.zeros((H + 2 * pad, W + 2 * pad)) → np.zeros((H + pad, W + pad))" fails="pad_by_hand pad_other_sizes" says="The frame is on the top and on the left only: all four sides get one."
# %% pad2d wrong="bottom and right" change="np.zeros((H + 2 * pad, W + 2 * pad)) → np.zeros((H + pad, W + pad))" change="framed[pad : pad + H, pad : pad + W] → framed[:H, :W]" fails="pad_by_hand pad_other_sizes" says="The frame is on the bottom and on the right only: all four sides get one."
# %% pad2d wrong="in the corner" change="framed[pad : pad + H, pad : pad + W] → framed[:H, :W]" fails="pad_by_hand pad_other_sizes" says="The image sits in the corner: write it into the middle, which begins at pad."
# %% pad2d wrong="only columns" change="np.zeros((H + 2 * pad, W + 2 * pad)) → np.zeros((H, W + 2 * pad))" change="framed[pad : pad + H, pad : pad + W] → framed[:, pad : pad + W]" fails="pad_by_hand pad_other_sizes" says="Above and below the frame is missing."
# %% pad2d wrong="only rows" change="np.zeros((H + 2 * pad, W + 2 * pad)) → np.zeros((H + 2 * pad, W))" change="framed[pad : pad + H, pad : pad + W] → framed[pad : pad + H]" fails="pad_by_hand pad_other_sizes" says="On the left and on the right the frame is missing."
# %% pad2d wrong="edge repeated" change='return framed → return np.pad(image, pad, mode="edge")' fails="pad_by_hand pad_other_sizes" says="The frame holds pixels of the image: it should be 0."
# %% pad2d wrong="ones" change="np.zeros → np.ones" fails="pad_by_hand pad_other_sizes" says="The frame should be 0, not 1."
# %% pad2d wrong="twice as wide" change="H, W = image.shape → H, W = image.shape\n    pad = 2 * pad" fails="pad_by_hand pad_other_sizes" says="The frame is twice as wide as asked."
# %% pad2d wrong="always one" change="H, W = image.shape → H, W = image.shape\n    pad = 1" fails="pad_other_sizes" says="The frame is 1 wide, whatever pad is."
# %% pad2d wrong="image at 1, 1" change="framed[pad : pad + H, pad : pad + W] → framed[1 : 1 + H, 1 : 1 + W]" fails="pad_other_sizes" says="The frame is pad wide, and the image should begin at pad; here it begins at 1, whatever pad is."
# %% pad2d wrong="rows as wide as the image" change="return framed → top = np.zeros((pad, W))\n    return np.vstack((top, framed[pad : pad + H], top))" fails="pad_by_hand pad_other_sizes" reads="must match exactly"
# %% pad2d wrong="sizes in a byte" change="H, W = image.shape → H, W = np.array(image.shape).astype(np.uint8)" fails="pad_other_sizes" reads="shape"
# %% pad2d wrong="slice to -pad" change="framed[pad : pad + H, pad : pad + W] → framed[pad:-pad, pad:-pad]" fails="pad_other_sizes" reads="input array from shape (1,2) into shape (0,0)"
# %% pad2d wrong="reflected" change='framed = np.zeros((H + 2 * pad, W + 2 * pad))\n    framed[pad : pad + H, pad : pad + W] = image\n    return framed → return np.pad(image, pad, mode="reflect")' fails="pad_by_hand pad_other_sizes" says="The frame holds pixels of the image: it should be 0."
# %% pad2d wrong="wrapped" change='framed = np.zeros((H + 2 * pad, W + 2 * pad))\n    framed[pad : pad + H, pad : pad + W] = image\n    return framed → return np.pad(image, pad, mode="wrap")' fails="pad_by_hand pad_other_sizes" says="The frame holds pixels of the image: it should be 0."
# %% pad2d wrong="no frame" change="return framed → return image.copy()" fails="pad_by_hand pad_other_sizes" says="The frame is missing, or narrower than pad. (np.pad makes a new array, and leaves its argument as it is.)"
# %% pad2d wrong="frame of the wrong half" change="framed[pad : pad + H, pad : pad + W] = image → framed[2 * pad :, 2 * pad :] = image" fails="pad_by_hand pad_other_sizes" says="The image sits in the corner: write it into the middle, which begins at pad."
# %% pad2d wrong="twice above and below" change="framed = np.zeros((H + 2 * pad, W + 2 * pad))\n    framed[pad : pad + H, pad : pad + W] = image\n    return framed → return np.pad(image, ((2 * pad, 2 * pad), (pad, pad)))" fails="pad_by_hand pad_other_sizes" says="The frame isn't as wide as pad on all four sides."
# %% pad2d wrong="frame of -1" change="framed = np.zeros((H + 2 * pad, W + 2 * pad)) → framed = np.zeros((H + 2 * pad, W + 2 * pad)) - 1" fails="pad_by_hand pad_other_sizes" says="The frame holds other numbers than 0."
# %% pad2d wrong="one narrower" change="H, W = image.shape → H, W = image.shape\n    pad = max(pad - 1, 0)" fails="pad_by_hand pad_other_sizes" says="The frame is missing, or narrower than pad. (np.pad makes a new array, and leaves its argument as it is.)"


# %% pad2d wrong="frame of one pixel" change="framed[pad : pad + H, pad : pad + W] → framed[1:-1, 1:-1]" fails="pad_other_sizes" says="The image begins one row and one column from the edge, whatever pad is. It should begin at pad."
# %% conv_output_size right="floor"
def conv_output_size(size, kernel, stride=1, pad=0):
    if size + 2 * pad < kernel:
        raise ValueError(f"kernel {kernel} does not fit into {size + 2 * pad}")
    return int(np.floor((size + 2 * pad - kernel) / stride)) + 1


# %% conv_output_size right="counted"
def conv_output_size(size, kernel, stride=1, pad=0):
    places = len(range(0, size + 2 * pad - kernel + 1, stride))
    if places == 0:
        raise ValueError(
            "the kernel is " + str(kernel) + ", the image only " + str(size + 2 * pad)
        )
    return places


# %% conv_output_size right="NumPy int"
def conv_output_size(size, kernel, stride=1, pad=0):
    room = np.int64(size) + 2 * pad - kernel
    if room < 0:
        raise ValueError(f"{kernel} > {size} + 2 * {pad} = {size + 2 * pad}")
    return (room + stride) // stride


# %% conv_output_size wrong="sizes in a byte" change="(padded - kernel) // stride + 1 → int(np.array((padded - kernel) // stride + 1).astype(np.uint8))" fails="size_by_hand" reads="conv_output_size(...)"
# %% conv_output_size wrong="sizes in two bytes" change="(padded - kernel) // stride + 1 → int(np.array((padded - kernel) // stride + 1).astype(np.uint16))" fails="size_by_hand" reads="conv_output_size(...)"
# %% conv_output_size wrong="without + 1" change="(padded - kernel) // stride + 1 → (padded - kernel) // stride" fails="size_by_hand size_refuses" says="The + 1 is missing: a kernel as large as the image has one place."
# %% conv_output_size wrong="one too many" change="(padded - kernel) // stride + 1 → (padded - kernel) // stride + 2" fails="size_by_hand size_refuses" says="One too many: count the places of a kernel of 3 on 5 pixels."
# %% conv_output_size wrong="float" change="(padded - kernel) // stride + 1 → (padded - kernel) / stride + 1" fails="size_by_hand size_refuses" says="// gives a whole number; here it is a float."
# %% conv_output_size wrong="rounded up" change="(padded - kernel) // stride + 1 → -(-(padded - kernel) // stride) + 1" fails="size_by_hand" says="This is rounded up. Round down: what is too narrow for one more step is ignored."
# %% conv_output_size wrong="+ 1 before dividing" change="(padded - kernel) // stride + 1 → (padded - kernel + 1) // stride" fails="size_by_hand size_refuses" says="Add 1 after the division."
# %% conv_output_size wrong="stride ignored" change="(padded - kernel) // stride + 1 → padded - kernel + 1" fails="size_by_hand" says="The stride is missing."
# %% conv_output_size wrong="padding once" change="(padded - kernel) // stride + 1 → (size + pad - kernel) // stride + 1" fails="size_by_hand size_refuses" says="Padding is on both sides."
# %% conv_output_size wrong="padding ignored" change="(padded - kernel) // stride + 1 → (size - kernel) // stride + 1" fails="size_by_hand size_refuses" says="Padding is missing."
# %% conv_output_size wrong="no kernel" change="(padded - kernel) // stride + 1 → padded // stride + 1" fails="size_by_hand size_refuses" says="Subtract the size of the kernel."


# %% conv_output_size wrong="never refuses" change='padded = size + 2 * pad\n    if kernel > padded:\n        raise ValueError(\n            f"the kernel ({kernel}) is larger than the image with its padding ({padded})"\n        )\n    return (padded → return (size + 2 * pad' fails="size_refuses" reads="where it should refuse"
# %% conv_output_size wrong="refuses without padding" change="if kernel > padded: → if kernel > size:" change="the kernel ({kernel}) is larger than the image with its padding ({padded}) → {kernel} > {size}" fails="size_by_hand size_refuses" reads="ValueError: 2 > 1"
# %% conv_output_size wrong="refuses what fits" change="if kernel > padded: → if kernel >= padded:" change="the kernel ({kernel}) is larger than the image with its padding ({padded}) → {kernel} >= {padded}" fails="size_by_hand size_refuses" reads="ValueError: 1 >= 1"
# %% conv_output_size wrong="no numbers in the message" change='f"the kernel ({kernel}) is larger than the image with its padding ({padded})" → "the kernel is too large"' fails="size_refuses" reads="does not mention"
# %% conv_output_size wrong="size without padding in the message" change="the image with its padding ({padded}) → the image ({size})" fails="size_refuses" reads="does not mention 3"
# %% conv_output_size wrong="truncated quotient" change="if kernel > padded: → if int((padded - kernel) / stride + 1) < 0:" change="(padded - kernel) // stride + 1 → int((padded - kernel) / stride + 1)" fails="size_refuses" reads="where it should refuse"
# %% conv_output_size wrong="divided first" change="(padded - kernel) // stride + 1 → padded // stride - kernel + 1" fails="size_by_hand size_refuses" says="Subtract the kernel first, then divide what is left by the stride."
# %% conv_output_size wrong="times the stride" change="(padded - kernel) // stride + 1 → (padded - kernel) * stride + 1" fails="size_by_hand" says="A larger stride leaves fewer places: divide by it."
# %% conv_output_size wrong="plus the kernel" change="(padded - kernel) // stride + 1 → (padded + kernel) // stride + 1" fails="size_by_hand size_refuses" says="The kernel was added, and is to be subtracted."


# %% correlate2d_strided right="loops"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    framed = pad2d(image, pad)
    KH, KW = kernel.shape
    OH = conv_output_size(image.shape[0], KH, stride, pad)
    OW = conv_output_size(image.shape[1], KW, stride, pad)
    result = np.zeros((OH, OW))
    for i in range(OH):
        for j in range(OW):
            window = framed[i * stride : i * stride + KH, j * stride : j * stride + KW]
            result[i, j] = np.sum(window * kernel)
    return result


# %% correlate2d_strided right="sliding windows"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    framed = np.pad(image, pad)
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel.shape)
    return np.tensordot(windows[::stride, ::stride], kernel, 2)


# %% correlate2d_strided wrong="stride 2 if nothing is said" change="stride=1, pad=0 → stride=2, pad=0" fails="strided_other_sizes" reads="(1, 2), and (1, 4) is expected"
# %% correlate2d_strided wrong="begins after a step" change="[::stride, ::stride] → [stride - 1 :: stride, stride - 1 :: stride]" fails="strided_by_hand strided_other_sizes" says="The first window begins at 0, and not after a step."
# %% correlate2d_strided wrong="sizes in a byte" change="[::stride, ::stride] → [::stride, ::stride][: conv_output_size(len(image), len(kernel), stride, pad) % 256]" fails="strided_other_sizes" reads="shape"
# %% correlate2d_strided wrong="whole numbers only" change="[::stride, ::stride] → [::stride, ::stride].astype(image.dtype)" fails="strided_other_sizes" reads="decimals"
# %% correlate2d_strided wrong="stride ignored" change="kernel)[::stride, ::stride] → kernel)" fails="strided_by_hand strided_other_sizes" says="The stride is ignored: these are the places of stride 1."
# %% correlate2d_strided wrong="only rows jump" change="[::stride, ::stride] → [::stride]" fails="strided_by_hand strided_other_sizes" says="Only the rows jump: the columns should, too."
# %% correlate2d_strided wrong="only columns jump" change="[::stride, ::stride] → [:, ::stride]" fails="strided_by_hand strided_other_sizes" says="Only the columns jump: rows do, too."
# %% correlate2d_strided wrong="padding ignored" change="pad2d(image, pad) → image" fails="strided_by_hand strided_other_sizes" says="The padding is missing."
# %% correlate2d_strided wrong="result padded" change="correlate2d(pad2d(image, pad), kernel)[::stride, ::stride] → pad2d(correlate2d(image, kernel)[::stride, ::stride], pad)" fails="strided_by_hand strided_other_sizes" says="The result got the frame; it belongs around the image, before the kernel slides."
# %% correlate2d_strided wrong="result padded, then thinned" change="correlate2d(pad2d(image, pad), kernel) → pad2d(correlate2d(image, kernel), pad)" fails="strided_by_hand strided_other_sizes" says="The result got the frame; it belongs around the image, before the kernel slides."
# %% correlate2d_strided wrong="last window left out" change="return correlate2d(pad2d(image, pad), kernel)[::stride, ::stride] → return np.array(correlate2d(pad2d(image, pad), kernel)[:-1:stride, :-1:stride].tolist())" fails="strided_by_hand strided_other_sizes" says="The last window is left out: it ends where the framed image ends."


# %% correlate2d_strided wrong="windows side by side" change="return correlate2d(pad2d(image, pad), kernel)[::stride, ::stride → sums = correlate2d(pad2d(image, pad), kernel)\n    OH, OW = sums[::stride, ::stride].shape\n    return sums[:OH, :OW" fails="strided_by_hand strided_other_sizes" says="The size is right, but the windows still begin side by side: they should begin at i * stride and j * stride."
# %% correlate2d_strided wrong="image thinned out" change="correlate2d(pad2d(image, pad), kernel)[::stride, ::stride] → correlate2d(pad2d(image, pad)[::stride, ::stride], kernel)" fails="strided_by_hand strided_other_sizes" says="The image itself lost rows and columns. It is the kernel that jumps; each of its windows holds neighbours."
# %% correlate2d_strided wrong="height for width" change="[::stride, ::stride] → [::stride, ::stride][:, : conv_output_size(len(image), len(kernel), stride, pad)]" fails="strided_other_sizes" reads="have shape (1, 1), and (1, 2) is expected"
# %% correlate2d_strided wrong="stride and padding exchanged" change="pad2d(image, pad) → pad2d(image, stride)" change="[::stride, ::stride] → [:: max(pad, 1), :: max(pad, 1)]" fails="strided_by_hand strided_other_sizes" says="Stride and padding are exchanged."
# %% correlate2d_strided wrong="turned kernel" change="kernel)[::stride → kernel[::-1, ::-1])[::stride" fails="strided_by_hand strided_other_sizes" says="The kernel is turned round here: use it as it is."
# %% correlate2d_strided wrong="cut off, not thinned" change="[::stride, ::stride] → [:stride, :stride]" fails="strided_by_hand strided_other_sizes" says="Here the first places were kept; keep every one that is a whole number of strides away."
# %% correlate2d_strided wrong="thinned by one more" change="[::stride, ::stride] → [:: stride + 1, :: stride + 1]" fails="strided_by_hand strided_other_sizes" says="The steps are longer than the stride."
# %% correlate2d_strided wrong="means of blocks" change="return correlate2d(pad2d(image, pad), kernel)[::stride, ::stride] → full = correlate2d(pad2d(image, pad), kernel)\n    return np.array([[full[i : i + stride, j : j + stride].mean() for j in range(0, full.shape[1], stride)] for i in range(0, full.shape[0], stride)])" fails="strided_by_hand strided_other_sizes" says="Neighbouring places were put together. Keep one of them, and leave out those in between."
# %% correlate2d_strided wrong="largest of blocks" change="return correlate2d(pad2d(image, pad), kernel)[::stride, ::stride] → full = correlate2d(pad2d(image, pad), kernel)\n    return np.array([[full[i : i + stride, j : j + stride].max() for j in range(0, full.shape[1], stride)] for i in range(0, full.shape[0], stride)])" fails="strided_by_hand strided_other_sizes" says="Neighbouring places were put together. Keep one of them, and leave out those in between."
# %% correlate2d_strided wrong="no kernel" change="kernel)[::stride → np.ones(kernel.shape))[::stride" fails="strided_by_hand strided_other_sizes" says="This is the sum of the window. Where is the kernel?"
# %% correlate2d_strided wrong="columns side by side" change="return correlate2d(pad2d(image, pad), kernel)[::stride, ::stride] → full = correlate2d(pad2d(image, pad), kernel)\n    return full[::stride, : (full.shape[1] - 1) // stride + 1]" fails="strided_by_hand strided_other_sizes" says="The columns don't jump: these are neighbours. Every window begins a stride further on, down and to the right."
# %% correlate2d_strided wrong="rows side by side" change="return correlate2d(pad2d(image, pad), kernel)[::stride, ::stride] → full = correlate2d(pad2d(image, pad), kernel)\n    return full[: (full.shape[0] - 1) // stride + 1, ::stride]" fails="strided_by_hand strided_other_sizes" says="The rows don't jump: these are neighbours. Every window begins a stride further on, down and to the right."


# %% correlate2d_strided wrong="columns counted by the height" change="return correlate2d(pad2d(image, pad), kernel)[::stride, ::stride] → out = correlate2d(pad2d(image, pad), kernel)[::stride, ::stride]\n    return np.pad(out, ((0, 0), (0, 9)))[:, : len(out)]" fails="strided_by_hand strided_other_sizes" says="The number of columns is computed from the height. Use the widths of the image and the kernel."
# %% conv2d right="windows and einsum"
def conv2d(x, w, b, stride=1, pad=0):
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, w.shape[2:], (2, 3))
    maps = np.einsum("ncijab,fcab->nfij", windows[:, :, ::stride, ::stride], w)
    return maps + b[:, None, None]


# %% conv2d right="loops over places"
def conv2d(x, w, b, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, KH, KW = w.shape
    OH = 1 + (H + 2 * pad - KH) // stride
    OW = 1 + (W + 2 * pad - KW) // stride
    x = np.pad(x, ((0,), (0,), (pad,), (pad,)), "constant")
    out = np.zeros((N, F, OH, OW))
    for n in range(N):
        for f in range(F):
            for i in range(OH):
                for j in range(OW):
                    h, v = i * stride, j * stride
                    window = x[n, :, h : h + KH, v : v + KW]
                    out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out


# %% conv2d right="lists"
def conv2d(x, w, b, stride=1, pad=0):
    def one_map(image, kernels, bias):
        pairs = zip(image, kernels)
        return sum(correlate2d_strided(*pair, stride, pad) for pair in pairs) + bias

    return np.array([[one_map(image, *of) for of in zip(w, b)] for image in x])


# %% conv2d wrong="channels averaged" change="correlate2d_strided(x[n, c], w[f, c], stride, pad) → correlate2d_strided(x[n, c], w[f, c], stride, pad) / C" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="The channels are averaged: add up what they give."
# %% conv2d wrong="mean over channels with the bias" change="return out → return out / C" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="The channels are averaged: add up what they give."
# %% conv2d wrong="sizes in a byte" change="N, C, H, W = x.shape → N, C, H, W = np.array(x.shape).astype(np.uint8)" fails="conv2d_batch" reads="shape"
# %% conv2d wrong="no bias" change="out[n, f] = b[f] → " fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="The bias is missing: each filter adds its own."
# %% conv2d wrong="bias for each channel" change="out[n, f] = b[f] → " change="out[n, f] += correlate2d_strided( → out[n, f] += b[f] + correlate2d_strided(" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="The bias is added once for each channel: once for the whole map is enough."
# %% conv2d wrong="flipped" change="(x[n, c], w[f, c], stride, pad) → (x[n, c], w[f, c, ::-1, ::-1], stride, pad)" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="The filter is turned round here, or its rows and columns are exchanged: use it as it is."
# %% conv2d wrong="overwrites" change="out[n, f] += correlate2d_strided( → out[n, f] = b[f] + correlate2d_strided(" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="The channels aren't added up. Does the loop overwrite what was there?"
# %% conv2d wrong="first channel only" change="range(C) → range(1)" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="Not all channels are in it."
# %% conv2d wrong="stride ignored" change="N, C, H, W = x.shape → N, C, H, W = x.shape\n    stride = 1" fails="conv2d_stride_and_pad" says="The stride is ignored."
# %% conv2d wrong="padding ignored" change="N, C, H, W = x.shape → N, C, H, W = x.shape\n    pad = 0" fails="conv2d_stride_and_pad" says="The padding is missing."
# %% conv2d wrong="stride and padding ignored" change="N, C, H, W = x.shape → N, C, H, W = x.shape\n    stride, pad = 1, 0" fails="conv2d_stride_and_pad" says="Stride and padding are both left out: they have to reach the function that slides the kernel, too."
# %% conv2d wrong="padded on every axis" change="N, C, H, W = x.shape → x, pad = np.pad(x, pad), 0\n    N, C, H, W = x.shape" fails="conv2d_stride_and_pad" says="Images and channels got a frame, too: only the height and the width of each channel get one."
# %% conv2d wrong="padded on every axis, sizes of the image" change="(x[n, c], w[f, c], stride, pad) → (np.pad(x, pad)[n, c], w[f, c], stride)" fails="conv2d_stride_and_pad" says="Images and channels got a frame, too: only the height and the width of each channel get one."
# %% conv2d wrong="padded on one side" change="N, C, H, W = x.shape → x, pad = np.pad(x, ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0))), 0\n    N, C, H, W = x.shape" fails="conv2d_stride_and_pad" says="The frame is on one side only: there is one all around."
# %% conv2d wrong="images and filters exchanged" change="return out → return out.transpose(1, 0, 2, 3)" fails="conv2d_batch conv2d_stride_and_pad" says="Images and filters are exchanged: shape (N, F, OH, OW)."
# %% conv2d wrong="filters last" change="return out → return out.transpose(0, 2, 3, 1)" fails="conv2d_batch conv2d_stride_and_pad" says="The axes are in another order: the filters come last here, and they belong after the images. (transpose moves axes, and reshape would mix the numbers up.)"
# %% conv2d wrong="first image only" change="range(N) → range(1)" fails="conv2d_batch conv2d_stride_and_pad" says="Only the first image is filled."
# %% conv2d wrong="bias along the columns" change="out[n, f] = b[f] → " change="return out → return out + b" fails="conv2d_batch conv2d_stride_and_pad" says="b was added along the width: + lines it up with the last axis, and it belongs to the second."
# %% conv2d wrong="output one short" change="return out → return out[:, :, :-1, :-1]" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" reads="(1, 1, 0, 0), and (1, 1, 1, 1) is expected"
# %% conv2d wrong="first slice for all channels" change="w[f, c] → w[f, 0]" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="Each channel has a slice of its own in the filter; here all got the first one."
# %% conv2d wrong="first image again and again" change="x[n, c] → x[0, c]" fails="conv2d_batch conv2d_stride_and_pad" says="All images got the maps of the first one."
# %% conv2d wrong="first filter again and again" change="w[f, c] → w[0, c]" fails="conv2d_batch conv2d_stride_and_pad" says="All maps were made by the first filter."
# %% conv2d wrong="first bias for all" change="= b[f] → = b[0]" fails="conv2d_batch conv2d_stride_and_pad" says="Each filter has a bias of its own, and each map gets that of its filter."
# %% conv2d wrong="bias of the image" change="= b[f] → = b[n % F]" fails="conv2d_batch conv2d_stride_and_pad" says="Each filter has a bias of its own, and each map gets that of its filter."
# %% conv2d wrong="all biases together" change="= b[f] → = np.sum(b)" fails="conv2d_batch conv2d_stride_and_pad" says="Each filter has a bias of its own, and each map gets that of its filter."
# %% conv2d wrong="mean of the biases" change="= b[f] → = np.mean(b)" fails="conv2d_batch conv2d_stride_and_pad" says="Each filter has a bias of its own, and each map gets that of its filter."
# %% conv2d wrong="bias multiplied" change="return out → return (out - b[:, None, None]) * b[:, None, None]" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="The bias was multiplied, and is to be added."
# %% conv2d wrong="bias subtracted" change="= b[f] → = -b[f]" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="The bias was subtracted, and is to be added."
# %% conv2d wrong="ReLU, too" change="return out → return np.maximum(out, 0)" fails="conv2d_batch conv2d_stride_and_pad" says="Negative numbers are cut off here. ReLU is a layer of its own."
# %% conv2d wrong="every filter into every map" change="return out → return np.repeat((out - b[:, None, None]).sum(axis=1, keepdims=True), F, axis=1) + b[:, None, None]" fails="conv2d_batch conv2d_stride_and_pad" says="All filters went into each map: one filter makes one map."
# %% conv2d wrong="channels multiplied" change="out[n, f] = b[f]\n            for c in range(C):\n                out[n, f] += → out[n, f] = 1\n            for c in range(C):\n                out[n, f] *= " change="    return out → \n            out[n, f] += b[f]\n    return out" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="The channels were multiplied: add up what they give."
# %% conv2d wrong="bias in the corner" change="out[n, f] = b[f] → out[n, f, 0, 0] = b[f]" fails="conv2d_batch conv2d_stride_and_pad" says="The bias is added at every place of the map, and not at one of them."
# %% conv2d wrong="largest of the channels" change="return out → out[:] = b[:, None, None]\n    for n in range(N):\n        for f in range(F):\n            out[n, f] += np.max([correlate2d_strided(x[n, c], w[f, c], stride, pad) for c in range(C)], axis=0)\n    return out" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="The channels aren't added up. Does the loop overwrite what was there?"
# %% conv2d wrong="all but the last channel" change="for c in range(C) → for c in range(C - 1)" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="Not all channels are in it."
# %% conv2d wrong="slices transposed" change="w[f, c], stride → w[f, c].T if KH == KW else w[f, c], stride" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="The filter is turned round here, or its rows and columns are exchanged: use it as it is."
# %% conv2d wrong="stride and pad kept back" change="correlate2d_strided(x[n, c], w[f, c], stride, pad) → correlate2d_strided(x[n, c], w[f, c])" fails="conv2d_stride_and_pad" says="stride and pad did not reach correlate2d_strided. Hand both on."


# %% conv2d wrong="sums not begun anew" change="for f in range(F):\n            out[n, f] = b[f] → total = np.zeros((OH, OW))\n        for f in range(F):" change="out[n, f] += correlate2d_strided(x[n, c], w[f, c], stride, pad) → total = total + correlate2d_strided(x[n, c], w[f, c], stride, pad)\n            out[n, f] = total + b[f]" fails="conv2d_batch conv2d_stride_and_pad" says="A map still holds the sums of earlier filters: start afresh for each filter."
# %% im2col right="window by window"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = []
    for n in range(len(padded)):
        for i in range(0, padded.shape[2] - KH + 1, stride):
            for j in range(0, padded.shape[3] - KW + 1, stride):
                rows.append(padded[n, :, i : i + KH, j : j + KW].ravel())
    return np.array(rows)


# %% im2col right="sliding windows"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(-1, x.shape[1] * KH * KW)


# %% im2col right="from a textbook"
def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_data.shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
    img = np.pad(input_data, [(0, 0), (0, 0), (pad, pad), (pad, pad)], "constant")
    col = np.zeros((N, C, filter_h, filter_w, out_h, out_w))
    for y in range(filter_h):
        y_max = y + stride * out_h
        for x in range(filter_w):
            x_max = x + stride * out_w
            col[:, :, y, x, :, :] = img[:, :, y:y_max:stride, x:x_max:stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out_h * out_w, -1)


# %% im2col right="index arrays"
def im2col(x, KH, KW, stride=1, pad=0):
    N, C, H, W = x.shape
    OH, OW = (H + 2 * pad - KH) // stride + 1, (W + 2 * pad - KW) // stride + 1
    i = np.tile(np.repeat(np.arange(KH), KW), C)[:, None]
    i = i + stride * np.repeat(np.arange(OH), OW)
    j = np.tile(np.arange(KW), KH * C)[:, None] + stride * np.tile(np.arange(OW), OH)
    c = np.repeat(np.arange(C), KH * KW)[:, None]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    return padded[:, c, i, j].transpose(0, 2, 1).reshape(N * OH * OW, -1)


# %% im2col wrong="index of the row" change="return rows.reshape(N * OH * OW, C * KH * KW) → table = np.zeros((N * OH * OW, C * KH * KW))\n    for n, i, j in np.ndindex(N, OH, OW):\n        table[n * OH * OW + i * OH + j] = rows[n, i, j].ravel()\n    return table" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="Some rows are in the place of others: each row of windows makes OW rows of the table, not OH."
# %% im2col wrong="slices end too early" change="a : a + stride * OH : stride → a : a + OH : stride" fails="im2col_stride_and_pad" says="With a stride above 1 the slices end too early: OH steps of stride reach further than OH pixels."
# %% im2col wrong="all slices end too early" change="a : a + stride * OH : stride → a : a + OH : stride" change="b : b + stride * OW : stride → b : b + OW : stride" fails="im2col_stride_and_pad" says="With a stride above 1 the slices end too early: OH steps of stride reach further than OH pixels."
# %% im2col wrong="sizes in a byte" change="N, C, H, W = x.shape → N, C, H, W = map(int, np.array(x.shape).astype(np.uint8))" fails="im2col_channels_and_images" reads="shape"
# %% im2col wrong="windows as columns" change="return rows.reshape(N * OH * OW, C * KH * KW) → return rows.reshape(N * OH * OW, C * KH * KW).T" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="Windows should be rows; here they are columns."
# %% im2col wrong="windows downwards first" change="return rows.reshape → return rows.transpose(0, 2, 1, 3, 4, 5).reshape" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="Rows are in the order of columns: the next row belongs to the window to the right."
# %% im2col wrong="pixels downwards first" change="return rows.reshape → return rows.transpose(0, 1, 2, 3, 5, 4).reshape" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="In each row the pixels run down the columns of the window; read it row by row."
# %% im2col wrong="channels last" change="return rows.reshape → return rows.transpose(0, 1, 2, 4, 5, 3).reshape" fails="im2col_channels_and_images im2col_stride_and_pad" says="Channels should come first in a row: all pixels of channel 0, then all of channel 1."
# %% im2col wrong="windows first" change="return rows.reshape → return rows.transpose(1, 2, 0, 3, 4, 5).reshape" fails="im2col_channels_and_images im2col_stride_and_pad" says="Rows go image by image: all windows of image 0, then all of image 1."
# %% im2col wrong="a row for each channel" change="return rows.reshape(N * OH * OW, C * KH * KW) → return rows.transpose(0, 3, 1, 2, 4, 5).reshape(N * C * OH * OW, KH * KW)" fails="im2col_channels_and_images im2col_stride_and_pad" says="Each window belongs in one row with all its channels; here channels have rows of their own."
# %% im2col wrong="reshaped only" change="np.zeros((N, OH, OW, C, KH, KW)) → np.zeros((N, C, OH, OW, KH, KW))" change="under.transpose(0, 2, 3, 1) → under" fails="im2col_channels_and_images im2col_stride_and_pad" says="Channels and places are mixed up: reshape doesn't move axes. They have to be in the order of rows and columns before it."
# %% im2col wrong="stride ignored" change="N, C, H, W = x.shape → N, C, H, W = x.shape\n    stride = 1" fails="im2col_stride_and_pad" says="The stride is ignored."
# %% im2col wrong="padding ignored" change="N, C, H, W = x.shape → N, C, H, W = x.shape\n    pad = 0" fails="im2col_stride_and_pad" says="The padding is missing."
# %% im2col wrong="padded on one side" change="((0, 0), (0, 0), (pad, pad), (pad, pad)) → ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0))" fails="im2col_stride_and_pad" says="The frame is on one side only: there is one all around."
# %% im2col wrong="padded on every axis" change="N, C, H, W = x.shape → x, pad = np.pad(x, pad), 0\n    N, C, H, W = x.shape" fails="im2col_stride_and_pad" says="Images and channels got a frame, too: only the height and the width of each channel get one."
# %% im2col wrong="first image only" change="return rows.reshape(N * OH * OW, C * KH * KW) → return rows[0].reshape(OH * OW, C * KH * KW)" fails="im2col_channels_and_images im2col_stride_and_pad" says="Windows are missing. The table has those of all images, and of all places."
# %% im2col wrong="images overwrite each other" change="return rows.reshape → rows[0], rows[1:] = rows[-1].copy(), 0\n    return rows.reshape" fails="im2col_channels_and_images im2col_stride_and_pad" says="Each image overwrites the rows of the one before: the number of the row has to go on from image to image."
# %% im2col wrong="first channel only" change="return rows.reshape(N * OH * OW, C * KH * KW) → return rows[:, :, :, 0].reshape(N * OH * OW, KH * KW)" fails="im2col_channels_and_images im2col_stride_and_pad" says="Only the first channel is in it: a row holds the window of all channels."
# %% im2col wrong="steps of 1" change="a : a + stride * OH : stride, b : b + stride * OW : stride → a : a + OH, b : b + OW" fails="im2col_stride_and_pad" says="The number of windows is right, but they begin side by side: each should begin one stride further on."
# %% im2col wrong="channels averaged" change="return rows.reshape(N * OH * OW, C * KH * KW) → return rows.mean(axis=3).reshape(N * OH * OW, KH * KW)" fails="im2col_channels_and_images im2col_stride_and_pad" says="Channels were put together: a row holds the window of each channel, one after the other."
# %% im2col wrong="images last" change="return rows.reshape(N * OH * OW, C * KH * KW) → return rows.transpose(1, 0, 2, 3, 4, 5).reshape(N * OH * OW, C * KH * KW)" fails="im2col_channels_and_images im2col_stride_and_pad" says="Rows go image by image: all windows of image 0, then all of image 1."
# %% im2col wrong="frame of ones" change="(pad, pad), (pad, pad))) → (pad, pad), (pad, pad)), constant_values=1)" fails="im2col_stride_and_pad" says="The frame should be 0."
# %% im2col wrong="edge repeated" change='(pad, pad), (pad, pad))) → (pad, pad), (pad, pad)), mode="edge")' fails="im2col_stride_and_pad" says="The frame should be 0."

# %% im2col wrong="axes not moved" change="(N, OH, OW, C, KH, KW) → (N, C, KH, KW, OH, OW)" change="rows[:, :, :, :, a, b] = under.transpose(0, 2, 3, 1) → rows[:, :, a, b] = under" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="The numbers are reshaped without moving the axes: those that number the windows should come before those within one."
# %% pieces_in_order right="small letters in one word" change="G E B H D → gebhd"
# %% pieces_in_order right="a list" change='"G E B H D" → list("GEBHD")'
# %% pieces_in_order wrong="overwrites" change="H D → C D" fails="pieces_in_order_by_hand" says="C is a wrong line: where windows overlap, it overwrites what lies there."
# %% pieces_in_order wrong="stride ignored" change="B H → F H" fails="pieces_in_order_by_hand" says="F is a wrong line: it begins each window one further on. Where is the stride?"
# %% pieces_in_order wrong="no room for the frame" change="G E → A E" fails="pieces_in_order_by_hand" says="A is a wrong line: there is no room for the frame in it, which D takes off."
# %% pieces_in_order wrong="overwrites, stride ignored" change="B H → F C" fails="pieces_in_order_by_hand" says="C and F are wrong lines: one overwrites where windows overlap, the other one ignores the stride."
# %% pieces_in_order wrong="line too late" change="G E B H D → E B H G D" fails="pieces_in_order_by_hand" reads="H uses line before any line has made it"
# %% pieces_in_order wrong="start too late" change="B H → H B" fails="pieces_in_order_by_hand" reads="H uses start before any line has made it"
# %% pieces_in_order wrong="returned too early" change="E B H D → D E B H" fails="pieces_in_order_by_hand" says="D returns the line before anything was laid on it."
# %% pieces_in_order wrong="no loop" change="G E B H D → G B H E D" fails="pieces_in_order_by_hand" reads="B is indented, and the line before it neither begins a loop nor stands in one"
# %% pieces_in_order wrong="both of a pair" change="G E B H D → A G E B H" fails="pieces_in_order_by_hand" reads="is None"


# %% col2im right="window by window"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k = 0
    for n in range(N):
        for i in range(0, H + 2 * pad - KH + 1, stride):
            for j in range(0, W + 2 * pad - KW + 1, stride):
                framed[n, :, i : i + KH, j : j + KW] += rows[k].reshape(C, KH, KW)
                k += 1
    return framed[:, :, pad : H + pad, pad : W + pad]


# %% col2im right="np.add.at on an im2col of places"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    places = np.arange(1.0, np.prod(x_shape) + 1).reshape(x_shape)
    places = im2col(places, KH, KW, stride, pad).astype(int)
    flat = np.zeros(np.prod(x_shape) + 1)
    np.add.at(flat, places, rows)
    return flat[1:].reshape(x_shape)


# %% col2im right="from a textbook"
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
    col = col.reshape(N, out_h, out_w, C, filter_h, filter_w)
    col = col.transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * pad + stride - 1, W + 2 * pad + stride - 1))
    for y in range(filter_h):
        y_max = y + stride * out_h
        for x in range(filter_w):
            x_max = x + stride * out_w
            img[:, :, y:y_max:stride, x:x_max:stride] += col[:, :, y, x, :, :]
    return img[:, :, pad : H + pad, pad : W + pad]


# %% col2im right="all images at once, place by place"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    OH = conv_output_size(H, KH, stride, pad)
    OW = conv_output_size(W, KW, stride, pad)
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    windows = rows.reshape(N, OH, OW, C, KH, KW)
    for i in range(OH):
        for j in range(OW):
            h, v = i * stride, j * stride
            framed[:, :, h : h + KH, v : v + KW] += windows[:, i, j]
    return framed[:, :, pad : H + pad, pad : W + pad]


# %% col2im wrong="overwrites" change="range(KH) → reversed(range(KH))" change="range(KW) → reversed(range(KW))" change="+= pieces[..., a, b] → = pieces[..., a, b]" fails="col2im_by_hand col2im_other_sizes" says="Where windows overlap, only one of them counts. Add what all of them bring."
# %% col2im wrong="rows laid downwards" change="rows.reshape(N, OH, OW, C, KH, KW) → rows.reshape(N, OH, OW, C, KW, KH).swapaxes(4, 5)" fails="col2im_by_hand col2im_other_sizes" says="Each row was laid down the columns of its window; its numbers go row by row."
# %% col2im wrong="what no window covers is cut off" change="np.zeros((N, C, H + 2 * pad, W + 2 * pad)) → np.zeros((N, C, stride * (OH - 1) + KH, stride * (OW - 1) + KW))" fails="col2im_other_sizes" reads="does not have the shape that is expected"
# %% col2im wrong="sizes in a byte" change="N, C, H, W = x_shape → N, C, H, W = map(int, np.array(x_shape).astype(np.uint8))" fails="col2im_other_sizes" reads="reshape"
# %% col2im wrong="mean" change="for a in range(KH): → count = np.zeros(framed.shape)\n    for a in range(KH):" change="+= pieces[..., a, b] → += pieces[..., a, b]\n            count[:, :, *place] += 1" change="return framed → return (framed / np.maximum(count, 1))" fails="col2im_by_hand col2im_other_sizes" says="Add where windows overlap, don't take the mean."
# %% col2im wrong="frame left on" change="return framed[:, :, pad : pad + H, pad : pad + W] → return framed" fails="col2im_other_sizes" says="Take the frame off at the end."
# %% col2im wrong="upper left corner" change="framed[:, :, pad : pad + H, pad : pad + W] → framed[:, :, :H, :W]" fails="col2im_other_sizes" says="This is the upper left corner of the framed image; the image begins at pad."
# %% col2im wrong="ends at H" change="framed[:, :, pad : pad + H, pad : pad + W] → framed[:, :, pad:H, pad:W]" fails="col2im_other_sizes" says="The image is cut off too early: it begins at pad, and should be as high and as wide as before."
# %% col2im wrong="stride ignored" change="OH = conv_output_size(H, KH, stride, pad)\n    OW = conv_output_size(W, KW, stride, pad) → OH, OW, k = H + 2 * pad - KH + 1, W + 2 * pad - KW + 1, 0" change="pieces = rows.reshape(N, OH, OW, C, KH, KW).transpose(0, 3, 1, 2, 4, 5)\n    for a in range(KH):\n        for b in range(KW):\n            place = slice(a, a + stride * OH, stride), slice(b, b + stride * OW, stride)\n            framed[:, :, *place] += pieces[..., a, b] → for n, i, j in np.ndindex(N, OH, OW):\n        framed[n, :, i : i + KH, j : j + KW] += rows[k].reshape(C, KH, KW)\n        k += 1" fails="col2im_other_sizes" reads="index 2 is out of bounds for axis 0 with size 2"
# %% col2im wrong="channels last" change="rows.reshape(N, OH, OW, C, KH, KW).transpose(0, 3, 1, 2, 4, 5) → rows.reshape(N, OH, OW, KH, KW, C).transpose(0, 5, 1, 2, 3, 4)" fails="col2im_other_sizes" says="Channels are mixed up with places. What order do the numbers have in a row, and what order the rows? reshape to that first, then transpose."
# %% col2im wrong="channels first" change="rows.reshape(N, OH, OW, C, KH, KW).transpose(0, 3, 1, 2, 4, 5) → rows.reshape(N, C, OH, OW, KH, KW)" fails="col2im_other_sizes" says="Channels are mixed up with places. What order do the numbers have in a row, and what order the rows? reshape to that first, then transpose."
# %% col2im wrong="pixels turned" change="pieces[..., a, b] → pieces[..., KH - 1 - a, KW - 1 - b]" fails="col2im_by_hand col2im_other_sizes" says="Each row was laid down the wrong way round; its numbers go row by row."
# %% col2im wrong="first image only" change="framed[:, :, *place] += pieces[..., a, b] → framed[:1, :, *place] += pieces[:1, ..., a, b]" fails="col2im_other_sizes" says="Only the first image is filled. Does the number of the row go on from image to image?"
# %% col2im wrong="rows spoilt" change="N, C, H, W = x_shape → N, C, H, W = x_shape\n    rows *= 1.5" fails="col2im_by_hand col2im_other_sizes" reads="changed its argument"
# %% col2im wrong="first row again and again" change="rows.reshape(N, OH, OW, C, KH, KW) → np.resize(rows[0], (N, OH, OW, C, KH, KW))" fails="col2im_by_hand col2im_other_sizes" says="The same row was laid on several windows: the number of the row goes up with each window."
# %% col2im wrong="rows of the first image for all" change="rows.reshape(N, OH, OW, C, KH, KW) → np.resize(rows[: OH * OW], (N, OH, OW, C, KH, KW))" fails="col2im_other_sizes" says="Every image got the rows of the first one: the number of the row has to go on from image to image."
# %% col2im wrong="steps of 1" change="slice(a, a + stride * OH, stride), slice(b, b + stride * OW, stride) → slice(a, a + OH), slice(b, b + OW)" fails="col2im_other_sizes" says="Each window begins one pixel after the last one here. It should begin a stride further on."
# %% col2im wrong="all into the first image" change="return framed[:, → framed[:1], framed[1:] = framed.sum(axis=0), 0\n    return framed[:," fails="col2im_other_sizes" says="Rows of all images went into one: each goes back to its own image."
# %% col2im wrong="all into each image" change="return framed[:, → framed[:] = framed.sum(axis=0)\n    return framed[:," fails="col2im_other_sizes" says="Rows of all images went into one: each goes back to its own image."
# %% col2im wrong="ones for the rows" change="rows.reshape(N, OH, OW, C, KH, KW) → np.ones((N, OH, OW, C, KH, KW))" fails="col2im_by_hand col2im_other_sizes" says="This counts the windows over each pixel. It is the numbers of the rows that are added."
# %% col2im wrong="windows downwards first" change="rows.reshape(N, OH, OW, C, KH, KW) → rows.reshape(N, OW, OH, C, KH, KW).swapaxes(1, 2)" fails="col2im_other_sizes" says="Rows were taken for windows one below the other: the next row belongs to the window to the right."
# %% col2im wrong="reshaped at once" change="rows.reshape(N, OH, OW, C, KH, KW).transpose(0, 3, 1, 2, 4, 5) → rows.reshape(N, C, KH, KW, OH, OW).transpose(0, 1, 4, 5, 2, 3)" fails="col2im_by_hand col2im_other_sizes" says="The numbers of a row are spread over several windows here. The axes of rows come in the order N, OH, OW, C, KH, KW: reshape to these, then move them."


# %% conv2d_backward right="loops"
def conv2d_backward(dout, x, w, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, KH, KW = w.shape
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dframed, dw, db = np.zeros(framed.shape), np.zeros(w.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    h, v = i * stride, j * stride
                    dw[f] += dout[n, f, i, j] * framed[n, :, h : h + KH, v : v + KW]
                    dframed[n, :, h : h + KH, v : v + KW] += dout[n, f, i, j] * w[f]
                    db[f] += dout[n, f, i, j]
    return dframed[:, :, pad : pad + H, pad : pad + W], dw, db


# %% conv2d_backward right="einsum, in a list"
def conv2d_backward(dout, x, w, stride=1, pad=0):
    N, _, OH, OW = dout.shape
    KH, KW = w.shape[2:]
    rows = im2col(x, KH, KW, stride, pad).reshape(N, OH, OW, x.shape[1], KH, KW)
    dw = np.einsum("nfij,nijcab->fcab", dout, rows)
    drows = np.einsum("nfij,fcab->nijcab", dout, w)
    dx = col2im(drows.reshape(N * OH * OW, -1), x.shape, KH, KW, stride, pad)
    return [dx, dw, dout.sum(axis=(0, 2, 3))]


# %% conv2d_backward right="a full correlation with turned filters"
def conv2d_backward(dout, x, w, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, KH, KW = w.shape
    full = np.zeros((N, F, H + 2 * pad + KH - 1, W + 2 * pad + KW - 1))
    full[:, :, KH - 1 :: stride, KW - 1 :: stride][
        :, :, : dout.shape[2], : dout.shape[3]
    ] = dout
    turned = w[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    dx = conv2d(full, turned, np.zeros(C))[:, :, pad : pad + H, pad : pad + W]
    rows = im2col(x, KH, KW, stride, pad)
    upstream = np.moveaxis(dout, 1, 3).reshape(-1, F)
    return dx, (rows.T @ upstream).T.reshape(w.shape), upstream.sum(0)


# %% conv2d_backward right="one weight of the window at a time"
def conv2d_backward(dout, x, w, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, KH, KW = w.shape
    OH, OW = dout.shape[2:]
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dframed, dw = np.zeros(framed.shape), np.zeros(w.shape)
    for a in range(KH):
        for b in range(KW):
            under = np.s_[
                :, :, a : a + stride * OH : stride, b : b + stride * OW : stride
            ]
            dw[:, :, a, b] = np.einsum("nfij,ncij->fc", dout, framed[under])
            dframed[under] += np.einsum("nfij,fc->ncij", dout, w[:, :, a, b])
    return dframed[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(3).sum(2).sum(0)


# %% conv2d_backward wrong="dx not written yet" change="dx = col2im(upstream @ w.reshape(F, -1), x.shape, KH, KW, stride, pad) → dx = None" fails="backward_dx" reads="dx is None"
# %% conv2d_backward wrong="db averaged" change="np.sum → np.mean" fails="backward_db" says="These are means over images and places; the gradients of all places add."
# %% conv2d_backward wrong="db a place" change="np.sum(upstream, axis=0) → dout.sum(axis=0)" fails="backward_db" says="Add over the places, too: the same bias is used at every place."
# %% conv2d_backward wrong="db an image" change="np.sum(upstream, axis=0) → dout.sum(axis=(2, 3))" fails="backward_db" says="Add over the images, too."
# %% conv2d_backward wrong="db divided by the batch" change="np.sum(upstream, axis=0) → np.sum(upstream, axis=0) / len(x)" fails="backward_db" reads="2 is the batch size"
# %% conv2d_backward wrong="reshaped without transpose" change="dout.transpose(0, 2, 3, 1).reshape → dout.reshape" fails="backward_db backward_dw backward_dx" says="Here dout was reshaped without moving its axes: filters and places got mixed up. Transpose first."
# %% conv2d_backward wrong="reshaped without transpose, but for db" change="dout.transpose(0, 2, 3, 1).reshape → dout.reshape" change="np.sum(upstream, axis=0) → dout.sum(axis=(0, 2, 3))" fails="backward_dw backward_dx" says="Here dout was reshaped without moving its axes: filters and places got mixed up. Transpose first."
# %% conv2d_backward wrong="images last in the rows" change="dout.transpose(0, 2, 3, 1) → dout.transpose(2, 3, 0, 1)" fails="backward_dw backward_dx" says="The rows of dout go place by place, and those of im2col image by image: the images come first."
# %% conv2d_backward wrong="dw divided by the batch" change="(upstream.T @ rows).reshape(w.shape) → (upstream.T @ rows).reshape(w.shape) / len(x)" fails="backward_dw" reads="2 is the batch size"
# %% conv2d_backward wrong="dw turned" change="(upstream.T @ rows).reshape(w.shape) → (upstream.T @ rows).reshape(w.shape)[:, :, ::-1, ::-1]" fails="backward_dw" says="Each filter is turned by 180° here."
# %% conv2d_backward wrong="dw of whole numbers" change="(upstream.T @ rows).reshape(w.shape) → (upstream.T @ rows).reshape(w.shape).astype(w.dtype)" fails="backward_dw" reads="decimals"
# %% conv2d_backward wrong="dw as a table" change="(upstream.T @ rows).reshape(w.shape) → upstream.T @ rows" fails="backward_dw" reads="only the shape is not"
# %% conv2d_backward wrong="dw reshaped without transpose" change="upstream.T @ rows → rows.T @ upstream" fails="backward_dw" says="The product for dw has a filter in each column, and reshape doesn't turn it: which factor comes first?"
# %% conv2d_backward wrong="dx overwrites" change="dx = col2im(upstream @ w.reshape(F, -1), x.shape, KH, KW, stride, pad) → dx = np.pad(np.zeros(x.shape), ((0, 0), (0, 0), (pad, pad), (pad, pad)))\n    for i, j in np.ndindex(dout.shape[2:]):\n        dx[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW] = np.tensordot(dout[:, :, i, j], w, 1)\n    dx = dx[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]" fails="backward_dx" says="Where windows overlap, only one of them counts. Add what all of them bring."
# %% conv2d_backward wrong="dx of the last filter overwrites" change="dx = col2im(upstream @ w.reshape(F, -1), x.shape, KH, KW, stride, pad) → dx = np.pad(np.zeros(x.shape), ((0, 0), (0, 0), (pad, pad), (pad, pad)))\n    for i, j in np.ndindex(dout.shape[2:]):\n        dx[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW] = np.tensordot(dout[:, -1:, i, j], w[-1:], 1)\n    dx = dx[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]" fails="backward_dx" says="Filters and windows that overlap overwrite each other in dx. Add what all of them bring."
# %% conv2d_backward wrong="dx with its frame" change="w.reshape(F, -1), x.shape, KH, KW, stride, pad) → w.reshape(F, -1), np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))).shape, KH, KW, stride)" fails="backward_dx" says="dx still has its frame: take that off, so that dx has the shape of x."
# %% conv2d_backward wrong="dx with turned filters" change="w.reshape(F, -1) → w[:, :, ::-1, ::-1].reshape(F, -1)" fails="backward_dx" says="The numbers of each filter are met in reverse order here, as if it were turned by 180°. On the way back it lies on the window as it did on the way there."
# %% conv2d_backward wrong="dx of whole numbers" change="return dx, dw, db → return dx.astype(x.dtype), dw, db" fails="backward_dx" says="dx has lost its decimals: it has the whole-number type of the images."
# %% conv2d_backward wrong="padding ignored for dx" change="x.shape, KH, KW, stride, pad) → x.shape, KH, KW, stride)" fails="backward_db backward_dw backward_dx" reads="array of size 324 into shape (3,2,2,2,2,3)"
# %% conv2d_backward wrong="adds to dout" change="return dx, dw, db → dout *= 0.5\n    return dx, dw, db" fails="backward_db backward_dw backward_dx" reads="changed its argument dout"
# %% conv2d_backward wrong="other order" change="return dx, dw, db → return dw, db, dx" fails="backward_db backward_dw backward_dx" says="The order is dx, dw, db."
# %% conv2d_backward wrong="db of the first image" change="np.sum(upstream, axis=0) → dout[0].sum(axis=(1, 2))" fails="backward_db" says="This is db of one image alone: add over all images, and over all places."
# %% conv2d_backward wrong="db of the last image" change="np.sum(upstream, axis=0) → dout[-1].sum(axis=(1, 2))" fails="backward_db" says="This is db of one image alone: add over all images, and over all places."
# %% conv2d_backward wrong="db all in one" change="np.sum(upstream, axis=0) → np.full(F, np.sum(upstream))" fails="backward_db" says="All filters got the same number: each bias gets the gradients of its own map."
# %% conv2d_backward wrong="W reshaped the other way" change="w.reshape(F, -1) → w.reshape(-1, F).T" fails="backward_dx" says="The filters got mixed up: one filter in each row, with all its weights."
# %% conv2d_backward wrong="dx of the rows" change="upstream @ w.reshape(F, -1) → rows" fails="backward_dx" says="The windows themselves were laid back; it is the gradient of the rows that comes back."
# %% conv2d_backward wrong="dx without the filters" change="upstream @ w.reshape(F, -1) → np.repeat(upstream.sum(axis=1, keepdims=True), rows.shape[1], axis=1)" fails="backward_dx" says="The filters are missing: each pixel is reached through the weight that lies on it."
# %% conv2d_backward wrong="dx by N" change="return dx, dw, db → return dx / len(x), dw, db" fails="backward_dx" reads="too small"
# %% conv2d_backward wrong="dw of the first image" change="(upstream.T @ rows) → (upstream[: len(upstream) // len(x)].T @ rows[: len(rows) // len(x)])" fails="backward_dw" says="This is dw of one image alone: all images have a part in every weight, and they add."
# %% conv2d_backward wrong="dw before dx" change="return dx, dw, db → return dw, dx, db" fails="backward_dw backward_dx" says="The order is dx, dw, db."
# %% conv2d_backward wrong="minus" change="return dx, dw, db → return -dx, -dw, -db" fails="backward_db backward_dw backward_dx" reads="wrong sign"
# %% conv2d_backward wrong="dx of the first filter" change="upstream @ w.reshape(F, -1) → upstream[:, :1] @ w.reshape(F, -1)[:1]" fails="backward_dx" says="Only one filter is in dx: a pixel feeds the maps of all filters, and what comes back adds."
# %% conv2d_backward wrong="dx of the last filter" change="upstream @ w.reshape(F, -1) → upstream[:, -1:] @ w.reshape(F, -1)[-1:]" fails="backward_dx" says="Only one filter is in dx: a pixel feeds the maps of all filters, and what comes back adds."
# %% conv2d_backward wrong="negative gradients cut off" change="dout.transpose → np.maximum(dout, 0).transpose" fails="backward_db backward_dw backward_dx" says="Negative gradients are lost here. A convolution passes every gradient on; cutting off is what ReLU does."
# %% conv2d_backward wrong="absolute dw" change="(upstream.T @ rows) → np.abs(upstream.T @ rows)" fails="backward_dw" says="The signs are lost: a slope may be negative."


# %% conv2d_backward wrong="reshape alone for dw" change="dw = (upstream.T @ rows) → dw = (dout.reshape(F, -1) @ rows)" fails="backward_dw" says="A reshape alone mixes images and filters. Move the axis of the filters to its place first, with transpose."


# %% max_pool right="by reshape"
class MaxPool:
    def __init__(self, size=2):
        self.size = size

    def forward(self, x):
        N, C, H, W = x.shape
        s, OH, OW = self.size, H // self.size, W // self.size
        self.x_shape = x.shape
        blocks = x[:, :, : OH * s, : OW * s].reshape(N, C, OH, s, OW, s)
        blocks = blocks.transpose(0, 1, 2, 4, 3, 5).reshape(N, C, OH, OW, s * s)
        self.winner = blocks.argmax(axis=-1)
        return blocks.max(axis=-1)

    def backward(self, dout):
        N, C, H, W = self.x_shape
        s, OH, OW = self.size, H // self.size, W // self.size
        blocks = np.zeros((N, C, OH, OW, s * s))
        np.put_along_axis(blocks, self.winner[..., None], dout[..., None], axis=-1)
        blocks = blocks.reshape(N, C, OH, OW, s, s).transpose(0, 1, 2, 4, 3, 5)
        dx = np.zeros(self.x_shape)
        dx[:, :, : OH * s, : OW * s] = blocks.reshape(N, C, OH * s, OW * s)
        return dx


# %% max_pool right="loops"
class MaxPool:
    def __init__(self, size=2):
        self.pool = size

    def forward(self, x):
        self.inputs = np.copy(x)
        N, C, H, W = x.shape
        s = self.pool
        rows, columns = range(0, H - s + 1, s), range(0, W - s + 1, s)
        largest = []
        for n in range(N):
            for c in range(C):
                for i in rows:
                    for j in columns:
                        largest.append(np.max(x[n, c, i : i + s, j : j + s]))
        return np.reshape(largest, (N, C, len(rows), len(columns)))

    def backward(self, dout):
        dx = np.zeros_like(self.inputs, dtype=float)
        s = self.pool
        for n, c, i, j in np.ndindex(dout.shape):
            block = self.inputs[n, c, i * s : i * s + s, j * s : j * s + s]
            a, b = np.unravel_index(np.argmax(block), block.shape)
            dx[n, c, i * s + a, j * s + b] += dout[n, c, i, j]
        return dx


# %% max_pool right="by im2col"
class MaxPool:
    def __init__(self, size=2):
        self.size = size

    def forward(self, x):
        N, C, H, W = x.shape
        s = self.size
        self.x_shape = x.shape
        rows = im2col(x.reshape(N * C, 1, H, W), s, s, s)
        self.best = np.argmax(rows, axis=1)
        return rows.max(axis=1).reshape(N, C, H // s, W // s)

    def backward(self, dout):
        N, C, H, W = self.x_shape
        s = self.size
        rows = np.zeros((dout.size, s * s))
        rows[np.arange(dout.size), self.best] = dout.ravel()
        return col2im(rows, (N * C, 1, H, W), s, s, s).reshape(N, C, H, W)


# %% max_pool right="a running maximum"
class MaxPool:
    def __init__(self, size=2):
        self.size = size

    def parts(self, x):
        """For each place in a block, the numbers of all blocks that stand there."""
        s, OH, OW = self.size, x.shape[2] // self.size, x.shape[3] // self.size
        for a in range(s):
            for b in range(s):
                yield x[:, :, a : OH * s : s, b : OW * s : s]

    def forward(self, x):
        self.x = x
        self.largest = functools.reduce(np.maximum, self.parts(x))
        return self.largest

    def backward(self, dout):
        dx, free = np.zeros(self.x.shape), np.ones(dout.shape, dtype=bool)
        for numbers, gradients in zip(self.parts(self.x), self.parts(dx), strict=True):
            won = free & (numbers == self.largest)
            gradients[:] = won * dout
            free &= ~won
        return dx


# %% max_pool wrong="the first channel decides" change=".argmax(axis=2) → .argmax(axis=2)[:, :1]" fails="pool_backward pool_any_size" reads="has the right values, but in other places"
# %% max_pool wrong="every tie" change=".argmax(axis=2) → .max(axis=2)" change="np.arange(s * s) == winner[:, :, None] → self.x[place].reshape(N, C, s * s) == winner[:, :, None]" fails="pool_backward" says="Every number that equals the largest gets the gradient here. The first in reading order gets it all."
# %% max_pool wrong="ties share" change=".argmax(axis=2) → .max(axis=2)" change="np.arange(s * s) == winner[:, :, None] → self.x[place].reshape(N, C, s * s) == winner[:, :, None]\n                won = won / won.sum(axis=2, keepdims=True)" fails="pool_backward" says="Where two numbers are the largest, they share dout here. The first in reading order should get all of it."
# %% max_pool wrong="last of ties" change="self.x[place].reshape(N, C, s * s) → self.x[place].reshape(N, C, s * s)[:, :, ::-1]" change="np.arange(s * s) → np.arange(s * s)[::-1]" fails="pool_backward" says="Where two numbers are the largest, the first in reading order should get all of dout; here it is the last one."
# %% max_pool wrong="everyone" change="np.arange(s * s) == winner[:, :, None] → np.ones(s * s)" fails="pool_backward pool_any_size" says="Only the winner of a block gets a gradient; here all its numbers get one."
# %% max_pool wrong="as a mean" change="np.arange(s * s) == winner[:, :, None] → np.ones(s * s) / (s * s)" fails="pool_backward pool_any_size" says="All numbers of a block share the gradient here, as if it were a mean; the winner gets it all."
# %% max_pool wrong="ones" change="dout[:, :, i, j, None] → 1.0" fails="pool_backward pool_any_size" says="The places are right, but each winner should get its dout, not 1."
# %% max_pool wrong="mean pooling" change="block.max → block.mean" fails="pool_forward" says="These are the means of the blocks; keep the largest number."
# %% max_pool wrong="smallest" change="block.max → block.min" fails="pool_forward" says="These are the smallest numbers; keep the largest."
# %% max_pool wrong="begins with 0" change="block.max(axis=(2, 3)) → np.maximum(block.max(axis=(2, 3)), 0)" fails="pool_forward" says="A block can hold negative numbers only, and then 0 is none of them: begin with a number of the block."
# %% max_pool wrong="overlapping windows" change="return out → windows = np.lib.stride_tricks.sliding_window_view(x, (s, s), (2, 3))\n        return windows.max(axis=(4, 5))" fails="pool_forward pool_any_size" says="The windows overlap here. Blocks should lie side by side: the stride should be their size."
# %% max_pool wrong="over the channels" change="block.max(axis=(2, 3)) → block.max()" fails="pool_forward" says="The largest number was taken over more than its block: each image and each channel stays by itself."
# %% max_pool wrong="overlapping windows, both ways" change="block = x[:, :, i * s : (i + 1) * s, j * s : (j + 1) * s] → block = x[:, :, i : i + s, j : j + s]" change="np.s_[:, :, i * s : (i + 1) * s, j * s : (j + 1) * s] → np.s_[:, :, i : i + s, j : j + s]" change="dx[place] = → dx[place] +=" fails="pool_forward pool_backward pool_any_size" says="The windows overlap here. Blocks should lie side by side: the stride should be their size."
# %% max_pool wrong="over the channels, image by image" change="block.max(axis=(2, 3)) → block.max(axis=(1, 2, 3))[:, None]" fails="pool_forward" says="The largest number was taken over more than its block: each image and each channel stays by itself."
# %% max_pool wrong="row and column exchanged" change="np.arange(s * s) == winner → np.arange(s * s).reshape(s, s).T.ravel() == winner" fails="pool_backward pool_any_size" says="In each block the gradient lies with row and column exchanged."
# %% max_pool wrong="wrong window" change="dx[place] → dx[:, :, i : i + s, j : j + s]" fails="pool_backward pool_any_size" says="The winner's place is counted from the corner of its block, and not of the image."
# %% max_pool wrong="always 2" change="self.size = size → self.size = 2" fails="pool_forward pool_backward pool_any_size" reads="does not have the shape that is expected"
# %% max_pool wrong="whole numbers only" change="np.zeros(self.x.shape) → np.zeros_like(self.x)" fails="pool_backward" reads="decimals"
# %% max_pool wrong="sizes in a byte" change="s = self.size\n        out → s = self.size\n        H, W = H % 256, W % 256\n        out" fails="pool_forward" reads="shape"
# %% max_pool wrong="shape of what divides" change="np.zeros(self.x.shape) → np.zeros((N, C, H // s * s, W // s * s))" fails="pool_any_size" reads="expected"
# %% max_pool wrong="rounded up" change="N, C, H, W = x.shape → N, C, H, W = x.shape\n        H, W = H + self.size - 1, W + self.size - 1" fails="pool_forward pool_any_size" reads="does not have the shape that is expected"
# %% max_pool wrong="one for all layers" change="self.x = x → MaxPool.x = x" fails="pool_backward" reads="has the right values, but in other places"
# %% max_pool wrong="dout times the winner" change="(won * dout[:, :, i, j, None]) → (won * dout[:, :, i, j, None] * self.x[place].max(axis=(2, 3))[:, :, None])" fails="pool_backward pool_any_size" says="dout was multiplied by the largest number; the slope of the winner is 1."
# %% max_pool wrong="the winners themselves" change="return dx → return np.where(dx != 0, self.x, 0)" fails="pool_backward pool_any_size" says="The winners themselves stand there; each winner's place gets its dout."
# %% max_pool wrong="sum of the block" change="block.max(axis=(2, 3)) → block.sum(axis=(2, 3))" fails="pool_forward" says="These are the sums of the blocks; keep the largest number."
# %% max_pool wrong="upper left" change="block.max(axis=(2, 3)) → block[:, :, 0, 0]" fails="pool_forward" says="This is the first number of each block; keep the largest."
# %% max_pool wrong="largest absolute value" change="block.max(axis=(2, 3)) → np.abs(block).max(axis=(2, 3))" fails="pool_forward" says="The signs are lost: the largest number counts, not the one that is farthest from 0."
# %% max_pool wrong="smallest loses" change="argmax(axis=2) → argmin(axis=2)" fails="pool_backward pool_any_size" says="The smallest number of each block got the gradient; it belongs to the largest."
# %% max_pool wrong="negative gradients lost" change="won * dout[:, :, i, j, None] → won * np.maximum(dout[:, :, i, j, None], 0)" fails="pool_backward pool_any_size" says="A negative gradient is lost here. The winner gets its dout, whatever its sign."
# %% max_pool wrong="dout of one map for all" change="won * dout[:, :, i, j, None] → won * dout[:1, :1, i, j, None]" fails="pool_backward pool_any_size" says="All maps got the dout of the first one: each image and each channel has its own."
# %% max_pool wrong="middle of the block" change="block.max(axis=(2, 3)) → np.median(block, axis=(2, 3))" fails="pool_forward" says="These are the middle numbers of the blocks; keep the largest."
# %% max_pool wrong="only the first row of blocks" change="        return out → \n            return out" fails="pool_forward" says="Only the first row of blocks is filled. Is the return behind both loops?"
# %% max_pool wrong="dx begins as x" change="dx = np.zeros(self.x.shape) → dx = self.x.astype(float)" change="dx[place] = (won * dout[:, :, i, j, None]).reshape(N, C, s, s) → kept = dx[place].reshape(N, C, s * s)\n                dx[place] = np.where(won, dout[:, :, i, j, None], kept).reshape(N, C, s, s)" fails="pool_backward pool_any_size" says="The numbers that did not win still hold x here. They get 0."


# %% max_pool wrong="begins far below" change="block.max(axis=(2, 3)) → block.max(axis=(2, 3), initial=-999)" fails="pool_forward" says="All numbers of a block can be smaller than the number with which the search begins: begin with one of the block."


# %% max_pool wrong="one winner for all channels" change="reshape(N, C, s * s).argmax(axis=2) → reshape(N, -1).argmax(axis=1)" change="np.arange(s * s) == winner[:, :, None] → (np.arange(C * s * s) == winner[:, None]).reshape(N, C, s * s)" fails="pool_backward pool_any_size" says="One winner is found for all channels of a block. Each channel needs its own."
# %% parameter_count right="shapes in a tuple"
def parameter_count(layers):
    shape, counts = None, []
    for layer in layers:
        match layer:
            case ("input", *sizes):
                shape = tuple(sizes)
            case ("conv", F, K, stride, pad):
                counts.append(F * shape[0] * K**2 + F)
                shape = (F, *(conv_output_size(s, K, stride, pad) for s in shape[1:]))
            case ("pool", size):
                shape = (shape[0], shape[1] // size, shape[2] // size)
            case ("affine", M):
                counts.append(M * int(np.prod(shape)) + M)
                shape = (M,)
    return sum(counts)


# %% parameter_count right="with NumPy"
def parameter_count(layers):
    shape = np.array(layers[0][1:])
    total = 0
    for layer in layers[1:]:
        if layer[0] == "conv":
            W = np.zeros((layer[1], shape[0], layer[2], layer[2]))
            total += W.size + len(W)
            side = (shape[1:] + 2 * layer[4] - layer[2]) // layer[3] + 1
            shape = np.array([layer[1], *side])
        if layer[0] == "pool":
            shape[1:] //= layer[1]
        if layer[0] == "affine":
            total += (np.prod(shape) + 1) * layer[1]
            shape = np.array([layer[1]])
    return total


# %% parameter_count right="by running zeros through it"
def parameter_count(layers):
    x, total = np.zeros((1, *layers[0][1:])), 0
    for kind, *numbers in layers[1:]:
        if kind == "conv":
            F, K, stride, pad = numbers
            W, b = np.zeros((F, x.shape[1], K, K)), np.zeros(F)
            total += W.size + b.size
            x = Conv(W, b, stride, pad).forward(x)
        elif kind == "pool":
            x = MaxPool(*numbers).forward(x)
        elif kind == "affine":
            W, b = np.zeros((x.size, *numbers)), np.zeros(numbers)
            total += W.size + b.size
            x = x.reshape(1, -1) @ W + b
    return total


# %% parameter_count wrong="three weights a slice" change="C * K * K + 1 → C * K + 1" fails="count_by_layer count_mnist" says="A slice has K rows of K weights each."
# %% parameter_count wrong="pools one side" change="H // numbers[0], W // numbers[0] → H // numbers[0], W" fails="count_mnist" says="Pooling makes both height and width smaller, and the affine layer sees what is left."
# %% parameter_count wrong="counts in two bytes" change="return total → return int(np.array(total).astype(np.uint16))" fails="count_mnist" reads="the parameters of an affine layer"
# %% parameter_count wrong="takes the input off the list" change="total = 0 → total = 0\n    _, C, H, W = layers.pop(0)" fails="count_by_layer" reads="changed its argument"
# %% parameter_count wrong="no biases" change="C * K * K + 1 → C * K * K" change="C * H * W + 1 → C * H * W" fails="count_by_layer count_mnist" says="The biases are missing: each filter has one, and each output of an affine layer."
# %% parameter_count wrong="a bias for each place" change="F * (C * K * K + 1) → F * C * K * K" change="W = conv_output_size(W, K, stride, pad) → W = conv_output_size(W, K, stride, pad)\n            total += F * H * W" fails="count_by_layer count_mnist" says="One bias a filter, and the same at every place: not one for each place of the map."
# %% parameter_count wrong="one channel" change="C * K * K + 1 → K * K + 1" fails="count_by_layer count_mnist" says="Each filter has a slice for every channel that comes in."
# %% parameter_count wrong="one bias a layer" change="F * (C * K * K + 1) → F * C * K * K + 1" fails="count_by_layer count_mnist" says="There is one bias for each filter, not one for the whole layer."
# %% parameter_count wrong="a bias for each slice" change="F * (C * K * K + 1) → F * C * (K * K + 1)" fails="count_by_layer count_mnist" says="There is one bias for each filter, not one for each of its slices."
# %% parameter_count wrong="pooling ignored" change="H // numbers[0], W // numbers[0] → H, W" fails="count_mnist" says="Pooling is left out. It makes height and width smaller, and the affine layer sees what is left."
# %% parameter_count wrong="affine sees one channel" change="C * H * W + 1 → H * W + 1" fails="count_by_layer count_mnist" says="The affine layer sees the numbers of all channels, not those of one."
# %% parameter_count wrong="affine sees channels only" change="C * H * W + 1 → C + 1" fails="count_by_layer count_mnist" says="The affine layer sees all numbers of all channels, not one for each channel."
# %% parameter_count wrong="outputs forgotten" change="C, H, W = numbers[0], 1, 1 → " fails="count_by_layer count_mnist" says="After an affine layer, its outputs are all that the next layer sees."
# %% parameter_count wrong="stride ignored" change="(H, K, stride, pad) → (H, K, 1, pad)" change="(W, K, stride, pad) → (W, K, 1, pad)" fails="count_mnist" says="The stride is left out of the size that a convolution leaves."
# %% parameter_count wrong="padding ignored" change="(H, K, stride, pad) → (H, K, stride)" change="(W, K, stride, pad) → (W, K, stride)" fails="count_mnist" says="The padding is left out of the size that a convolution leaves."
# %% parameter_count wrong="convolution keeps the size" change="H = conv_output_size(H, K, stride, pad) → " change="W = conv_output_size(W, K, stride, pad) → " fails="count_mnist" says="A convolution changes height and width: conv_output_size says to what."
# %% parameter_count wrong="a constant" change="return total → return 50186" fails="count_by_layer count_mnist" reads="filters are 50186, and should be 95"
# %% parameter_count wrong="channels of the input for all" change="C = F → pass" fails="count_by_layer count_mnist" says="Channels are counted wrongly: the filters of one convolution make the channels of the next layer."
# %% parameter_count wrong="channels replaced too early" change="F, K, stride, pad = numbers → C, K, stride, pad = numbers\n            F = C" fails="count_by_layer count_mnist" says="The slices of a filter were counted by the channels that go out: it has one for each channel that comes in."
# %% parameter_count wrong="pooling has weights" change="H, W = H // numbers[0], W // numbers[0] → H, W = H // numbers[0], W // numbers[0]\n            total += numbers[0] ** 2" fails="count_by_layer count_mnist" says="A pooling or a ReLU was counted. They have nothing to learn."
# %% parameter_count wrong="ReLU has weights" change='elif kind == "affine": → elif kind == "relu":\n            total += C\n        elif kind == "affine":' fails="count_by_layer count_mnist" says="A pooling or a ReLU was counted. They have nothing to learn."
# %% parameter_count wrong="returns in the loop" change="\n    return total → \n        return total" fails="count_by_layer count_mnist" says="Only the input was counted. Is the return after the loop?"
# %% parameter_count wrong="filters as large as the image" change="F * (C * K * K + 1) → F * (C * H * W + 1)" fails="count_by_layer count_mnist" says="A filter was counted as large as the image. It has K x K weights in each channel, however large the image is."
# %% parameter_count wrong="last layer only" change="total += numbers[0] * (C * H * W + 1) → total = numbers[0] * (C * H * W + 1)" fails="count_by_layer count_mnist" says="A layer's number replaced the total: add to it."
# %% parameter_count wrong="no biases in the affine layers" change="(C * H * W + 1) → C * H * W" fails="count_by_layer count_mnist" says="An affine layer has a bias for each output."
# %% parameter_count wrong="one bias for an affine layer" change="numbers[0] * (C * H * W + 1) → numbers[0] * C * H * W + 1" fails="count_by_layer count_mnist" says="An affine layer has a bias for each output."
# %% parameter_count wrong="affine takes the input's size" change="C, H, W = numbers[0], 1, 1 → C = numbers[0]" fails="count_by_layer count_mnist" says="After an affine layer, its outputs are all that the next layer sees."
# %% parameter_count wrong="multiplied by the places" change="F * (C * K * K + 1) → F * (C * K * K + 1) * H * W" fails="count_by_layer count_mnist" says="The weights of a filter are the same at every place: count them once."
# %% parameter_count wrong="a bias for each input" change="numbers[0] * (C * H * W + 1) → C * H * W * (numbers[0] + 1)" fails="count_by_layer count_mnist" says="An affine layer has a bias for each output."
# %% parameter_count wrong="numbers of the input counted" change="C, H, W = numbers\n → C, H, W = numbers\n            total += C * H * W\n" fails="count_by_layer count_mnist" says="The numbers of the image were counted, too. Only weights and biases are learned."
# %% parameter_count wrong="sum for product" change="F * (C * K * K + 1) → F + C * K * K + 1" fails="count_by_layer count_mnist" says="Each filter has weights of its own: multiply by the number of filters."
# %% parameter_count wrong="always halves" change="H // numbers[0], W // numbers[0] → H // 2, W // 2" fails="count_mnist" says="Divide by the size of the pooling, and round down: it doesn't always halve, and what is left at the edge is dropped."
# %% parameter_count wrong="sizes divided by /" change="H // numbers[0], W // numbers[0] → H / numbers[0], W / numbers[0]" fails="count_mnist" says="/ gives a float, even where nothing is left over. Sizes are whole numbers: divide with //."


# %% parameter_count wrong="pooling rounds up" change="H // numbers[0], W // numbers[0] → -(-H // numbers[0]), -(-W // numbers[0])" fails="count_mnist" says="Divide by the size of the pooling, and round down: it doesn't always halve, and what is left at the edge is dropped."


# %% parameter_count wrong="blocks that overlap" change="H, W = H // numbers[0], W // numbers[0] → H, W = H - numbers[0] + 1, W - numbers[0] + 1" fails="count_mnist" says="Pooling is counted as if its blocks moved by a single pixel. They should lie side by side."
# %% build_cnn right="scale in normal"
def build_cnn(filters, rng):
    layers = []
    channels = 1
    for k, count in enumerate(filters):
        inputs = 9 * channels
        W = rng.normal(0, (2 / inputs) ** 0.5, size=(count, channels, 3, 3))
        layers += [Conv(W, np.zeros(count), 1, 1), Relu()]
        if k == 0:
            layers.append(MaxPool())
        channels = count
    W = rng.normal(size=(16 * channels, 10)) * (2 / (16 * channels)) ** 0.5
    return [*layers, Flatten(), Affine(W, np.zeros(10))]


# %% build_cnn right="a tuple, made from the end"
def he(rng, *shape, inputs):
    return np.sqrt(2 / inputs) * rng.standard_normal(shape)


def build_cnn(filters, rng):
    last = Affine(he(rng, 16 * filters[1], 10, inputs=16 * filters[1]), np.zeros(10))
    second = he(rng, filters[1], filters[0], 3, 3, inputs=9 * filters[0])
    second = Conv(W=second, b=np.zeros(filters[1]), stride=1, pad=1)
    first = Conv(he(rng, filters[0], 1, 3, 3, inputs=9), np.zeros(filters[0]), pad=1)
    return first, Relu(), MaxPool(size=2), second, Relu(), Flatten(), last


# %% build_cnn wrong="a generator of its own" change="F1, F2 = filters → F1, F2 = filters\n    rng = np.random.default_rng(0)" fails="cnn_first_weights" says="It is the same for every generator: take the numbers from rng."
# %% build_cnn wrong="one filter again and again" change="rng.normal(size=(F2, F1, 3, 3)) → np.tile(rng.normal(size=(1, F1, 3, 3)), (F2, 1, 1, 1))" fails="cnn_first_weights" says="It repeats itself: each weight is a random number of its own."
# %% build_cnn wrong="2 / 9 times F1" change="2 / (9 * F1) → 2 / 9 * F1" fails="cnn_first_weights" says="The inputs of W 2 are in the wrong place: 2 is divided by all of them, 9 from each channel."
# %% build_cnn wrong="no padding" change="Conv(W1, np.zeros(F1), pad=1) → Conv(W1, np.zeros(F1))" change="Conv(W2, np.zeros(F2), pad=1) → Conv(W2, np.zeros(F2))" fails="cnn_shapes cnn_whole" says="Windows of 3 x 3 without padding make the result 2 rows and 2 columns smaller. In Conv(W, b, stride, pad) the padding comes last."
# %% build_cnn wrong="root of 1 / inputs" change="2 / 9 → 1 / 9" change="2 / (9 * F1) → 1 / (9 * F1)" change="2 / (16 * F2) → 1 / (16 * F2)" fails="cnn_first_weights" says="Multiply by the root of 2 / inputs; here it is the root of 1 / inputs."
# %% build_cnn wrong="no scale" change=" * np.sqrt(2 / 9) → " change=" * np.sqrt(2 / (9 * F1)) → " change=" * np.sqrt(2 / (16 * F2)) → " fails="cnn_first_weights" says="Multiply by the root of 2 / inputs; here it is as rng.normal gives it."
# %% build_cnn wrong="no root" change="np.sqrt(2 / 9) → (2 / 9)" change="np.sqrt(2 / (9 * F1)) → (2 / (9 * F1))" change="np.sqrt(2 / (16 * F2)) → (2 / (16 * F2))" fails="cnn_first_weights" says="Multiply by the root of 2 / inputs, not by 2 / inputs."
# %% build_cnn wrong="inputs of the second without channels" change="2 / (9 * F1) → 2 / 9" fails="cnn_first_weights" says="The second convolution adds up nine numbers from each of its channels, not from one."
# %% build_cnn wrong="global randomness" change="W1 = rng.normal → W1 = np.random.normal" change="W2 = rng.normal → W2 = np.random.normal" change="W3 = rng.normal → W3 = np.random.normal" fails="cnn_first_weights" says="It differs from call to call: take the numbers from rng."
# %% build_cnn wrong="zeros" change="rng.normal(size=(F1, 1, 3, 3)) → np.zeros((F1, 1, 3, 3))" fails="cnn_first_weights" says="All weights are 0, so all filters would stay alike. They begin as random numbers."
# %% build_cnn wrong="filters exchanged" change="F1, F2 = filters → F2, F1 = filters" fails="cnn_shapes cnn_first_weights cnn_whole" reads="(2, 5, 8, 8), and (2, 3, 8, 8) is expected"
# %% build_cnn wrong="channels before filters in W 2" change="size=(F2, F1, 3, 3) → size=(F1, F2, 3, 3)" fails="cnn_shapes cnn_first_weights cnn_whole" says="Filters and channels are exchanged: in the shape of W the filters come first."
# %% build_cnn wrong="classes for layers" change="Relu(),\n        MaxPool(2) → Relu,\n        MaxPool(2)" change="Relu(),\n        Flatten() → Relu,\n        Flatten" fails="cnn_shapes cnn_whole" says="Some of them are classes, or one object stands in two places: a layer is made by calling its class, once for each place."
# %% build_cnn wrong="one ReLU twice" change="return [ → relu = Relu()\n    return [" change="Relu(),\n        MaxPool(2) → relu,\n        MaxPool(2)" change="Relu(),\n        Flatten() → relu,\n        Flatten()" fails="cnn_whole" says="Some of them are classes, or one object stands in two places: a layer is made by calling its class, once for each place."
# %% build_cnn wrong="fixed sizes" change="F1, F2 = filters → F1, F2 = 16, 32" fails="cnn_shapes cnn_first_weights cnn_whole" reads="(2, 16, 8, 8), and (2, 3, 8, 8) is expected"
# %% build_cnn wrong="no ReLU between" change="Relu(),\n        MaxPool(2), → MaxPool(2)," fails="cnn_shapes cnn_whole" reads="(2, 3, 4, 4), and (2, 3, 8, 8) is expected"
# %% build_cnn wrong="pools twice" change="size=(16 * F2, 10) → size=(4 * F2, 10)" change="2 / (16 * F2) → 2 / (4 * F2)" change="Flatten(), → MaxPool(2),\n        Flatten()," fails="cnn_shapes cnn_first_weights cnn_whole" says="There is one pooling too many: only one of the seven layers is a MaxPool."
# %% build_cnn wrong="pooling at the end" change="MaxPool(2), → " change="Flatten(), → MaxPool(2),\n        Flatten()," fails="cnn_shapes cnn_whole" reads="(2, 5, 8, 8), and (2, 3, 4, 4) is expected"
# %% build_cnn wrong="uniform" change="W1 = rng.normal → W1 = rng.random" change="W2 = rng.normal → W2 = rng.random" change="W3 = rng.normal → W3 = rng.random" fails="cnn_first_weights" says="The weights should be normal random numbers, around 0: rng.normal."
# %% build_cnn wrong="uniform, of the right spread" change="W1 = rng.normal(size=(F1, 1, 3, 3)) * np.sqrt(2 / 9) → W1 = rng.uniform(-1, 1, size=(F1, 1, 3, 3)) * np.sqrt(6 / 9)" change="W2 = rng.normal(size=(F2, F1, 3, 3)) * np.sqrt(2 / (9 * F1)) → W2 = rng.uniform(-1, 1, size=(F2, F1, 3, 3)) * np.sqrt(6 / (9 * F1))" change="W3 = rng.normal(size=(16 * F2, 10)) * np.sqrt(2 / (16 * F2)) → W3 = rng.uniform(-1, 1, size=(16 * F2, 10)) * np.sqrt(6 / (16 * F2))" fails="cnn_first_weights" says="The weights have the right spread, but they are spread evenly. They should be normal random numbers: rng.normal."
# %% build_cnn wrong="a second layer that is the first" change="Conv(W2, np.zeros(F2), pad=1) → Conv(W1, np.zeros(F1), pad=1)" fails="cnn_shapes cnn_first_weights cnn_whole" reads="(size 9 is different from 27)"
# %% build_cnn wrong="no scale in W 2" change="W2 = rng.normal(size=(F2, F1, 3, 3)) * np.sqrt(2 / (9 * F1)) → W2 = rng.normal(size=(F2, F1, 3, 3))" fails="cnn_first_weights" says="Multiply by the root of 2 / inputs; here it is as rng.normal gives it."
# %% build_cnn wrong="no scale in W 3" change="W3 = rng.normal(size=(16 * F2, 10)) * np.sqrt(2 / (16 * F2)) → W3 = rng.normal(size=(16 * F2, 10))" fails="cnn_first_weights" says="Multiply by the root of 2 / inputs; here it is as rng.normal gives it."
# %% build_cnn wrong="0.01 everywhere" change="np.sqrt(2 / 9) → 0.01" change="np.sqrt(2 / (9 * F1)) → 0.01" change="np.sqrt(2 / (16 * F2)) → 0.01" fails="cnn_first_weights" says="The weights have a spread of their own. Multiply each layer's by the root of 2 / inputs."
# %% build_cnn wrong="0.1 everywhere" change="np.sqrt(2 / 9) → 0.1" change="np.sqrt(2 / (9 * F1)) → 0.1" change="np.sqrt(2 / (16 * F2)) → 0.1" fails="cnn_first_weights" says="The weights have a spread of their own. Multiply each layer's by the root of 2 / inputs."
# %% build_cnn wrong="0.001 everywhere" change="np.sqrt(2 / 9) → 0.001" change="np.sqrt(2 / (9 * F1)) → 0.001" change="np.sqrt(2 / (16 * F2)) → 0.001" fails="cnn_first_weights" says="The weights have a spread of their own. Multiply each layer's by the root of 2 / inputs."
# %% build_cnn wrong="outputs for inputs in W 2" change="2 / (9 * F1) → 2 / (9 * F2)" fails="cnn_first_weights" says="This is the number of outputs; the spread depends on how many inputs are added up."
# %% build_cnn wrong="outputs for inputs in W 3" change="2 / (16 * F2) → 2 / 10" fails="cnn_first_weights" says="This is the number of outputs; the spread depends on how many inputs are added up."
# %% build_cnn wrong="inputs of W 3 without the places" change="2 / (16 * F2) → 2 / F2" fails="cnn_first_weights" says="Some inputs are forgotten: the root of 2 / inputs takes all numbers that are added up."
# %% build_cnn wrong="inputs of W 2 without the window" change="2 / (9 * F1) → 2 / F1" fails="cnn_first_weights" says="Some inputs are forgotten: the root of 2 / inputs takes all numbers that are added up."
# %% build_cnn wrong="random biases" change="np.zeros(F1) → rng.normal(size=F1)" change="np.zeros(F2) → rng.normal(size=F2)" change="np.zeros(10) → rng.normal(size=10)" fails="cnn_first_weights cnn_whole" says="The scores of a black image should be 0, so all biases begin at 0."
# %% build_cnn wrong="random biases, scaled" change="np.zeros(F1) → np.sqrt(2 / 9) * rng.normal(size=F1)" change="np.zeros(F2) → np.sqrt(2 / (9 * F1)) * rng.normal(size=F2)" fails="cnn_first_weights cnn_whole" says="The scores of a black image should be 0, so all biases begin at 0."
# %% build_cnn wrong="random biases at the end" change="np.zeros(10) → rng.normal(size=10)" fails="cnn_first_weights cnn_whole" says="The scores of a black image should be 0, so all biases begin at 0."
# %% build_cnn wrong="biases of 1" change="np.zeros(F1) → np.ones(F1)" change="np.zeros(F2) → np.ones(F2)" change="np.zeros(10) → np.ones(10)" fails="cnn_first_weights cnn_whole" says="The scores of a black image should be 0, so all biases begin at 0."
# %% build_cnn wrong="root of 2 over the inputs" change="np.sqrt(2 / 9) → np.sqrt(2) / 9" change="np.sqrt(2 / (9 * F1)) → np.sqrt(2) / (9 * F1)" change="np.sqrt(2 / (16 * F2)) → np.sqrt(2) / (16 * F2)" fails="cnn_first_weights" says="The root takes the whole quotient, 2 / inputs, and not the 2 alone."
# %% build_cnn wrong="inputs and outputs" change="2 / (9 * F1) → 2 / (9 * F1 + 9 * F2)" change="2 / (16 * F2) → 2 / (16 * F2 + 10)" fails="cnn_first_weights" says="Outputs were counted, too: the spread depends on the inputs alone."
# %% build_cnn wrong="as if it weren't pooled" change="2 / (16 * F2) → 2 / (64 * F2)" fails="cnn_first_weights" says="More inputs were counted than the affine layer has: pooling has made the maps smaller."
# %% build_cnn wrong="one slice for all channels" change="rng.normal(size=(F2, F1, 3, 3)) → np.repeat(rng.normal(size=(F2, 1, 3, 3)), F1, axis=1)" fails="cnn_first_weights" says="A filter has the same slice for each channel, so channels could be exchanged. Draw a number for each weight."
