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


# %% correlate2d wrong="flipped" change="image[i : i + KH, j : j + KW] * kernel → image[i : i + KH, j : j + KW] * kernel[::-1, ::-1]" fails="correlate_by_hand correlate_other_sizes" says="turned round"
# %% correlate2d wrong="upside down" change="image[i : i + KH, j : j + KW] * kernel → image[i : i + KH, j : j + KW] * kernel[::-1]" fails="correlate_by_hand correlate_other_sizes" says="turned round"
# %% correlate2d wrong="kernel transposed" change="KH, KW = kernel.shape → kernel = kernel.T\n    KH, KW = kernel.shape" fails="correlate_by_hand correlate_other_sizes" says="Rows and columns of the kernel"
# %% correlate2d wrong="mean" change="np.sum → np.mean" fails="correlate_by_hand correlate_other_sizes" says="mean of the nine products"
# %% correlate2d wrong="sum of the window" change="image[i : i + KH, j : j + KW] * kernel → image[i : i + KH, j : j + KW]" fails="correlate_by_hand correlate_other_sizes" says="Where is the kernel?"
# %% correlate2d wrong="one place short" change="np.zeros((H - KH + 1, W - KW + 1)) → np.zeros((H - KH, W - KW))" change="range(H - KH + 1) → range(H - KH)" change="range(W - KW + 1) → range(W - KW)" fails="correlate_by_hand correlate_other_sizes" says="The last row and the last column are missing"
# %% correlate2d wrong="loop one short" change="range(W - KW + 1) → range(W - KW)" fails="correlate_by_hand correlate_other_sizes" says="only"
# %% correlate2d wrong="same size" change="KH, KW = kernel.shape → KH, KW = kernel.shape\n    image = np.pad(image, ((KH // 2, (KH - 1) // 2), (KW // 2, (KW - 1) // 2)))\n    H, W = image.shape" fails="correlate_by_hand correlate_other_sizes" says="hangs over the edge"
# %% correlate2d wrong="returns too early" change="* kernel)\n    return sums → * kernel)\n            return sums" fails="correlate_by_hand correlate_other_sizes" says="return too early"
# %% correlate2d wrong="height for width" change="np.zeros((H - KH + 1, W - KW + 1)) → np.zeros((H - KH + 1, W - KH + 1))" change="range(W - KW + 1) → range(W - KH + 1)" fails="correlate_other_sizes" says="expected"
# %% correlate2d wrong="whole numbers only" change="np.zeros((H - KH + 1, W - KW + 1)) → np.zeros((H - KH + 1, W - KW + 1), dtype=image.dtype)" fails="correlate_other_sizes" says="decimals are cut off"
# %% correlate2d wrong="matrix product" change="image[i : i + KH, j : j + KW] * kernel → image[i : i + KH, j : j + KW] @ kernel.T" fails="correlate_by_hand correlate_other_sizes" says="0): it is 23, and should be 6 (off by 283 %)"
# %% correlate2d wrong="sizes in a byte" change="H, W = image.shape → H, W = np.array(image.shape).astype(np.uint8)" fails="correlate_other_sizes" says="shape"
# %% correlate2d wrong="in place" change="return sums → image[: H - KH + 1, : W - KW + 1] = sums\n    return sums" fails="correlate_by_hand correlate_other_sizes" says="changed its argument"


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


# %% pad2d wrong="top and left" change="np.zeros((H + 2 * pad, W + 2 * pad)) → np.zeros((H + pad, W + pad))" fails="pad_by_hand pad_other_sizes" says="on the top and on the left only"
# %% pad2d wrong="bottom and right" change="np.zeros((H + 2 * pad, W + 2 * pad)) → np.zeros((H + pad, W + pad))" change="framed[pad : pad + H, pad : pad + W] → framed[:H, :W]" fails="pad_by_hand pad_other_sizes" says="on the bottom and on the right only"
# %% pad2d wrong="in the corner" change="framed[pad : pad + H, pad : pad + W] → framed[:H, :W]" fails="pad_by_hand pad_other_sizes" says="sits in the corner"
# %% pad2d wrong="only columns" change="np.zeros((H + 2 * pad, W + 2 * pad)) → np.zeros((H, W + 2 * pad))" change="framed[pad : pad + H, pad : pad + W] → framed[:, pad : pad + W]" fails="pad_by_hand pad_other_sizes" says="Above and below"
# %% pad2d wrong="only rows" change="np.zeros((H + 2 * pad, W + 2 * pad)) → np.zeros((H + 2 * pad, W))" change="framed[pad : pad + H, pad : pad + W] → framed[pad : pad + H]" fails="pad_by_hand pad_other_sizes" says="On the left and on the right"
# %% pad2d wrong="edge repeated" change='return framed → return np.pad(image, pad, mode="edge")' fails="pad_by_hand pad_other_sizes" says="repeats the pixels"
# %% pad2d wrong="ones" change="np.zeros → np.ones" fails="pad_by_hand pad_other_sizes" says="should be 0, not 1"
# %% pad2d wrong="twice as wide" change="H, W = image.shape → H, W = image.shape\n    pad = 2 * pad" fails="pad_by_hand pad_other_sizes" says="twice as wide"
# %% pad2d wrong="always one" change="H, W = image.shape → H, W = image.shape\n    pad = 1" fails="pad_other_sizes" says="The frame is 1 wide"
# %% pad2d wrong="sizes in a byte" change="H, W = image.shape → H, W = np.array(image.shape).astype(np.uint8)" fails="pad_other_sizes" says="shape"
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


# %% conv_output_size wrong="sizes in a byte" change="(padded - kernel) // stride + 1 → int(np.array((padded - kernel) // stride + 1).astype(np.uint8))" fails="size_by_hand" says="conv_output_size(...)"
# %% conv_output_size wrong="sizes in two bytes" change="(padded - kernel) // stride + 1 → int(np.array((padded - kernel) // stride + 1).astype(np.uint16))" fails="size_by_hand" says="conv_output_size(...)"
# %% conv_output_size wrong="without + 1" change="(padded - kernel) // stride + 1 → (padded - kernel) // stride" fails="size_by_hand size_refuses" says="The + 1 is missing"
# %% conv_output_size wrong="one too many" change="(padded - kernel) // stride + 1 → (padded - kernel) // stride + 2" fails="size_by_hand size_refuses" says="One too many"
# %% conv_output_size wrong="float" change="(padded - kernel) // stride + 1 → (padded - kernel) / stride + 1" fails="size_by_hand size_refuses" says="here it is a float"
# %% conv_output_size wrong="rounded up" change="(padded - kernel) // stride + 1 → -(-(padded - kernel) // stride) + 1" fails="size_by_hand" says="round down"
# %% conv_output_size wrong="+ 1 before dividing" change="(padded - kernel) // stride + 1 → (padded - kernel + 1) // stride" fails="size_by_hand size_refuses" says="Add 1 after the division"
# %% conv_output_size wrong="stride ignored" change="(padded - kernel) // stride + 1 → padded - kernel + 1" fails="size_by_hand" says="The stride is missing"
# %% conv_output_size wrong="padding once" change="(padded - kernel) // stride + 1 → (size + pad - kernel) // stride + 1" fails="size_by_hand size_refuses" says="Padding is on both sides"
# %% conv_output_size wrong="padding ignored" change="(padded - kernel) // stride + 1 → (size - kernel) // stride + 1" fails="size_by_hand size_refuses" says="Padding is missing"
# %% conv_output_size wrong="no kernel" change="(padded - kernel) // stride + 1 → padded // stride + 1" fails="size_by_hand size_refuses" says="Subtract the size of the kernel"


# %% conv_output_size wrong="never refuses" fails="size_refuses" says="where it should refuse"
def conv_output_size(size, kernel, stride=1, pad=0):
    return (size + 2 * pad - kernel) // stride + 1


# %% conv_output_size wrong="refuses without padding" change="if kernel > padded: → if kernel > size:" change="the kernel ({kernel}) is larger than the image with its padding ({padded}) → {kernel} > {size}" fails="size_by_hand size_refuses" says="ValueError: 2 > 1"
# %% conv_output_size wrong="refuses what fits" change="if kernel > padded: → if kernel >= padded:" change="the kernel ({kernel}) is larger than the image with its padding ({padded}) → {kernel} >= {padded}" fails="size_by_hand size_refuses" says="ValueError: 1 >= 1"
# %% conv_output_size wrong="no numbers in the message" change='f"the kernel ({kernel}) is larger than the image with its padding ({padded})" → "the kernel is too large"' fails="size_refuses" says="does not mention"
# %% conv_output_size wrong="size without padding in the message" change="the image with its padding ({padded}) → the image ({size})" fails="size_refuses" says="leaves out something"
# %% conv_output_size wrong="truncated quotient" change="if kernel > padded: → if int((padded - kernel) / stride + 1) < 0:" change="(padded - kernel) // stride + 1 → int((padded - kernel) / stride + 1)" fails="size_refuses" says="where it should refuse"


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


# %% correlate2d_strided wrong="stride 2 if nothing is said" change="stride=1, pad=0 → stride=2, pad=0" fails="strided_other_sizes" says="without stride and pad does not have the shape"
# %% correlate2d_strided wrong="begins after a step" change="[::stride, ::stride] → [stride - 1 :: stride, stride - 1 :: stride]" fails="strided_by_hand strided_other_sizes" says="2 has shape (1, 1), and (2, 2) is expected"
# %% correlate2d_strided wrong="sizes in a byte" change="[::stride, ::stride] → [::stride, ::stride][: conv_output_size(len(image), len(kernel), stride, pad) % 256]" fails="strided_other_sizes" says="shape"
# %% correlate2d_strided wrong="whole numbers only" change="[::stride, ::stride] → [::stride, ::stride].astype(image.dtype)" fails="strided_other_sizes" says="decimals"
# %% correlate2d_strided wrong="stride ignored" change="kernel)[::stride, ::stride] → kernel)" fails="strided_by_hand strided_other_sizes" says="The stride is ignored"
# %% correlate2d_strided wrong="only rows jump" change="[::stride, ::stride] → [::stride]" fails="strided_by_hand strided_other_sizes" says="Only the rows jump"
# %% correlate2d_strided wrong="only columns jump" change="[::stride, ::stride] → [:, ::stride]" fails="strided_by_hand strided_other_sizes" says="Only the columns jump"
# %% correlate2d_strided wrong="padding ignored" change="pad2d(image, pad) → image" fails="strided_by_hand strided_other_sizes" says="The padding is missing"
# %% correlate2d_strided wrong="result padded" change="correlate2d(pad2d(image, pad), kernel)[::stride, ::stride] → pad2d(correlate2d(image, kernel)[::stride, ::stride], pad)" fails="strided_by_hand strided_other_sizes" says="The result got the frame"


# %% correlate2d_strided wrong="windows side by side" fails="strided_by_hand strided_other_sizes" says="windows still begin side by side"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    sums = correlate2d(pad2d(image, pad), kernel)
    OH, OW = sums[::stride, ::stride].shape
    return sums[:OH, :OW]


# %% correlate2d_strided wrong="image thinned out" change="correlate2d(pad2d(image, pad), kernel)[::stride, ::stride] → correlate2d(pad2d(image, pad)[::stride, ::stride], kernel)" fails="strided_by_hand strided_other_sizes" says="2 has shape (1, 1), and (2, 2) is expected"
# %% correlate2d_strided wrong="height for width" change="[::stride, ::stride] → [::stride, ::stride][:, : conv_output_size(len(image), len(kernel), stride, pad)]" fails="strided_other_sizes" says="3 has shape (1, 1), and (1, 2) is expected"


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


# %% conv2d wrong="channels averaged" change="correlate2d_strided(x[n, c], w[f, c], stride, pad) → correlate2d_strided(x[n, c], w[f, c], stride, pad) / C" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="channels are averaged"
# %% conv2d wrong="mean over channels with the bias" change="return out → return out / C" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="every value is exactly 2 times too small"
# %% conv2d wrong="sizes in a byte" change="N, C, H, W = x.shape → N, C, H, W = np.array(x.shape).astype(np.uint8)" fails="conv2d_batch" says="shape"
# %% conv2d wrong="no bias" change="out[n, f] = b[f] → " fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="Is the bias added?"
# %% conv2d wrong="bias for each channel" change="out[n, f] = b[f] → " change="out[n, f] += correlate2d_strided( → out[n, f] += b[f] + correlate2d_strided(" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="once for each channel"
# %% conv2d wrong="flipped" change="(x[n, c], w[f, c], stride, pad) → (x[n, c], w[f, c, ::-1, ::-1], stride, pad)" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="turned by 180"
# %% conv2d wrong="overwrites" change="out[n, f] += correlate2d_strided( → out[n, f] = b[f] + correlate2d_strided(" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="Only the last channel"
# %% conv2d wrong="first channel only" change="range(C) → range(1)" fails="conv2d_by_hand conv2d_batch conv2d_stride_and_pad" says="Only the first channel"
# %% conv2d wrong="stride ignored" change="N, C, H, W = x.shape → N, C, H, W = x.shape\n    stride = 1" fails="conv2d_stride_and_pad" says="The stride is ignored"
# %% conv2d wrong="padding ignored" change="N, C, H, W = x.shape → N, C, H, W = x.shape\n    pad = 0" fails="conv2d_stride_and_pad" says="The padding is missing"
# %% conv2d wrong="padded on every axis" change="N, C, H, W = x.shape → x, pad = np.pad(x, pad), 0\n    N, C, H, W = x.shape" fails="conv2d_stride_and_pad" says="(3, 1, 3, 4), and (1, 1, 3, 4) is expected"
# %% conv2d wrong="padded on one side" change="N, C, H, W = x.shape → x, pad = np.pad(x, ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0))), 0\n    N, C, H, W = x.shape" fails="conv2d_stride_and_pad" says="it is 4.5, and should be 18.5 (off by 75.7 %)"
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


# %% im2col wrong="slices end too early" change="a : a + stride * OH : stride → a : a + OH : stride" fails="im2col_stride_and_pad" says="values are wrong"
# %% im2col wrong="sizes in a byte" change="N, C, H, W = x.shape → N, C, H, W = map(int, np.array(x.shape).astype(np.uint8))" fails="im2col_channels_and_images" says="shape"
# %% im2col wrong="windows as columns" change="return rows.reshape(N * OH * OW, C * KH * KW) → return rows.reshape(N * OH * OW, C * KH * KW).T" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="here they are columns"
# %% im2col wrong="windows downwards first" change="return rows.reshape → return rows.transpose(0, 2, 1, 3, 4, 5).reshape" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="Rows are in the order of columns"
# %% im2col wrong="pixels downwards first" change="return rows.reshape → return rows.transpose(0, 1, 2, 3, 5, 4).reshape" fails="im2col_by_hand im2col_channels_and_images im2col_stride_and_pad" says="run down the columns"
# %% im2col wrong="channels last" change="return rows.reshape → return rows.transpose(0, 1, 2, 4, 5, 3).reshape" fails="im2col_channels_and_images im2col_stride_and_pad" says="Channels should come first"
# %% im2col wrong="windows first" change="return rows.reshape → return rows.transpose(1, 2, 0, 3, 4, 5).reshape" fails="im2col_channels_and_images im2col_stride_and_pad" says="Rows go image by image"
# %% im2col wrong="a row for each channel" change="return rows.reshape(N * OH * OW, C * KH * KW) → return rows.transpose(0, 3, 1, 2, 4, 5).reshape(N * C * OH * OW, KH * KW)" fails="im2col_channels_and_images im2col_stride_and_pad" says="channels have rows of their own"
# %% im2col wrong="reshaped only" change="np.zeros((N, OH, OW, C, KH, KW)) → np.zeros((N, C, OH, OW, KH, KW))" change="under.transpose(0, 2, 3, 1) → under" fails="im2col_channels_and_images im2col_stride_and_pad" says="has the right values, but in other places"
# %% im2col wrong="stride ignored" change="N, C, H, W = x.shape → N, C, H, W = x.shape\n    stride = 1" fails="im2col_stride_and_pad" says="The stride is ignored"
# %% im2col wrong="padding ignored" change="N, C, H, W = x.shape → N, C, H, W = x.shape\n    pad = 0" fails="im2col_stride_and_pad" says="The padding is missing"
# %% im2col wrong="padded on one side" change="((0, 0), (0, 0), (pad, pad), (pad, pad)) → ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0))" fails="im2col_stride_and_pad" says="is at index (3, 3): it is 5, and should be 0"
# %% im2col wrong="padded on every axis" change="N, C, H, W = x.shape → x, pad = np.pad(x, pad), 0\n    N, C, H, W = x.shape" fails="im2col_stride_and_pad" says="1 has shape (12, 12), and (4, 4) is expected"


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


# %% col2im wrong="overwrites" change="range(KH) → reversed(range(KH))" change="range(KW) → reversed(range(KW))" change="+= pieces[..., a, b] → = pieces[..., a, b]" fails="col2im_by_hand col2im_other_sizes" says="overwrites"
# %% col2im wrong="rows laid downwards" change="rows.reshape(N, OH, OW, C, KH, KW) → rows.reshape(N, OH, OW, C, KW, KH).swapaxes(4, 5)" fails="col2im_by_hand col2im_other_sizes" says="down the columns"
# %% col2im wrong="what no window covers is cut off" change="np.zeros((N, C, H + 2 * pad, W + 2 * pad)) → np.zeros((N, C, stride * (OH - 1) + KH, stride * (OW - 1) + KW))" fails="col2im_other_sizes" says="does not have the shape that is expected"
# %% col2im wrong="sizes in a byte" change="N, C, H, W = x_shape → N, C, H, W = map(int, np.array(x_shape).astype(np.uint8))" fails="col2im_other_sizes" says="reshape"
# %% col2im wrong="mean" change="for a in range(KH): → count = np.zeros(framed.shape)\n    for a in range(KH):" change="+= pieces[..., a, b] → += pieces[..., a, b]\n            count[:, :, *place] += 1" change="return framed → return (framed / np.maximum(count, 1))" fails="col2im_by_hand col2im_other_sizes" says="mean"
# %% col2im wrong="frame left on" change="return framed[:, :, pad : pad + H, pad : pad + W] → return framed" fails="col2im_other_sizes" says="Take the frame off"
# %% col2im wrong="upper left corner" change="framed[:, :, pad : pad + H, pad : pad + W] → framed[:, :, :H, :W]" fails="col2im_other_sizes" says="upper left corner"


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


# %% col2im wrong="channels last" change="rows.reshape(N, OH, OW, C, KH, KW).transpose(0, 3, 1, 2, 4, 5) → rows.reshape(N, OH, OW, KH, KW, C).transpose(0, 5, 1, 2, 3, 4)" fails="col2im_other_sizes" says="3 has the right values, but in other places"
# %% col2im wrong="pixels turned" change="pieces[..., a, b] → pieces[..., KH - 1 - a, KW - 1 - b]" fails="col2im_by_hand col2im_other_sizes" says="1): it is 43, and should be 12 (off by 258 %)"
# %% col2im wrong="first image only" change="framed[:, :, *place] += pieces[..., a, b] → framed[:1, :, *place] += pieces[:1, ..., a, b]" fails="col2im_other_sizes" says="has the right shape, but some of its values are wrong"
# %% col2im wrong="rows spoilt" change="N, C, H, W = x_shape → N, C, H, W = x_shape\n    rows *= 1.5" fails="col2im_by_hand col2im_other_sizes" says="changed its argument"


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


# %% conv2d_backward wrong="dx not written yet" change="dx = col2im(upstream @ w.reshape(F, -1), x.shape, KH, KW, stride, pad) → dx = None" fails="backward_dx" says="dx is None"
# %% conv2d_backward wrong="db averaged" change="np.sum → np.mean" fails="backward_db" says="These are means"
# %% conv2d_backward wrong="db a place" change="np.sum(upstream, axis=0) → dout.sum(axis=0)" fails="backward_db" says="at every place"
# %% conv2d_backward wrong="db an image" change="np.sum(upstream, axis=0) → dout.sum(axis=(2, 3))" fails="backward_db" says="Add over the images"
# %% conv2d_backward wrong="db divided by the batch" change="np.sum(upstream, axis=0) → np.sum(upstream, axis=0) / len(x)" fails="backward_db" says="2 is the batch size"
# %% conv2d_backward wrong="reshaped without transpose" change="dout.transpose(0, 2, 3, 1).reshape → dout.reshape" fails="backward_db backward_dw backward_dx" says="mixed up"
# %% conv2d_backward wrong="dw divided by the batch" change="(upstream.T @ rows).reshape(w.shape) → (upstream.T @ rows).reshape(w.shape) / len(x)" fails="backward_dw" says="2 is the batch size"
# %% conv2d_backward wrong="dw turned" change="(upstream.T @ rows).reshape(w.shape) → (upstream.T @ rows).reshape(w.shape)[:, :, ::-1, ::-1]" fails="backward_dw" says="turned by 180"
# %% conv2d_backward wrong="dw of whole numbers" change="(upstream.T @ rows).reshape(w.shape) → (upstream.T @ rows).reshape(w.shape).astype(w.dtype)" fails="backward_dw" says="decimals"
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


# %% conv2d_backward wrong="dx with turned filters" change="w.reshape(F, -1) → w[:, :, ::-1, ::-1].reshape(F, -1)" fails="backward_dx" says="turned by 180"
# %% conv2d_backward wrong="dx of whole numbers" change="return dx, dw, db → return dx.astype(x.dtype), dw, db" fails="backward_dx" says="decimals"
# %% conv2d_backward wrong="padding ignored for dx" change="x.shape, KH, KW, stride, pad) → x.shape, KH, KW, stride)" fails="backward_db backward_dw backward_dx" says="array of size 324 into shape (3,2,2,2,2,3)"
# %% conv2d_backward wrong="adds to dout" change="return dx, dw, db → dout *= 0.5\n    return dx, dw, db" fails="backward_db backward_dw backward_dx" says="changed its argument dout"
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


# %% max_pool wrong="the first channel decides" change=".argmax(axis=2) → .argmax(axis=2)[:, :1]" fails="pool_backward pool_any_size" says="has the right values, but in other places"
# %% max_pool wrong="every tie" change=".argmax(axis=2) → .max(axis=2)" change="np.arange(s * s) == winner[:, :, None] → self.x[place].reshape(N, C, s * s) == winner[:, :, None]" fails="pool_backward" says="Every number that equals the largest"
# %% max_pool wrong="ties share" change=".argmax(axis=2) → .max(axis=2)" change="np.arange(s * s) == winner[:, :, None] → self.x[place].reshape(N, C, s * s) == winner[:, :, None]\n                won = won / won.sum(axis=2, keepdims=True)" fails="pool_backward" says="share here"
# %% max_pool wrong="last of ties" change="self.x[place].reshape(N, C, s * s) → self.x[place].reshape(N, C, s * s)[:, :, ::-1]" change="np.arange(s * s) → np.arange(s * s)[::-1]" fails="pool_backward" says="here it is the last one"
# %% max_pool wrong="everyone" change="np.arange(s * s) == winner[:, :, None] → np.ones(s * s)" fails="pool_backward pool_any_size" says="here all four get one"
# %% max_pool wrong="as a mean" change="np.arange(s * s) == winner[:, :, None] → np.ones(s * s) / (s * s)" fails="pool_backward pool_any_size" says="as if it were a mean"
# %% max_pool wrong="ones" change="dout[:, :, i, j, None] → 1.0" fails="pool_backward pool_any_size" says="not 1"
# %% max_pool wrong="mean pooling" change="block.max → block.mean" fails="pool_forward" says="means of the blocks"
# %% max_pool wrong="smallest" change="block.max → block.min" fails="pool_forward" says="smallest numbers"
# %% max_pool wrong="begins with 0" change="block.max(axis=(2, 3)) → np.maximum(block.max(axis=(2, 3)), 0)" fails="pool_forward" says="All numbers are negative"
# %% max_pool wrong="overlapping windows" change="return out → windows = np.lib.stride_tricks.sliding_window_view(x, (s, s), (2, 3))\n        return windows.max(axis=(4, 5))" fails="pool_forward pool_any_size" says="windows overlap here"
# %% max_pool wrong="over the channels" change="block.max(axis=(2, 3)) → block.max()" fails="pool_forward" says="has the right shape, but some of its values are wrong"
# %% max_pool wrong="wrong window" change="dx[place] → dx[:, :, i : i + s, j : j + s]" fails="pool_backward pool_any_size" says="index (0, 0, 1, 1): it is 40, and should be 0"
# %% max_pool wrong="always 2" change="self.size = size → self.size = 2" fails="pool_forward pool_backward pool_any_size" says="does not have the shape that is expected"
# %% max_pool wrong="whole numbers only" change="np.zeros(self.x.shape) → np.zeros_like(self.x)" fails="pool_backward" says="decimals"
# %% max_pool wrong="sizes in a byte" change="s = self.size\n        out → s = self.size\n        H, W = H % 256, W % 256\n        out" fails="pool_forward" says="shape"
# %% max_pool wrong="shape of what divides" change="np.zeros(self.x.shape) → np.zeros((N, C, H // s * s, W // s * s))" fails="pool_any_size" says="expected"
# %% max_pool wrong="rounded up" change="N, C, H, W = x.shape → N, C, H, W = x.shape\n        H, W = H + self.size - 1, W + self.size - 1" fails="pool_forward pool_any_size" says="does not have the shape that is expected"
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
# %% parameter_count wrong="pools one side" change="H // numbers[0], W // numbers[0] → H // numbers[0], W" fails="count_mnist" says="both height and width"
# %% parameter_count wrong="counts in two bytes" change="return total → return int(np.array(total).astype(np.uint16))" fails="count_mnist" says="the parameters of an affine layer"
# %% parameter_count wrong="takes the input off the list" change="total = 0 → total = 0\n    _, C, H, W = layers.pop(0)" fails="count_by_layer" says="changed its argument"
# %% parameter_count wrong="no biases" change="C * K * K + 1 → C * K * K" change="C * H * W + 1 → C * H * W" fails="count_by_layer count_mnist" says="The biases are missing"
# %% parameter_count wrong="a bias for each place" change="F * (C * K * K + 1) → F * C * K * K" change="W = conv_output_size(W, K, stride, pad) → W = conv_output_size(W, K, stride, pad)\n            total += F * H * W" fails="count_by_layer count_mnist" says="one for each place"
# %% parameter_count wrong="one channel" change="C * K * K + 1 → K * K + 1" fails="count_by_layer count_mnist" says="a slice for every channel"
# %% parameter_count wrong="one bias a layer" change="F * (C * K * K + 1) → F * C * K * K + 1" fails="count_by_layer count_mnist" says="not one for the whole layer"
# %% parameter_count wrong="a bias for each slice" change="F * (C * K * K + 1) → F * C * (K * K + 1)" fails="count_by_layer count_mnist" says="not one for each of its slices"
# %% parameter_count wrong="pooling ignored" change="H // numbers[0], W // numbers[0] → H, W" fails="count_mnist" says="No pooling was seen"
# %% parameter_count wrong="affine sees one channel" change="C * H * W + 1 → H * W + 1" fails="count_by_layer count_mnist" says="of 24 → 5 → 6 are 77, and should be 161"
# %% parameter_count wrong="affine sees channels only" change="C * H * W + 1 → C + 1" fails="count_by_layer count_mnist" says="not 64"
# %% parameter_count wrong="outputs forgotten" change="C, H, W = numbers[0], 1, 1 → " fails="count_by_layer count_mnist" says="inputs of the second"
# %% parameter_count wrong="stride ignored" change="(H, K, stride, pad) → (H, K, 1, pad)" change="(W, K, stride, pad) → (W, K, 1, pad)" fails="count_mnist" says="with stride 2 does not have the right value"
# %% parameter_count wrong="padding ignored" change="(H, K, stride, pad) → (H, K, stride)" change="(W, K, stride, pad) → (W, K, stride)" fails="count_mnist" says="the classic CNN are 34826, and should be 50186"
# %% parameter_count wrong="convolution keeps the size" change="H = conv_output_size(H, K, stride, pad) → " change="W = conv_output_size(W, K, stride, pad) → " fails="count_mnist" says="with stride 2 does not have the right value"
# %% parameter_count wrong="a constant" change="return total → return 50186" fails="count_by_layer count_mnist" says="3 x 3 on 2 channels are 50186, and should be 95"


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
# %% build_cnn wrong="no scale" change=" * np.sqrt(2 / 9) → " change=" * np.sqrt(2 / (9 * F1)) → " change=" * np.sqrt(2 / (16 * F2)) → " fails="cnn_first_weights" says="as rng.normal gives it"
# %% build_cnn wrong="no root" change="np.sqrt(2 / 9) → (2 / 9)" change="np.sqrt(2 / (9 * F1)) → (2 / (9 * F1))" change="np.sqrt(2 / (16 * F2)) → (2 / (16 * F2))" fails="cnn_first_weights" says="not by 2 / inputs"
# %% build_cnn wrong="inputs of the second without channels" change="2 / (9 * F1) → 2 / 9" fails="cnn_first_weights" says="inputs, is 10.952075, and should be 1.4142136"
# %% build_cnn wrong="global randomness" change="W1 = rng.normal → W1 = np.random.normal" change="W2 = rng.normal → W2 = np.random.normal" change="W3 = rng.normal → W3 = np.random.normal" fails="cnn_first_weights" says="from the same generator has the right shape"
# %% build_cnn wrong="zeros" change="rng.normal(size=(F1, 1, 3, 3)) → np.zeros((F1, 1, 3, 3))" fails="cnn_first_weights" says="the root of its inputs, is 0, and should not be"
# %% build_cnn wrong="filters exchanged" change="F1, F2 = filters → F2, F1 = filters" fails="cnn_shapes cnn_first_weights cnn_whole" says="(2, 5, 8, 8), and (2, 3, 8, 8) is expected"
# %% build_cnn wrong="fixed sizes" change="F1, F2 = filters → F1, F2 = 16, 32" fails="cnn_shapes cnn_first_weights cnn_whole" says="(2, 16, 8, 8), and (2, 3, 8, 8) is expected"
# %% build_cnn wrong="no ReLU between" change="Relu(),\n        MaxPool(2), → MaxPool(2)," fails="cnn_shapes cnn_whole" says="Relu, MaxPool, Conv, Relu, Flatten, Affine"
# %% build_cnn wrong="pools twice" change="size=(16 * F2, 10) → size=(4 * F2, 10)" change="2 / (16 * F2) → 2 / (4 * F2)" change="Flatten(), → MaxPool(2),\n        Flatten()," fails="cnn_shapes cnn_first_weights cnn_whole" says="Relu, MaxPool, Conv, Relu, Flatten, Affine"
# %% build_cnn wrong="pooling at the end" change="MaxPool(2), → " change="Flatten(), → MaxPool(2),\n        Flatten()," fails="cnn_shapes cnn_whole" says="(2, 5, 8, 8), and (2, 3, 4, 4) is expected"
# %% build_cnn wrong="uniform" change="W1 = rng.normal → W1 = rng.random" change="W2 = rng.normal → W2 = rng.random" change="W3 = rng.normal → W3 = rng.random" fails="cnn_first_weights" says="its inputs, is 0.39484, and should be 1.4142136"
# %% build_cnn wrong="a second layer that is the first" change="Conv(W2, np.zeros(F2), pad=1) → Conv(W1, np.zeros(F1), pad=1)" fails="cnn_shapes cnn_first_weights cnn_whole" says="(size 9 is different from 27)"
