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


# %% correlate2d wrong="flipped" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → result = np.zeros((H - KH + 1, W - KW + 1))" change="sums[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel) → result[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel[::-1, ::-1])" change="return sums → return result" fails="correlate_by_hand correlate_other_sizes" says="turned round"


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


# %% correlate2d wrong="upside down" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → result = np.zeros((H - KH + 1, W - KW + 1))" change="sums[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel) → result[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel[::-1])" change="return sums → return result" fails="correlate_by_hand correlate_other_sizes" says="turned round"
# %% correlate2d wrong="kernel transposed" change="H, W = image.shape → H, W = image.shape\n    kernel = kernel.T" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → result = np.zeros((H - KH + 1, W - KW + 1))" change="sums[i, j] → result[i, j]" change="return sums → return result" fails="correlate_by_hand correlate_other_sizes" says="Rows and columns of the kernel"
# %% correlate2d wrong="mean" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → result = np.zeros((H - KH + 1, W - KW + 1))" change="sums[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel) → result[i, j] = np.mean(image[i : i + KH, j : j + KW] * kernel)" change="return sums → return result" fails="correlate_by_hand correlate_other_sizes" says="mean of the nine products"
# %% correlate2d wrong="sum of the window" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → result = np.zeros((H - KH + 1, W - KW + 1))" change="sums[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel) → result[i, j] = np.sum(image[i : i + KH, j : j + KW])" change="return sums → return result" fails="correlate_by_hand correlate_other_sizes" says="Where is the kernel?"
# %% correlate2d wrong="one place short" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → result = np.zeros((H - KH, W - KW))" change="range(H - KH + 1) → range(H - KH)" change="range(W - KW + 1) → range(W - KW)" change="sums[i, j] → result[i, j]" change="return sums → return result" fails="correlate_by_hand correlate_other_sizes" says="The last row and the last column are missing"
# %% correlate2d wrong="loop one short" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → result = np.zeros((H - KH + 1, W - KW + 1))" change="range(W - KW + 1) → range(W - KW)" change="sums[i, j] → result[i, j]" change="return sums → return result" fails="correlate_by_hand correlate_other_sizes" says="only"


# %% correlate2d wrong="same size" fails="correlate_by_hand correlate_other_sizes" says="hangs over the edge"
def correlate2d(image, kernel):
    H, W = image.shape
    KH, KW = kernel.shape
    image = np.pad(image, ((KH // 2, (KH - 1) // 2), (KW // 2, (KW - 1) // 2)))
    result = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            result[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel)
    return result


# %% correlate2d wrong="returns too early" fails="correlate_by_hand correlate_other_sizes" says="return too early"
def correlate2d(image, kernel):
    H, W = image.shape
    KH, KW = kernel.shape
    result = np.zeros((H - KH + 1, W - KW + 1))
    for i in range(H - KH + 1):
        for j in range(W - KW + 1):
            result[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel)
            return result


# %% correlate2d wrong="height for width" change="kernel.shape → kernel.shape[0], kernel.shape[0]" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → result = np.zeros((H - KH + 1, W - KW + 1))" change="sums[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel) → result[i, j] = np.sum(image[i : i + KH, j : j + kernel.shape[1]] * kernel)" change="return sums → return result" fails="correlate_other_sizes" says="expected"
# %% correlate2d wrong="whole numbers only" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → result = np.zeros((H - KH + 1, W - KW + 1), dtype=image.dtype)" change="sums[i, j] → result[i, j]" change="return sums → return result" fails="correlate_other_sizes" says="decimals are cut off"
# %% correlate2d wrong="matrix product" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → result = np.zeros((H - KH + 1, W - KW + 1))" change="sums[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel) → result[i, j] = np.sum(image[i : i + KH, j : j + KW] @ kernel.T)" change="return sums → return result" fails="correlate_by_hand correlate_other_sizes" says="0): it is 23, and should be 6 (off by 283 %)"
# %% correlate2d wrong="in place" change="sums = np.zeros((H - KH + 1, W - KW + 1)) → result = np.zeros((H - KH + 1, W - KW + 1))" change="sums[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel)\n    return sums → result[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel)\n    image[: H - KH + 1, : W - KW + 1] = result\n    return result" fails="correlate_by_hand correlate_other_sizes" says="changed its argument"


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


# %% pad2d wrong="top and left" fails="pad_by_hand pad_other_sizes" says="on the top and on the left only"
def pad2d(image, pad):
    return np.pad(image, ((pad, 0), (pad, 0)))


# %% pad2d wrong="bottom and right" fails="pad_by_hand pad_other_sizes" says="on the bottom and on the right only"
def pad2d(image, pad):
    return np.pad(image, ((0, pad), (0, pad)))


# %% pad2d wrong="in the corner" fails="pad_by_hand pad_other_sizes" says="sits in the corner"
def pad2d(image, pad):
    return np.pad(image, ((0, 2 * pad), (0, 2 * pad)))


# %% pad2d wrong="only columns" fails="pad_by_hand pad_other_sizes" says="Above and below"
def pad2d(image, pad):
    return np.pad(image, ((0, 0), (pad, pad)))


# %% pad2d wrong="only rows" fails="pad_by_hand pad_other_sizes" says="On the left and on the right"
def pad2d(image, pad):
    return np.pad(image, ((pad, pad), (0, 0)))


# %% pad2d wrong="edge repeated" fails="pad_by_hand pad_other_sizes" says="repeats the pixels"
def pad2d(image, pad):
    return np.pad(image, pad, mode="edge")


# %% pad2d wrong="ones" fails="pad_by_hand pad_other_sizes" says="should be 0, not 1"
def pad2d(image, pad):
    return np.pad(image, pad, constant_values=1)


# %% pad2d wrong="twice as wide" fails="pad_by_hand pad_other_sizes" says="twice as wide"
def pad2d(image, pad):
    return np.pad(image, 2 * pad)


# %% pad2d wrong="always one" fails="pad_other_sizes" says="The frame is 1 wide"
def pad2d(image, pad):
    return np.pad(image, 1)


# %% pad2d wrong="slice to -pad" change="framed[pad : pad + H, pad : pad + W] → framed[pad:-pad, pad:-pad]" fails="pad_other_sizes" says="input array from shape (3,2) into shape (0,0)"


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


# %% conv_output_size wrong="without + 1" fails="size_by_hand size_refuses" says="The + 1 is missing"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size + 2 * pad:
        raise ValueError(f"{kernel} > {size + 2 * pad}")
    return (size + 2 * pad - kernel) // stride


# %% conv_output_size wrong="one too many" fails="size_by_hand size_refuses" says="One too many"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size + 2 * pad:
        raise ValueError(f"{kernel} > {size + 2 * pad}")
    return (size + 2 * pad - kernel) // stride + 2


# %% conv_output_size wrong="float" fails="size_by_hand size_refuses" says="here it is a float"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size + 2 * pad:
        raise ValueError(f"{kernel} > {size + 2 * pad}")
    return (size + 2 * pad - kernel) / stride + 1


# %% conv_output_size wrong="rounded up" fails="size_by_hand" says="round down"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size + 2 * pad:
        raise ValueError(f"{kernel} > {size + 2 * pad}")
    return -(-(size + 2 * pad - kernel) // stride) + 1


# %% conv_output_size wrong="+ 1 before dividing" fails="size_by_hand size_refuses" says="Add 1 after the division"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size + 2 * pad:
        raise ValueError(f"{kernel} > {size + 2 * pad}")
    return (size + 2 * pad - kernel + 1) // stride


# %% conv_output_size wrong="stride ignored" fails="size_by_hand" says="The stride is missing"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size + 2 * pad:
        raise ValueError(f"{kernel} > {size + 2 * pad}")
    return size + 2 * pad - kernel + 1


# %% conv_output_size wrong="padding once" fails="size_by_hand size_refuses" says="Padding is on both sides"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size + 2 * pad:
        raise ValueError(f"{kernel} > {size + 2 * pad}")
    return (size + pad - kernel) // stride + 1


# %% conv_output_size wrong="padding ignored" fails="size_by_hand size_refuses" says="Padding is missing"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size + 2 * pad:
        raise ValueError(f"{kernel} > {size + 2 * pad}")
    return (size - kernel) // stride + 1


# %% conv_output_size wrong="no kernel" fails="size_by_hand size_refuses" says="Subtract the size of the kernel"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size + 2 * pad:
        raise ValueError(f"{kernel} > {size + 2 * pad}")
    return (size + 2 * pad) // stride + 1


# %% conv_output_size wrong="never refuses" fails="size_refuses" says="where it should refuse"
def conv_output_size(size, kernel, stride=1, pad=0):
    return (size + 2 * pad - kernel) // stride + 1


# %% conv_output_size wrong="refuses without padding" fails="size_by_hand size_refuses" says="ValueError: 2 > 1"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size:
        raise ValueError(f"{kernel} > {size}")
    return (size + 2 * pad - kernel) // stride + 1


# %% conv_output_size wrong="refuses what fits" fails="size_by_hand size_refuses" says="ValueError: 1 >= 1"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel >= size + 2 * pad:
        raise ValueError(f"{kernel} >= {size + 2 * pad}")
    return (size + 2 * pad - kernel) // stride + 1


# %% conv_output_size wrong="no numbers in the message" fails="size_refuses" says="does not mention"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size + 2 * pad:
        raise ValueError("the kernel is too large")
    return (size + 2 * pad - kernel) // stride + 1


# %% conv_output_size wrong="size without padding in the message" fails="size_refuses" says="leaves out something"
def conv_output_size(size, kernel, stride=1, pad=0):
    if kernel > size + 2 * pad:
        raise ValueError(f"the kernel ({kernel}) is larger than the image ({size})")
    return (size + 2 * pad - kernel) // stride + 1


# %% conv_output_size wrong="truncated quotient" fails="size_refuses" says="where it should refuse"
def conv_output_size(size, kernel, stride=1, pad=0):
    result = int((size + 2 * pad - kernel) / stride + 1)
    if result < 0:
        raise ValueError(f"{kernel} > {size + 2 * pad}")
    return result


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


# %% correlate2d_strided wrong="stride 2 if nothing is said" fails="strided_other_sizes" says="without stride and pad has shape (1, 2)"
def correlate2d_strided(image, kernel, stride=2, pad=0):
    return correlate2d(pad2d(image, pad), kernel)[::stride, ::stride]


# %% correlate2d_strided wrong="begins after a step" fails="strided_by_hand strided_other_sizes" says="2 has shape (1, 1), and (2, 2) is expected"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    result = correlate2d(pad2d(image, pad), kernel)
    return result[stride - 1 :: stride, stride - 1 :: stride]


# %% correlate2d_strided wrong="stride ignored" fails="strided_by_hand strided_other_sizes" says="The stride is ignored"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    return correlate2d(pad2d(image, pad), kernel)


# %% correlate2d_strided wrong="only rows jump" fails="strided_by_hand strided_other_sizes" says="Only the rows jump"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    return correlate2d(pad2d(image, pad), kernel)[::stride]


# %% correlate2d_strided wrong="only columns jump" fails="strided_by_hand strided_other_sizes" says="Only the columns jump"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    return correlate2d(pad2d(image, pad), kernel)[:, ::stride]


# %% correlate2d_strided wrong="padding ignored" change="pad2d(image, pad) → image" fails="strided_by_hand strided_other_sizes" says="The padding is missing"


# %% correlate2d_strided wrong="result padded" fails="strided_by_hand strided_other_sizes" says="The result got the frame"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    return pad2d(correlate2d(image, kernel)[::stride, ::stride], pad)


# %% correlate2d_strided wrong="windows side by side" fails="strided_by_hand strided_other_sizes" says="windows still begin side by side"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    framed = pad2d(image, pad)
    OH = conv_output_size(image.shape[0], kernel.shape[0], stride, pad)
    OW = conv_output_size(image.shape[1], kernel.shape[1], stride, pad)
    return correlate2d(framed, kernel)[:OH, :OW]


# %% correlate2d_strided wrong="image thinned out" fails="strided_by_hand strided_other_sizes" says="2 has shape (1, 1), and (2, 2) is expected"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    return correlate2d(pad2d(image, pad)[::stride, ::stride], kernel)


# %% correlate2d_strided wrong="height for width" fails="strided_other_sizes" says="3 has shape (1, 1), and (1, 2) is expected"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    framed = pad2d(image, pad)
    KH, KW = kernel.shape
    O = conv_output_size(image.shape[0], KH, stride, pad)
    result = np.zeros((O, O))
    for i in range(O):
        for j in range(O):
            place = (
                slice(i * stride, i * stride + KH),
                slice(j * stride, j * stride + KW),
            )
            result[i, j] = np.sum(framed[place] * kernel)
    return result


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
                    window = x[
                        n,
                        :,
                        i * stride : i * stride + KH,
                        j * stride : j * stride + KW,
                    ]
                    out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out


# %% conv2d right="lists"
def conv2d(x, w, b, stride=1, pad=0):
    return np.array(
        [
            [
                sum(
                    correlate2d_strided(image[c], w[f][c], stride, pad)
                    for c in range(len(image))
                )
                + b[f]
                for f in range(len(w))
            ]
            for image in x
        ]
    )


# %% conv2d wrong="channels averaged" change="correlate2d_strided(x[n, c], w[f, c], stride, pad) → correlate2d_strided(x[n, c], w[f, c], stride, pad) / C" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="channels are averaged"
# %% conv2d wrong="mean over channels with the bias" change="out[n, f] += correlate2d_strided(x[n, c], w[f, c], stride, pad) → out[n, f] += correlate2d_strided(x[n, c], w[f, c], stride, pad)\n            out[n, f] /= C" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="1), but its value is exactly 2 times too small"
# %% conv2d wrong="no bias" change="out[n, f] = b[f] → " fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="Is the bias added?"
# %% conv2d wrong="bias for each channel" change="out[n, f] = b[f] → " change="correlate2d_strided(x[n, c], w[f, c], stride, pad) → correlate2d_strided(x[n, c], w[f, c], stride, pad) + b[f]" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="once for each channel"
# %% conv2d wrong="flipped" change="out[n, f] += correlate2d_strided(x[n, c], w[f, c], stride, pad) → out[n, f] += correlate2d_strided(\n                    x[n, c], w[f, c, ::-1, ::-1], stride, pad\n                )" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="turned by 180"
# %% conv2d wrong="overwrites" change="out[n, f] = b[f] → " change="out[n, f] += correlate2d_strided(x[n, c], w[f, c], stride, pad) → out[n, f] = b[f] + correlate2d_strided(x[n, c], w[f, c], stride, pad)" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="Only the last channel"
# %% conv2d wrong="first channel only" change="range(C) → range(1)" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="Only the first channel"


# %% conv2d wrong="stride ignored" fails="conv2d_stride_and_pad" says="The stride is ignored"
def conv2d(x, w, b, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, KH, KW = w.shape
    OH = conv_output_size(H, KH, 1, pad)
    OW = conv_output_size(W, KW, 1, pad)
    out = np.zeros((N, F, OH, OW))
    for n in range(N):
        for f in range(F):
            out[n, f] = b[f]
            for c in range(C):
                out[n, f] += correlate2d_strided(x[n, c], w[f, c], 1, pad)
    return out


# %% conv2d wrong="padding ignored" fails="conv2d_stride_and_pad" says="The padding is missing"
def conv2d(x, w, b, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, KH, KW = w.shape
    OH = conv_output_size(H, KH, stride)
    OW = conv_output_size(W, KW, stride)
    out = np.zeros((N, F, OH, OW))
    for n in range(N):
        for f in range(F):
            out[n, f] = b[f]
            for c in range(C):
                out[n, f] += correlate2d_strided(x[n, c], w[f, c], stride)
    return out


# %% conv2d wrong="padded on every axis" fails="conv2d_stride_and_pad" says="(3, 1, 3, 4), and (1, 1, 3, 4) is expected"
def conv2d(x, w, b, stride=1, pad=0):
    framed = np.pad(x, pad)
    windows = np.lib.stride_tricks.sliding_window_view(framed, w.shape[1:], (1, 2, 3))
    maps = np.einsum("nkijcab,fcab->nfij", windows[:, :, ::stride, ::stride], w)
    return maps + b[:, None, None]


# %% conv2d wrong="padded on one side" fails="conv2d_stride_and_pad" says="it is 4.5, and should be 18.5 (off by 75.7 %)"
def conv2d(x, w, b, stride=1, pad=0):
    framed = np.pad(x, ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, w.shape[2:], (2, 3))
    maps = np.einsum("ncijab,fcab->nfij", windows[:, :, ::stride, ::stride], w)
    return maps + b[:, None, None]


# %% conv2d wrong="images and filters exchanged" change="return out → return out.transpose(1, 0, 2, 3)" fails="conv2d_batch conv2d_stride_and_pad" says="Images and filters are exchanged"
# %% conv2d wrong="first image only" change="range(N) → range(1)" fails="conv2d_batch conv2d_stride_and_pad" says="Only the first image"
# %% conv2d wrong="bias along the columns" change="out[n, f] = b[f] → " change="return out → return out + b" fails="conv2d_batch conv2d_stride_and_pad" says="broadcast together with shapes (3,4,2,2) (4,)"
# %% conv2d wrong="output one short" change="return out → return out[:, :, :-1, :-1]" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="(1, 1, 0, 0), and (1, 1, 1, 1) is expected"


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


# %% im2col wrong="index of the row" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="only rows 2, 3, 4 and 5 are wrong"
def im2col(x, KH, KW, stride=1, pad=0):
    N, C, H, W = x.shape
    OH = conv_output_size(H, KH, stride, pad)
    OW = conv_output_size(W, KW, stride, pad)
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = np.zeros((N * OH * OW, C * KH * KW))
    for n in range(N):
        for i in range(OH):
            for j in range(OW):
                h, v = i * stride, j * stride
                window = padded[n, :, h : h + KH, v : v + KW]
                rows[n * OH * OW + i * OH + j] = window.ravel()
    return rows


# %% im2col wrong="slices end too early" fails="im2col_stride_and_pad" says="values are wrong"
def im2col(x, KH, KW, stride=1, pad=0):
    N, C, H, W = x.shape
    OH = conv_output_size(H, KH, stride, pad)
    OW = conv_output_size(W, KW, stride, pad)
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = np.zeros((N, OH, OW, C, KH, KW))
    for a in range(KH):
        for b in range(KW):
            under = padded[:, :, a : a + OH : stride, b : b + stride * OW : stride]
            rows[..., a, b] = under.transpose(0, 2, 3, 1)
    return rows.reshape(N * OH * OW, C * KH * KW)


# %% im2col wrong="windows as columns" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="here they are columns"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(-1, x.shape[1] * KH * KW).T


# %% im2col wrong="windows downwards first" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="Rows are in the order of columns"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 3, 2, 1, 4, 5)
    return windows.reshape(-1, x.shape[1] * KH * KW)


# %% im2col wrong="pixels downwards first" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="run down the columns"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 5, 4)
    return windows.reshape(-1, x.shape[1] * KH * KW)


# %% im2col wrong="channels last" fails="im2col_channels_and_images im2col_stride_and_pad" says="Channels should come first"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 4, 5, 1)
    return windows.reshape(-1, x.shape[1] * KH * KW)


# %% im2col wrong="windows first" fails="im2col_channels_and_images im2col_stride_and_pad" says="Rows go image by image"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(2, 3, 0, 1, 4, 5)
    return windows.reshape(-1, x.shape[1] * KH * KW)


# %% im2col wrong="a row for each channel" fails="im2col_channels_and_images im2col_stride_and_pad" says="channels have rows of their own"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 1, 2, 3, 4, 5)
    return windows.reshape(-1, KH * KW)


# %% im2col wrong="reshaped only" fails="im2col_channels_and_images im2col_stride_and_pad" says="has the right values, but in other places"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 1, 2, 3, 4, 5)
    return windows.reshape(-1, x.shape[1] * KH * KW)


# %% im2col wrong="stride ignored" fails="im2col_stride_and_pad" says="The stride is ignored"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, :, :].transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(-1, x.shape[1] * KH * KW)


# %% im2col wrong="padding ignored" fails="im2col_stride_and_pad" says="The padding is missing"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (0, 0), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(-1, x.shape[1] * KH * KW)


# %% im2col wrong="padded on one side" fails="im2col_stride_and_pad" says="is at index (3, 3): it is 5, and should be 0"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(-1, x.shape[1] * KH * KW)


# %% im2col wrong="padded on every axis" fails="im2col_stride_and_pad" says="1 has shape (12, 12), and (4, 4) is expected"
def im2col(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, (pad, pad))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    return windows.reshape(-1, padded.shape[1] * KH * KW)


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


# %% col2im wrong="overwrites" fails="col2im_by_hand col2im_other_sizes" says="overwrites"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k = 0
    for n in range(N):
        for i in range(0, H + 2 * pad - KH + 1, stride):
            for j in range(0, W + 2 * pad - KW + 1, stride):
                framed[n, :, i : i + KH, j : j + KW] = rows[k].reshape(C, KH, KW)
                k += 1
    return framed[:, :, pad : H + pad, pad : W + pad]


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


# %% col2im wrong="rows laid downwards" fails="col2im_by_hand col2im_other_sizes" says="down the columns"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    OH = conv_output_size(H, KH, stride, pad)
    OW = conv_output_size(W, KW, stride, pad)
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    windows = rows.reshape(N, OH, OW, C, KW, KH).swapaxes(4, 5)
    for i in range(OH):
        for j in range(OW):
            h, v = i * stride, j * stride
            framed[:, :, h : h + KH, v : v + KW] += windows[:, i, j]
    return framed[:, :, pad : H + pad, pad : W + pad]


# %% col2im wrong="what no window covers is cut off" fails="col2im_other_sizes" says="has shape (1, 2, 6, 2), and (1, 2, 7, 4) is expected"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    OH = conv_output_size(H, KH, stride, pad)
    OW = conv_output_size(W, KW, stride, pad)
    framed = np.zeros((N, C, stride * (OH - 1) + KH, stride * (OW - 1) + KW))
    windows = rows.reshape(N, OH, OW, C, KH, KW)
    for i in range(OH):
        for j in range(OW):
            h, v = i * stride, j * stride
            framed[:, :, h : h + KH, v : v + KW] += windows[:, i, j]
    return framed[:, :, pad : H + pad, pad : W + pad]


# %% col2im wrong="mean" fails="col2im_by_hand col2im_other_sizes" says="mean"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    count = np.zeros(framed.shape)
    k = 0
    for n in range(N):
        for i in range(0, H + 2 * pad - KH + 1, stride):
            for j in range(0, W + 2 * pad - KW + 1, stride):
                framed[n, :, i : i + KH, j : j + KW] += rows[k].reshape(C, KH, KW)
                count[n, :, i : i + KH, j : j + KW] += 1
                k += 1
    framed = framed / np.maximum(count, 1)
    return framed[:, :, pad : H + pad, pad : W + pad]


# %% col2im wrong="frame left on" fails="col2im_other_sizes" says="Take the frame off"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k = 0
    for n in range(N):
        for i in range(0, H + 2 * pad - KH + 1, stride):
            for j in range(0, W + 2 * pad - KW + 1, stride):
                framed[n, :, i : i + KH, j : j + KW] += rows[k].reshape(C, KH, KW)
                k += 1
    return framed


# %% col2im wrong="upper left corner" fails="col2im_other_sizes" says="upper left corner"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k = 0
    for n in range(N):
        for i in range(0, H + 2 * pad - KH + 1, stride):
            for j in range(0, W + 2 * pad - KW + 1, stride):
                framed[n, :, i : i + KH, j : j + KW] += rows[k].reshape(C, KH, KW)
                k += 1
    return framed[:, :, :H, :W]


# %% col2im wrong="stride ignored" fails="col2im_other_sizes" says="index 2 is out of bounds for axis 0 with size 2"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k = 0
    for n in range(N):
        for i in range(0, H + 2 * pad - KH + 1):
            for j in range(0, W + 2 * pad - KW + 1):
                framed[n, :, i : i + KH, j : j + KW] += rows[k].reshape(C, KH, KW)
                k += 1
    return framed[:, :, pad : H + pad, pad : W + pad]


# %% col2im wrong="channels last" fails="col2im_other_sizes" says="3 has the right values, but in other places"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k = 0
    for n in range(N):
        for i in range(0, H + 2 * pad - KH + 1, stride):
            for j in range(0, W + 2 * pad - KW + 1, stride):
                framed[n, :, i : i + KH, j : j + KW] += (
                    rows[k].reshape(KH, KW, C).transpose(2, 0, 1)
                )
                k += 1
    return framed[:, :, pad : H + pad, pad : W + pad]


# %% col2im wrong="pixels turned" fails="col2im_by_hand col2im_other_sizes" says="1): it is 43, and should be 12 (off by 258 %)"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k = 0
    for n in range(N):
        for i in range(0, H + 2 * pad - KH + 1, stride):
            for j in range(0, W + 2 * pad - KW + 1, stride):
                framed[n, :, i : i + KH, j : j + KW] += rows[k].reshape(C, KH, KW)[
                    :, ::-1, ::-1
                ]
                k += 1
    return framed[:, :, pad : H + pad, pad : W + pad]


# %% col2im wrong="first image only" fails="col2im_other_sizes" says="are wrong. The worst is at index (1, 1, 3, 3)"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k = 0
    for n in range(1):
        for i in range(0, H + 2 * pad - KH + 1, stride):
            for j in range(0, W + 2 * pad - KW + 1, stride):
                framed[n, :, i : i + KH, j : j + KW] += rows[k].reshape(C, KH, KW)
                k += 1
    return framed[:, :, pad : H + pad, pad : W + pad]


# %% col2im wrong="rows spoilt" fails="col2im_by_hand col2im_other_sizes" says="changed its argument"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    N, C, H, W = x_shape
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k = 0
    rows *= 1.5
    for n in range(N):
        for i in range(0, H + 2 * pad - KH + 1, stride):
            for j in range(0, W + 2 * pad - KW + 1, stride):
                framed[n, :, i : i + KH, j : j + KW] += rows[k].reshape(C, KH, KW)
                k += 1
    return framed[:, :, pad : H + pad, pad : W + pad]


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


# %% conv2d_backward wrong="dx not written yet" change="db = np.sum(upstream, axis=0)\n    dw = (upstream.T @ rows).reshape(w.shape)\n    dx = col2im(upstream @ w.reshape(F, -1), x.shape, KH, KW, stride, pad)\n    return dx, dw, db → return None, (upstream.T @ rows).reshape(w.shape), np.sum(upstream, axis=0)" fails="backward_dx" says="dx is None"
# %% conv2d_backward wrong="db averaged" change="np.sum → np.mean" fails="backward_db" says="These are means"
# %% conv2d_backward wrong="db a place" change="np.sum(upstream, axis=0) → dout.sum(axis=0)" fails="backward_db" says="at every place"
# %% conv2d_backward wrong="db an image" change="np.sum(upstream, axis=0) → dout.sum(axis=(2, 3))" fails="backward_db" says="Add over the images"
# %% conv2d_backward wrong="db divided by the batch" change="np.sum(upstream, axis=0) → np.sum(upstream, axis=0) / len(x)" fails="backward_db" says="2 is the batch size"
# %% conv2d_backward wrong="reshaped without transpose" change="dout.transpose(0, 2, 3, 1).reshape → dout.reshape" fails="backward_db backward_dw backward_dx" says="mixed up"
# %% conv2d_backward wrong="dw divided by the batch" change="(upstream.T @ rows).reshape(w.shape) → (upstream.T @ rows).reshape(w.shape) / len(x)" fails="backward_dw" says="2 is the batch size"
# %% conv2d_backward wrong="dw turned" change="(upstream.T @ rows).reshape(w.shape) → (upstream.T @ rows).reshape(w.shape)[:, :, ::-1, ::-1]" fails="backward_dw" says="turned by 180"
# %% conv2d_backward wrong="dw as a table" change="(upstream.T @ rows).reshape(w.shape) → upstream.T @ rows" fails="backward_dw" says="only the shape is not"
# %% conv2d_backward wrong="dw reshaped without transpose" change="upstream.T @ rows → rows.T @ upstream" fails="backward_dw" says="dw has the right values, but in other places"


# %% conv2d_backward wrong="dx overwrites" fails="backward_dx" says="overwrites"
def conv2d_backward(dout, x, w, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, KH, KW = w.shape
    upstream = dout.transpose(0, 2, 3, 1).reshape(-1, F)
    dw = (upstream.T @ im2col(x, KH, KW, stride, pad)).reshape(w.shape)
    dx = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            share = (dout[:, :, i, j] @ w.reshape(F, -1)).reshape(N, C, KH, KW)
            dx[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW] = share
    return dx[:, :, pad : pad + H, pad : pad + W], dw, upstream.sum(axis=0)


# %% conv2d_backward wrong="dx with turned filters" change="dx = col2im(upstream @ w.reshape(F, -1), x.shape, KH, KW, stride, pad) → dx = col2im(\n        upstream @ w[:, :, ::-1, ::-1].reshape(F, -1), x.shape, KH, KW, stride, pad\n    )" fails="backward_dx" says="turned by 180"
# %% conv2d_backward wrong="padding ignored for dx" change="col2im(upstream @ w.reshape(F, -1), x.shape, KH, KW, stride, pad) → col2im(upstream @ w.reshape(F, -1), x.shape, KH, KW, stride)" fails="backward_db backward_dw backward_dx" says="array of size 324 into shape (3,2,2,2,2,3)"
# %% conv2d_backward wrong="adds to dout" change="upstream = dout.transpose(0, 2, 3, 1).reshape(-1, F) → upstream = dout.transpose(0, 2, 3, 1).reshape(-1, F)\n    dout *= 0.5" fails="backward_db backward_dw backward_dx" says="changed its argument dout"
# %% conv2d_backward wrong="other order" change="return dx, dw, db → return dw, db, dx" fails="backward_db backward_dw backward_dx" says="db has shape (2, 3, 4, 5), and (4,) is expected"


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
        return np.array(
            [
                [
                    [
                        [
                            np.max(x[n, c, i : i + s, j : j + s])
                            for j in range(0, W - s + 1, s)
                        ]
                        for i in range(0, H - s + 1, s)
                    ]
                    for c in range(C)
                ]
                for n in range(N)
            ]
        )

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
        dx, free = np.zeros_like(self.x), np.ones(dout.shape, dtype=bool)
        for numbers, gradients in zip(self.parts(self.x), self.parts(dx), strict=True):
            won = free & (numbers == self.largest)
            gradients[:] = won * dout
            free &= ~won
        return dx


# %% max_pool wrong="the first channel decides" change="self.x[place].reshape(N, C, s * s).argmax(axis=2) → self.x[place].reshape(N, C, s * s).argmax(axis=2)[:, :1]" fails="pool_backward pool_any_size" says="has the right values, but in other places"
# %% max_pool wrong="every tie" change="winner = self.x[place].reshape(N, C, s * s).argmax(axis=2) → block = self.x[place]" change="np.arange(s * s) == winner[:, :, None] → block == block.max(axis=(2, 3), keepdims=True)" change="(won * dout[:, :, i, j, None]).reshape(N, C, s, s) → won * dout[:, :, i, j, None, None]" fails="pool_backward" says="Every number that equals the largest"


# %% max_pool wrong="ties share" fails="pool_backward" says="share here"
class MaxPool:
    def __init__(self, size=2):
        self.size = size

    def forward(self, x):
        self.x = x
        N, C, H, W = x.shape
        s = self.size
        out = np.zeros((N, C, H // s, W // s))
        for i in range(H // s):
            for j in range(W // s):
                block = x[:, :, i * s : (i + 1) * s, j * s : (j + 1) * s]
                out[:, :, i, j] = block.max(axis=(2, 3))
        return out

    def backward(self, dout):
        N, C, H, W = self.x.shape
        s = self.size
        dx = np.zeros(self.x.shape)
        for i in range(H // s):
            for j in range(W // s):
                place = np.s_[:, :, i * s : (i + 1) * s, j * s : (j + 1) * s]
                block = self.x[place]
                won = block == block.max(axis=(2, 3), keepdims=True)
                won = won / won.sum(axis=(2, 3), keepdims=True)
                dx[place] = won * dout[:, :, i, j, None, None]
        return dx


# %% max_pool wrong="last of ties" change="self.x[place].reshape(N, C, s * s) → self.x[place].reshape(N, C, s * s)[:, :, ::-1]" change="np.arange(s * s) → np.arange(s * s)[::-1]" fails="pool_backward" says="here it is the last one"
# %% max_pool wrong="everyone" change="winner = self.x[place].reshape(N, C, s * s).argmax(axis=2)\n                won = np.arange(s * s) == winner[:, :, None]\n                dx[place] = (won * dout[:, :, i, j, None]).reshape(N, C, s, s) → dx[place] = dout[:, :, i, j, None, None]" fails="pool_backward pool_any_size" says="here all four get one"
# %% max_pool wrong="as a mean" change="winner = self.x[place].reshape(N, C, s * s).argmax(axis=2)\n                won = np.arange(s * s) == winner[:, :, None]\n                dx[place] = (won * dout[:, :, i, j, None]).reshape(N, C, s, s) → dx[place] = dout[:, :, i, j, None, None] / (s * s)" fails="pool_backward pool_any_size" says="as if it were a mean"
# %% max_pool wrong="ones" change="dout[:, :, i, j, None] → 1.0" fails="pool_backward pool_any_size" says="not 1"
# %% max_pool wrong="mean pooling" change="block.max → block.mean" fails="pool_forward" says="means of the blocks"
# %% max_pool wrong="smallest" change="block.max → block.min" fails="pool_forward" says="smallest numbers"
# %% max_pool wrong="begins with 0" change="block.max(axis=(2, 3)) → np.maximum(block.max(axis=(2, 3)), 0)" fails="pool_forward" says="All numbers are negative"


# %% max_pool wrong="overlapping windows" fails="pool_forward pool_any_size" says="windows overlap here"
class MaxPool:
    def __init__(self, size=2):
        self.size = size

    def forward(self, x):
        self.x = x
        windows = np.lib.stride_tricks.sliding_window_view(
            x, (self.size, self.size), (2, 3)
        )
        return windows.max(axis=(4, 5))

    def backward(self, dout):
        s = self.size
        dx = np.zeros(self.x.shape)
        for n, c, i, j in np.ndindex(dout.shape):
            block = self.x[n, c, i * s : i * s + s, j * s : j * s + s]
            a, b = np.unravel_index(np.argmax(block), block.shape)
            dx[n, c, i * s + a, j * s + b] += dout[n, c, i, j]
        return dx


# %% max_pool wrong="over the channels" change="axis=(2, 3) → " fails="pool_forward" says="are wrong. The worst is at index (0, 0, 0, 1)"
# %% max_pool wrong="wrong window" change="dx[place] = (won * dout[:, :, i, j, None]).reshape(N, C, s, s) → dx[:, :, i : i + s, j : j + s] = (won * dout[:, :, i, j, None]).reshape(\n                    N, C, s, s\n                )" fails="pool_backward pool_any_size" says="index (0, 0, 1, 1): it is 40, and should be 0"
# %% max_pool wrong="always 2" change="self.size = size → self.size = 2" fails="pool_forward pool_backward pool_any_size" says="(1, 2, 3, 1), and (1, 2, 2, 1) is expected"
# %% max_pool wrong="shape of what divides" change="np.zeros(self.x.shape) → np.zeros((N, C, H // s * s, W // s * s))" fails="pool_any_size" says="expected"


# %% max_pool wrong="rounded up" fails="pool_forward pool_any_size" says="(2, 4, 3, 4), and (2, 4, 2, 3) is expected"
class MaxPool:
    def __init__(self, size=2):
        self.size = size

    def forward(self, x):
        self.x = x
        N, C, H, W = x.shape
        s = self.size
        out = np.zeros((N, C, -(-H // s), -(-W // s)))
        for i in range(-(-H // s)):
            for j in range(-(-W // s)):
                block = x[:, :, i * s : (i + 1) * s, j * s : (j + 1) * s]
                out[:, :, i, j] = block.max(axis=(2, 3))
        return out

    def backward(self, dout):
        N, C, H, W = self.x.shape
        s = self.size
        dx = np.zeros(self.x.shape)
        for i in range(H // s):
            for j in range(W // s):
                place = np.s_[:, :, i * s : (i + 1) * s, j * s : (j + 1) * s]
                winner = self.x[place].reshape(N, C, s * s).argmax(axis=2)
                won = np.arange(s * s) == winner[:, :, None]
                dx[place] = (won * dout[:, :, i, j, None]).reshape(N, C, s, s)
        return dx


# %% max_pool wrong="one for all layers" change="self.x = x → MaxPool.x = x" fails="pool_backward" says="has the right values, but in other places"


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
            x = conv2d(x, W, b, stride, pad)
        elif kind == "pool":
            x = MaxPool(*numbers).forward(x)
        elif kind == "affine":
            W, b = np.zeros((x.size, *numbers)), np.zeros(numbers)
            total += W.size + b.size
            x = x.reshape(1, -1) @ W + b
    return total


# %% parameter_count wrong="three weights a slice" change="C * K * K + 1 → C * K + 1" fails="count_by_layer count_mnist" says="nine weights, not three"
# %% parameter_count wrong="pools one side" change="W // numbers[0] → W" fails="count_mnist" says="both height and width"
# %% parameter_count wrong="takes the input off the list" change="total = 0 → total = 0\n    _, C, H, W = layers.pop(0)" change="if kind == \"input\":\n            C, H, W = numbers\n        elif kind == \"conv\": → if kind == \"conv\":" fails="count_by_layer" says="changed its argument"
# %% parameter_count wrong="no biases" change="C * K * K + 1 → C * K * K" change="C * H * W + 1 → C * H * W" fails="count_by_layer count_mnist" says="The biases are missing"
# %% parameter_count wrong="a bias for each place" change="total += F * (C * K * K + 1)\n            C = F → previous, C = C, F" change="W = conv_output_size(W, K, stride, pad) → W = conv_output_size(W, K, stride, pad)\n            total += F * (previous * K * K + H * W)" fails="count_by_layer count_mnist" says="one for each place"
# %% parameter_count wrong="one channel" change="C * K → K" fails="count_by_layer count_mnist" says="a slice for every channel"
# %% parameter_count wrong="one bias a layer" change="F * (C * K * K + 1) → F * C * K * K + 1" fails="count_by_layer count_mnist" says="not one for the whole layer"
# %% parameter_count wrong="a bias for each slice" change="F * (C * K * K + 1) → F * C * (K * K + 1)" fails="count_by_layer count_mnist" says="not one for each of its slices"
# %% parameter_count wrong="pooling ignored" change="H // numbers[0], W // numbers[0] → H, W" fails="count_mnist" says="No pooling was seen"
# %% parameter_count wrong="affine sees one channel" change="C * H → H" fails="count_by_layer count_mnist" says="of 24 → 5 → 6 is 77, and should be 161"
# %% parameter_count wrong="affine sees channels only" change="C * H * W + 1 → C + 1" fails="count_by_layer count_mnist" says="not 64"
# %% parameter_count wrong="outputs forgotten" change="C, H, W = numbers[0], 1, 1 → " fails="count_by_layer count_mnist" says="inputs of the second"
# %% parameter_count wrong="stride ignored" change="conv_output_size(H, K, stride, pad) → conv_output_size(H, K, 1, pad)" change="conv_output_size(W, K, stride, pad) → conv_output_size(W, K, 1, pad)" fails="count_mnist" says="with stride 2 does not have the right value"
# %% parameter_count wrong="padding ignored" change="conv_output_size(H, K, stride, pad) → conv_output_size(H, K, stride)" change="conv_output_size(W, K, stride, pad) → conv_output_size(W, K, stride)" fails="count_mnist" says="the classic CNN is 34826, and should be 50186"
# %% parameter_count wrong="convolution keeps the size" change="H = conv_output_size(H, K, stride, pad) → " change="W = conv_output_size(W, K, stride, pad) → " fails="count_mnist" says="with stride 2 does not have the right value"


# %% parameter_count wrong="a constant" fails="count_by_layer count_mnist" says="3 x 3 on 2 channels is 50186, and should be 95"
def parameter_count(layers):
    return 50186


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


# %% build_cnn wrong="a generator of its own" change="F1, F2 = filters → F1, F2 = filters\n    rng = np.random.default_rng(0)" fails="cnn_first_weights" says="the same for every generator"
# %% build_cnn wrong="one filter again and again" change="rng.normal(size=(F2, F1, 3, 3)) → np.tile(rng.normal(size=(1, F1, 3, 3)), (F2, 1, 1, 1))" fails="cnn_first_weights" says="repeats itself"
# %% build_cnn wrong="2 / 9 times F1" change="2 / (9 * F1) → 2 / 9 * F1" fails="cnn_first_weights" says="of the second Conv, times the root of its inputs, is 84.8"
# %% build_cnn wrong="no padding" change="Conv(W1, np.zeros(F1), pad=1) → Conv(W1, np.zeros(F1))" change="Conv(W2, np.zeros(F2), pad=1) → Conv(W2, np.zeros(F2))" fails="cnn_shapes cnn_whole" says="shape"
# %% build_cnn wrong="root of 1 / inputs" change="2 / 9 → 1 / 9" change="2 / (9 * F1) → 1 / (9 * F1)" change="2 / (16 * F2) → 1 / (16 * F2)" fails="cnn_first_weights" says="root of 1 / inputs"
# %% build_cnn wrong="no scale" change="rng.normal(size=(F1, 1, 3, 3)) * np.sqrt(2 / 9) → rng.normal(size=(F1, 1, 3, 3))" change="rng.normal(size=(F2, F1, 3, 3)) * np.sqrt(2 / (9 * F1)) → rng.normal(size=(F2, F1, 3, 3))" change="rng.normal(size=(16 * F2, 10)) * np.sqrt(2 / (16 * F2)) → rng.normal(size=(16 * F2, 10))" fails="cnn_first_weights" says="as rng.normal gives it"
# %% build_cnn wrong="no root" change="np.sqrt(2 / 9) → (2 / 9)" change="np.sqrt(2 / (9 * F1)) → 2 / (9 * F1)" change="np.sqrt(2 / (16 * F2)) → 2 / (16 * F2)" fails="cnn_first_weights" says="not by 2 / inputs"
# %% build_cnn wrong="inputs of the second without channels" change="2 / (9 * F1) → 2 / 9" fails="cnn_first_weights" says="inputs, is 10.952075, and should be 1.4142136"
# %% build_cnn wrong="global randomness" change="rng.normal(size=(F1, 1, 3, 3)) → np.random.normal(size=(F1, 1, 3, 3))" change="rng.normal(size=(F2, F1, 3, 3)) → np.random.normal(size=(F2, F1, 3, 3))" change="rng.normal(size=(16 * F2, 10)) → np.random.normal(size=(16 * F2, 10))" fails="cnn_first_weights" says="from the same generator has the right shape"
# %% build_cnn wrong="zeros" change="rng.normal(size=(F1, 1, 3, 3)) → np.zeros((F1, 1, 3, 3))" fails="cnn_first_weights" says="the root of its inputs, is 0, and should not be"
# %% build_cnn wrong="filters exchanged" change="F1, F2 = filters → F2, F1 = filters" fails="cnn_shapes cnn_first_weights cnn_whole" says="(2, 5, 8, 8), and (2, 3, 8, 8) is expected"
# %% build_cnn wrong="fixed sizes" change="F1, F2 = filters → F1, F2 = 16, 32" fails="cnn_shapes cnn_first_weights cnn_whole" says="(2, 16, 8, 8), and (2, 3, 8, 8) is expected"


# %% build_cnn wrong="no ReLU between" fails="cnn_shapes cnn_whole" says="Relu, MaxPool, Conv, Relu, Flatten, Affine"
def build_cnn(filters, rng):
    F1, F2 = filters
    W1 = rng.normal(size=(F1, 1, 3, 3)) * np.sqrt(2 / 9)
    W2 = rng.normal(size=(F2, F1, 3, 3)) * np.sqrt(2 / (9 * F1))
    W3 = rng.normal(size=(16 * F2, 10)) * np.sqrt(2 / (16 * F2))
    return [
        Conv(W1, np.zeros(F1), pad=1),
        MaxPool(2),
        Conv(W2, np.zeros(F2), pad=1),
        Relu(),
        Flatten(),
        Affine(W3, np.zeros(10)),
    ]


# %% build_cnn wrong="pools twice" change="rng.normal(size=(16 * F2, 10)) * np.sqrt(2 / (16 * F2)) → rng.normal(size=(4 * F2, 10)) * np.sqrt(2 / (4 * F2))" change="Flatten(), → MaxPool(2),\n        Flatten()," fails="cnn_shapes cnn_first_weights cnn_whole" says="Relu, MaxPool, Conv, Relu, Flatten, Affine"
# %% build_cnn wrong="pooling at the end" change="MaxPool(2), → " change="Flatten(), → MaxPool(2),\n        Flatten()," fails="cnn_shapes cnn_whole" says="(2, 5, 8, 8), and (2, 3, 4, 4) is expected"
# %% build_cnn wrong="uniform" change="rng.normal(size=(F1, 1, 3, 3)) → rng.random(size=(F1, 1, 3, 3))" change="rng.normal(size=(F2, F1, 3, 3)) → rng.random(size=(F2, F1, 3, 3))" change="rng.normal(size=(16 * F2, 10)) → rng.random(size=(16 * F2, 10))" fails="cnn_first_weights" says="its inputs, is 0.39484, and should be 1.4142136"
# %% build_cnn wrong="a second layer that is the first" change="W2 = rng.normal(size=(F2, F1, 3, 3)) * np.sqrt(2 / (9 * F1)) → " change="Conv(W2, np.zeros(F2), pad=1) → Conv(W1, np.zeros(F1), pad=1)" fails="cnn_shapes cnn_first_weights cnn_whole" says="(size 9 is different from 27)"
