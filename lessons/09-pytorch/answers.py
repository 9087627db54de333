# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).


# %% to_linear right="new parameters"
def to_linear(W, b):
    layer = nn.Linear(len(W), len(b))
    layer.weight = nn.Parameter(torch.tensor(W).T.contiguous())
    layer.bias = nn.Parameter(torch.tensor(b))
    return layer


# %% to_linear right="a state"
def to_linear(W, b):
    layer = nn.Linear(*W.shape).double()
    layer.load_state_dict(
        {"weight": torch.from_numpy(W).T, "bias": torch.from_numpy(b)}
    )
    return layer


# %% to_linear right="data" change="with torch.no_grad():\n        layer.weight.copy_(torch.tensor(W.T))\n        layer.bias.copy_(torch.tensor(b)) → layer.weight.data[:] = torch.from_numpy(W.T.copy())\n    layer.bias.data[:] = torch.from_numpy(b)"
# %% to_linear wrong="not transposed" change="W.T → W" fails="linear_parameters linear_scores_agree" reads="must match the size"
# %% to_linear wrong="a reshape" change="torch.tensor(W.T) → torch.tensor(W).reshape(M, D)" fails="linear_parameters linear_scores_agree" says="The numbers of W stand in another order here: reshape reads them row by row. Transpose W."
# %% to_linear wrong="W as it is, in a new parameter" change="layer.weight.copy_(torch.tensor(W.T)) → layer.weight = nn.Parameter(torch.tensor(W))" fails="linear_parameters linear_scores_agree" reads="transpose"
# %% to_linear wrong="bias 0" change="torch.tensor(b) → torch.zeros(M)" fails="linear_parameters linear_scores_agree" says="No bias is added here, or one of 0. Has the layer a bias, and does it hold b?"
# %% to_linear wrong="no bias" change="D, M, dtype=torch.float64 → D, M, bias=False, dtype=torch.float64" change="layer.bias.copy_(torch.tensor(b)) → " fails="linear_parameters linear_scores_agree" says="No bias is added here, or one of 0. Has the layer a bias, and does it hold b?"
# %% to_linear wrong="bias not copied" change="layer.bias.copy_(torch.tensor(b)) → " fails="linear_parameters linear_scores_agree" says="The layer still holds the random numbers that a new layer has. Copy yours into layer.weight and into layer.bias."
# %% to_linear wrong="names of its own" change="layer.weight.copy_(torch.tensor(W.T))\n        layer.bias.copy_(torch.tensor(b)) → weight, bias = torch.tensor(W.T), torch.tensor(b)" fails="linear_parameters linear_scores_agree" says="The layer still holds the random numbers that a new layer has. Copy yours into layer.weight and into layer.bias."
# %% to_linear wrong="inputs and outputs exchanged" change="nn.Linear(D, M → nn.Linear(M, D" fails="linear_parameters linear_scores_agree" reads="must match the size"
# %% to_linear wrong="float32" change=", dtype=torch.float64 → " fails="linear_parameters linear_scores_agree" says="These have only the digits of float32. A new layer is float32 unless something else is asked for, and so is torch.Tensor; torch.tensor keeps float64."
# %% to_linear wrong="rounded to float32" change="torch.tensor(W.T) → torch.Tensor(W.T)" fails="linear_parameters linear_scores_agree" says="These have only the digits of float32. A new layer is float32 unless something else is asked for, and so is torch.Tensor; torch.tensor keeps float64."
# %% to_linear wrong="numbers shared" change="layer.weight.copy_(torch.tensor(W.T)) → layer.weight = nn.Parameter(torch.from_numpy(W.T))" fails="linear_scores_agree" says="The arrays share their numbers with the layer, or one of them does: give it copies. (torch.tensor makes one, torch.from_numpy doesn't.)"
# %% to_linear wrong="bias shared" change="layer.bias.copy_(torch.tensor(b)) → layer.bias = nn.Parameter(torch.from_numpy(b))" fails="linear_scores_agree" says="The arrays share their numbers with the layer, or one of them does: give it copies. (torch.tensor makes one, torch.from_numpy doesn't.)"
# %% to_linear wrong="both shared" change="layer.weight.copy_(torch.tensor(W.T)) → layer.weight = nn.Parameter(torch.from_numpy(W.T))" change="layer.bias.copy_(torch.tensor(b)) → layer.bias = nn.Parameter(torch.from_numpy(b))" fails="linear_scores_agree" says="The arrays share their numbers with the layer, or one of them does: give it copies. (torch.tensor makes one, torch.from_numpy doesn't.)"
# %% to_linear wrong="weights added to the random ones" change="layer.weight.copy_(torch.tensor(W.T)) → layer.weight.fill_(1).add_(torch.tensor(W.T))" fails="linear_parameters linear_scores_agree" says="The weights of W were added to those that were there. Copy them over."


# %% to_linear wrong="frozen" change="with torch.no_grad():\n        layer.weight.copy_(torch.tensor(W.T))\n        layer.bias.copy_(torch.tensor(b)) → layer.requires_grad_(False)\n    layer.weight.copy_(torch.tensor(W.T))\n    layer.bias.copy_(torch.tensor(b))" fails="linear_parameters" says="The parameters of the layer keep no gradient any more, so it can't learn. with torch.no_grad() ends by itself; requires_grad_(False) doesn't."
# %% from_linear right="inside no_grad" change="W = layer.weight.detach().numpy().T.copy()\n    b = layer.bias.detach().numpy().copy()\n    return W, b → with torch.no_grad():\n        return np.array(layer.weight.T), np.array(layer.bias)"
# %% from_linear right="lists" change="layer.weight.detach().numpy().T.copy() → np.transpose(layer.weight.tolist())" change="layer.bias.detach().numpy().copy() → np.array(layer.bias.tolist())"
# %% from_linear wrong="not transposed" change=".numpy().T.copy() → .numpy().copy()" fails="from_linear_weights" reads="transpose"
# %% from_linear wrong="a reshape" change=".numpy().T.copy() → .numpy().reshape(layer.in_features, -1).copy()" fails="from_linear_weights" says="The numbers stand in another order here: reshape reads them row by row. Transpose them."
# %% from_linear wrong="W shared" change=".T.copy() → .T" fails="from_linear_weights" says="These are the numbers that the layer holds now, after it has learned. Return a copy."
# %% from_linear wrong="b shared" change="layer.bias.detach().numpy().copy() → layer.bias.detach().numpy()" fails="from_linear_bias" says="These are the numbers that the layer holds now, after it has learned. Return a copy."
# %% from_linear wrong="both shared" change=".T.copy() → .T" change="layer.bias.detach().numpy().copy() → layer.bias.detach().numpy()" fails="from_linear_weights from_linear_bias" says="These are the numbers that the layer holds now, after it has learned. Return a copy."
# %% from_linear wrong="tensors" change="layer.weight.detach().numpy().T.copy() → layer.weight.detach().T.clone()" change="layer.bias.detach().numpy().copy() → layer.bias.detach().clone()" fails="from_linear_weights" says="What is returned is still made of tensors. An Affine needs arrays of NumPy."
# %% from_linear wrong="layer transposed" change="W = layer.weight.detach().numpy().T.copy() → layer.weight.data = layer.weight.data.T\n    W = layer.weight.detach().numpy().copy()" fails="from_linear_weights" says="The layer itself was transposed. It should stay as it was: transpose what you return."
# %% from_linear wrong="not detached" change="layer.weight.detach().numpy().T.copy() → layer.weight.numpy().T.copy()" fails="from_linear_weights from_linear_bias" reads="detach"
# %% from_linear wrong="bias not detached" change="layer.bias.detach().numpy().copy() → layer.bias.numpy().copy()" fails="from_linear_weights from_linear_bias" reads="detach"
# %% from_linear wrong="W alone" change="return W, b → return W" fails="from_linear_weights from_linear_bias" reads="2 items are expected"
# %% from_linear wrong="b before W" change="return W, b → return b, W" fails="from_linear_weights from_linear_bias" says="The order is W, b."
# %% from_linear wrong="b as a column" change="layer.bias.detach().numpy().copy() → layer.bias.detach().numpy().reshape(-1, 1).copy()" fails="from_linear_bias" reads="shape"
# %% from_linear wrong="b of zeros" change="layer.bias.detach().numpy().copy() → np.zeros(layer.out_features)" fails="from_linear_bias" says="These are zeros. Take the layer's own bias."


# %% from_linear wrong="freezes the layer" change="W = layer.weight.detach().numpy().T.copy() → layer.requires_grad_(False)\n    W = layer.weight.numpy().T.copy()" fails="from_linear_weights" says="The layer is another one after the call: it can't learn any more. detach() takes the numbers and leaves the layer as it is."
# %% to_conv right="a state" change="with torch.no_grad():\n        layer.weight.copy_(torch.tensor(w))\n        layer.bias.copy_(torch.tensor(b)) → layer.load_state_dict({\"weight\": torch.tensor(w), \"bias\": torch.tensor(b)})"
# %% to_conv right="new parameters"
def to_conv(w, b, stride=1, pad=0):
    filters, channels, *window = w.shape
    layer = nn.Conv2d(channels, filters, tuple(window), (stride, stride), (pad, pad))
    layer.weight = nn.Parameter(torch.tensor(w))
    layer.bias = nn.Parameter(torch.tensor(b))
    return layer


# %% to_conv wrong="channels and filters exchanged" change="C, F, (KH, KW) → F, C, (KH, KW)" fails="conv_by_hand conv_stride_and_pad" reads="must match the size"
# %% to_conv wrong="stride ignored" change="stride=stride, → " fails="conv_stride_and_pad" says="The stride is left out."
# %% to_conv wrong="padding ignored" change="padding=pad, → " fails="conv_stride_and_pad" says="The padding is left out."
# %% to_conv wrong="stride and padding exchanged" change="stride=stride, padding=pad → stride=pad + 1, padding=stride - 1" fails="conv_stride_and_pad" says="Stride and padding are mixed up."
# %% to_conv wrong="stride and padding in each other's place" change="stride=stride, padding=pad → stride=pad, padding=stride" fails="conv_by_hand conv_stride_and_pad" says="Stride and padding are mixed up."
# %% to_conv wrong="padding of half the kernel" change="padding=pad → padding=(KH // 2, KW // 2) if pad else 0" fails="conv_stride_and_pad" says="The frame is half as wide as the kernel here. It should be as wide as pad says."
# %% to_conv wrong="kernel turned round" change="torch.tensor(w) → torch.tensor(w[:, :, ::-1, ::-1].copy())" fails="conv_by_hand conv_stride_and_pad" says="The filters are turned round here. PyTorch doesn't rotate them either: copy them as they are."
# %% to_conv wrong="rows and columns of the kernel exchanged" change="(KH, KW) → (KW, KH)" change="torch.tensor(w) → torch.tensor(w).transpose(2, 3)" fails="conv_by_hand conv_stride_and_pad" says="Rows and columns of the filters are swapped. Nothing has to be transposed here."
# %% to_conv wrong="square windows only" change="C, F, (KH, KW) → C, F, KH" fails="conv_by_hand conv_stride_and_pad" reads="must match the size"
# %% to_conv wrong="bias 0" change="torch.tensor(b) → torch.zeros(F)" fails="conv_by_hand conv_stride_and_pad" says="No bias is added here, or one of 0. Has the layer a bias, and does it hold b?"
# %% to_conv wrong="no bias" change="dtype=torch.float64 → bias=False, dtype=torch.float64" change="layer.bias.copy_(torch.tensor(b)) → " fails="conv_by_hand conv_stride_and_pad" says="No bias is added here, or one of 0. Has the layer a bias, and does it hold b?"
# %% to_conv wrong="numbers shared" change="layer.weight.copy_(torch.tensor(w)) → layer.weight = nn.Parameter(torch.from_numpy(w))" fails="conv_by_hand" says="The arrays share their numbers with the layer, or one of them does: give it copies. (torch.tensor makes one, torch.from_numpy doesn't.)"
# %% to_conv wrong="both shared" change="layer.weight.copy_(torch.tensor(w)) → layer.weight = nn.Parameter(torch.from_numpy(w))" change="layer.bias.copy_(torch.tensor(b)) → layer.bias = nn.Parameter(torch.from_numpy(b))" fails="conv_by_hand" says="The arrays share their numbers with the layer, or one of them does: give it copies. (torch.tensor makes one, torch.from_numpy doesn't.)"
# %% to_conv wrong="float32" change="dtype=torch.float64 → dtype=torch.float32" fails="conv_by_hand conv_stride_and_pad" reads="float64"
# %% to_conv wrong="stride and pad kept back" change=", stride=stride, padding=pad, dtype=torch.float64 → , dtype=torch.float64" fails="conv_stride_and_pad" says="The layer was made without stride and padding. Hand both on to nn.Conv2d."


# %% to_conv wrong="frozen" change="with torch.no_grad():\n        layer.weight.copy_(torch.tensor(w))\n        layer.bias.copy_(torch.tensor(b)) → layer.requires_grad_(False)\n    layer.weight.copy_(torch.tensor(w))\n    layer.bias.copy_(torch.tensor(b))" fails="conv_stride_and_pad" says="The parameters of the layer keep no gradient any more, so it can't learn. with torch.no_grad() ends by itself; requires_grad_(False) doesn't."
# %% to_conv wrong="zeros not copied" change="layer.bias.copy_(torch.tensor(b)) → layer.bias.copy_(torch.tensor(b) if b.any() else layer.bias)" fails="conv_stride_and_pad" says="Biases of 0 are biases, too: copy them, or the layer keeps the random ones with which it was made."
# %% loss_and_gradients right="autograd.grad"
def loss_and_gradients(model, x, labels):
    loss = nn.CrossEntropyLoss()(model(torch.from_numpy(x)), torch.from_numpy(labels))
    gradients = torch.autograd.grad(loss, list(model.parameters()))
    return float(loss), [gradient.numpy() for gradient in gradients]


# %% loss_and_gradients right="log softmax"
def loss_and_gradients(model, x, labels):
    for parameter in model.parameters():
        parameter.grad = None
    log_p = torch.log_softmax(model(torch.tensor(x)), dim=1)
    loss = -log_p[torch.arange(len(labels)), torch.tensor(labels)].mean()
    loss.backward()
    return loss.detach().numpy(), [
        np.array(parameter.grad) for parameter in model.parameters()
    ]


# %% loss_and_gradients right="one-hot"
def loss_and_gradients(model, x, labels):
    scores = model(torch.tensor(x))
    targets = nn.functional.one_hot(torch.tensor(labels), scores.shape[1])
    loss = nn.functional.cross_entropy(scores, targets.to(scores.dtype))
    model.zero_grad()
    loss.backward()
    return loss.item(), tuple(each.grad.clone() for each in model.parameters())


# %% loss_and_gradients wrong="softmax before cross_entropy" change="model(x), labels → torch.softmax(model(x), dim=1), labels" fails="loss_of_scores gradients_by_hand gradients_of_a_network" says="A softmax stands before cross_entropy here, and cross_entropy applies one itself. Give it the scores."
# %% loss_and_gradients wrong="gradients not zeroed" change="model.zero_grad() → " fails="gradients_by_hand" says="These are the gradients of all calls so far, added up. Forget the old ones first."
# %% loss_and_gradients wrong="sum for mean" change='model(x), labels → model(x), labels, reduction="sum"' fails="loss_of_scores gradients_by_hand gradients_of_a_network" reads="batch"
# %% loss_and_gradients wrong="labels as floats" change="model(x), labels → model(x), labels.double()" fails="loss_of_scores gradients_by_hand gradients_of_a_network" reads="whole numbers"
# %% loss_and_gradients wrong="the tensor itself" change="loss.item() → loss" fails="loss_of_scores gradients_of_a_network" reads="keeps the graph"
# %% loss_and_gradients wrong="no backward" change="loss.backward() → " fails="loss_of_scores gradients_by_hand gradients_of_a_network" reads="Something is None"
# %% loss_and_gradients wrong="a float goes backward" change="(model(x), labels) → (model(x), labels).item()" change="loss.item(), [ → loss, [" fails="loss_of_scores gradients_by_hand gradients_of_a_network" reads="'float' object has no attribute 'backward'"
# %% loss_and_gradients wrong="a step of training" change="loss.backward() → loss.backward()\n    torch.optim.SGD(model.parameters(), lr=0.1).step()" fails="loss_of_scores gradients_by_hand" says="A step of training was made. This function only measures, and leaves the parameters as they are."
# %% loss_and_gradients wrong="the parameters" change="parameter.grad.numpy() → parameter.detach().numpy()" fails="gradients_by_hand gradients_of_a_network" says="These are the parameters, and not their gradients."
# %% loss_and_gradients wrong="the gradients alone" change="return loss.item(), [ → return [" fails="loss_of_scores gradients_by_hand gradients_of_a_network" reads="2"
# %% loss_and_gradients wrong="transposed" change="parameter.grad.numpy() → parameter.grad.numpy().T" fails="gradients_by_hand gradients_of_a_network" reads="shape"
# %% loss_and_gradients wrong="zeroed after backward" change="model.zero_grad() → " change="loss.backward() → loss.backward()\n    model.zero_grad(set_to_none=False)" fails="gradients_by_hand gradients_of_a_network" says="All gradients are 0: they were forgotten after they had been computed. Forget the old ones before backward."
# %% loss_and_gradients wrong="the mean of the squares" change="nn.functional.cross_entropy(model(x), labels) → nn.functional.mse_loss(model(x), torch.eye(model(x).shape[1], dtype=model(x).dtype)[labels])" fails="loss_of_scores gradients_by_hand gradients_of_a_network" says="This is the mean squared error. The cross-entropy is asked for."
# %% loss_and_gradients wrong="nll_loss" change="cross_entropy → nll_loss" fails="loss_of_scores gradients_by_hand gradients_of_a_network" says="nll_loss expects logarithms of probabilities. cross_entropy makes the loss from scores."
# %% loss_and_gradients wrong="labels first" change="cross_entropy(model(x), labels) → cross_entropy(labels, model(x))" fails="loss_of_scores gradients_by_hand gradients_of_a_network" reads="the scores first"


# %% loss_and_gradients wrong="forgets afterwards" change="    model.zero_grad()\n    loss = nn.functional.cross_entropy(model(x), labels)\n    loss.backward()\n    return loss.item(), [parameter.grad.numpy() for parameter in model.parameters()] →     loss = nn.functional.cross_entropy(model(x), labels)\n    loss.backward()\n    found = [parameter.grad.numpy() for parameter in model.parameters()]\n    model.zero_grad()\n    return loss.item(), found" fails="gradients_by_hand" says="Gradients that were there before the call are in these, too. Forget them before the way back, and not after it."
# %% loss_and_gradients wrong="all labels for each sample" change="nn.functional.cross_entropy(model(x), labels) → -nn.functional.log_softmax(model(x), dim=1)[:, labels].mean()" fails="loss_of_scores gradients_by_hand gradients_of_a_network" says="[:, labels] picks all labels for each sample. One number for each row is needed: [torch.arange(N), labels]."
# %% loss_and_gradients wrong="logarithm of the softmax" change="nn.functional.cross_entropy(model(x), labels) → -torch.log(torch.softmax(model(x), dim=1))[torch.arange(len(labels)), labels].mean()" fails="loss_of_scores" says="Where scores are far apart, softmax rounds a probability to 0, and its logarithm is infinite. cross_entropy takes the scores and does both in one."
# %% adam_step right="in one formula"
def adam_step(x, gradient, m, v, t, rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (gradient - m)
    v = v + (1 - beta2) * (gradient * gradient - v)
    scale = np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return x - rate * scale * m / (np.sqrt(v) + eps * np.sqrt(1 - beta2**t)), m, v


# %% adam_step right="with PyTorch"
def adam_step(x, gradient, m, v, t, rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    x, m, v = (torch.tensor(each) for each in (x, m, v))
    gradient = torch.tensor(gradient)
    m.lerp_(gradient, 1 - beta1)
    v.mul_(beta2).addcmul_(gradient, gradient, value=1 - beta2)
    below = (v / (1 - beta2**t)).sqrt() + eps
    return (x - rate * (m / (1 - beta1**t)) / below).numpy(), m.numpy(), v.numpy()


# %% adam_step wrong="no bias correction" change="m / (1 - beta1**t) → m" change="v / (1 - beta2**t) → v" fails="adam_first_step adam_ten_steps" says="Both means begin at 0, and are too small in the first steps. Divide each by 1 minus its beta to the power of t."
# %% adam_step wrong="m not corrected" change="m / (1 - beta1**t) → m" fails="adam_first_step adam_ten_steps" says="m is not corrected here: divide it by 1 - beta1**t."
# %% adam_step wrong="v not corrected" change="v / (1 - beta2**t) → v" fails="adam_first_step adam_ten_steps" says="v is not corrected here: divide it by 1 - beta2**t."
# %% adam_step wrong="times t for the power" change="beta1**t → beta1 * t" change="beta2**t → beta2 * t" fails="adam_ten_steps" says="The betas are multiplied by t here. Take them to the power of t."
# %% adam_step wrong="power t + 1" change="beta1**t → beta1 ** (t + 1)" change="beta2**t → beta2 ** (t + 1)" fails="adam_first_step adam_ten_steps" says="The power in the corrections should be t, with t = 1 in the first step."
# %% adam_step wrong="power t - 1" change="beta1**t → beta1 ** (t - 1)" change="beta2**t → beta2 ** (t - 1)" fails="adam_first_step adam_ten_steps" says="The power in the corrections should be t, with t = 1 in the first step."
# %% adam_step wrong="corrected without a power" change="beta1**t → beta1" change="beta2**t → beta2" fails="adam_ten_steps" says="Here the corrections are the same in each step. The betas are taken to the power of t."
# %% adam_step wrong="corrected means returned" change="+ eps), m, v → + eps), m_hat, v_hat" fails="adam_means adam_ten_steps" says="The corrected means were returned, and the next step went on from them. Return m and v as they are before the correction."
# %% adam_step wrong="no square" change="gradient**2 → gradient" fails="adam_means adam_first_step adam_ten_steps" says="The gradient isn't squared in v: v is the mean of the squares."
# %% adam_step wrong="absolute values" change="gradient**2 → np.abs(gradient)" fails="adam_means adam_first_step adam_ten_steps" says="The gradient isn't squared in v: v is the mean of the squares."
# %% adam_step wrong="one v for all" change="gradient**2 → np.sum(gradient**2)" fails="adam_means adam_first_step adam_ten_steps" says="The squares of all weights were added up. Each weight has a v of its own."
# %% adam_step wrong="shares exchanged" change="beta1 * m + (1 - beta1) * gradient → (1 - beta1) * m + beta1 * gradient" change="beta2 * v + (1 - beta2) * gradient**2 → (1 - beta2) * v + beta2 * gradient**2" fails="adam_means adam_first_step adam_ten_steps" says="The betas are how much of the old means stays; here they are the shares of what is new."
# %% adam_step wrong="no root" change="np.sqrt(v_hat) → v_hat" fails="adam_first_step adam_ten_steps" says="The root is missing: the step is divided by the root of the corrected v."
# %% adam_step wrong="epsilon inside the root" change="np.sqrt(v_hat) + eps → np.sqrt(v_hat + eps)" fails="adam_first_step adam_ten_steps" says="The epsilon stands inside the root here. Add it to the root."
# %% adam_step wrong="epsilon outside the fraction" change="(np.sqrt(v_hat) + eps) → np.sqrt(v_hat) + eps" fails="adam_first_step adam_ten_steps" says="eps is not below the line of the fraction here, and where a gradient is 0, 0 is divided by 0. Are there brackets round the root and eps?"
# %% adam_step wrong="betas exchanged" change="beta1 * m + (1 - beta1) → beta2 * m + (1 - beta2)" change="beta2 * v + (1 - beta2) → beta1 * v + (1 - beta1)" fails="adam_means adam_first_step adam_ten_steps" says="beta1 and beta2 are swapped: m takes the first, v the second."
# %% adam_step wrong="uphill" change="return x - rate → return x + rate" fails="adam_first_step adam_ten_steps" says="This step goes uphill. Subtract it from x."
# %% adam_step wrong="m of gradients added up" change="(1 - beta1) * gradient → gradient" fails="adam_means adam_first_step adam_ten_steps" says="m is a mean: the new gradient counts with 1 minus beta1."
# %% adam_step wrong="m in place" change="m = beta1 * m + (1 - beta1) * gradient → m *= beta1\n    m += (1 - beta1) * gradient" fails="adam_means" reads="argument"
# %% adam_step wrong="the gradient for its mean" change="rate * m_hat → rate * gradient" fails="adam_ten_steps" says="The step follows the corrected mean of the gradients, and not the last gradient alone."
# %% adam_step wrong="x alone" change="return x - rate * m_hat / (np.sqrt(v_hat) + eps), m, v → return x - rate * m_hat / (np.sqrt(v_hat) + eps)" fails="adam_means adam_first_step adam_ten_steps" reads="3"
# %% adam_step wrong="the old means" change="m = beta1 * m + (1 - beta1) * gradient\n    v = beta2 * v + (1 - beta2) * gradient**2\n    m_hat = m / (1 - beta1**t)\n    v_hat = v / (1 - beta2**t) → m_hat = (beta1 * m + (1 - beta1) * gradient) / (1 - beta1**t)\n    v_hat = (beta2 * v + (1 - beta2) * gradient**2) / (1 - beta2**t)" fails="adam_means adam_ten_steps" says="m and v come back as they were. Return the new means."
# %% adam_step wrong="power of the difference" change="(1 - beta1**t) → (1 - beta1) ** t" change="(1 - beta2**t) → (1 - beta2) ** t" fails="adam_ten_steps" says="In the corrections, raise only beta to the power of the step, before it is subtracted."
# %% adam_step wrong="one beta for both" change="beta2 * v + (1 - beta2) → beta1 * v + (1 - beta1)" change="(1 - beta2**t) → (1 - beta1**t)" fails="adam_means adam_ten_steps" says="Both means use the same beta. The mean of the squares needs its own."


# %% classic_cnn right="a sequence"
class ClassicCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, 32, kernel_size=3, stride=1, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2),
            nn.Conv2d(32, 64, kernel_size=3, stride=1, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2),
            nn.Flatten(),
            nn.Linear(7 * 7 * 64, 10, bias=True),
        )
        nn.init.xavier_uniform_(self.layers[-1].weight)

    def forward(self, x):
        return self.layers(x)


# %% classic_cnn right="pooled before the ReLU, drawn normally"
class ClassicCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(1, 32, 3, padding="same")
        self.b = nn.Conv2d(32, 64, 3, padding="same")
        self.last = nn.Linear(3136, 10)
        nn.init.xavier_normal_(self.last.weight)

    def forward(self, x):
        for layer in (self.a, self.b):
            x = torch.relu(nn.functional.max_pool2d(layer(x), 2))
        return self.last(x.view(len(x), -1))


# %% classic_cnn wrong="no padding in the first" change="nn.Conv2d(1, 32, 3, padding=1) → nn.Conv2d(1, 32, 3)" fails="cnn_scores_of_black cnn_scores_of_digits" reads="inner sizes"
# %% classic_cnn wrong="no padding" change="nn.Conv2d(1, 32, 3, padding=1) → nn.Conv2d(1, 32, 3)" change="nn.Conv2d(32, 64, 3, padding=1) → nn.Conv2d(32, 64, 3)" change="64 * 7 * 7 → 64 * 5 * 5" fails="cnn_parameters cnn_first_weights cnn_scores_of_black cnn_scores_of_digits" says="The linear layer gets fewer numbers than in the table. Do the convolutions keep the size of the images, with their padding?"
# %% classic_cnn wrong="filters exchanged" change="nn.Conv2d(1, 32, 3, padding=1) → nn.Conv2d(1, 64, 3, padding=1)" change="nn.Conv2d(32, 64, 3, padding=1) → nn.Conv2d(64, 32, 3, padding=1)" fails="cnn_parameters cnn_first_weights cnn_scores_of_black cnn_scores_of_digits" reads="shape"
# %% classic_cnn wrong="Xavier left out" change="nn.init.xavier_uniform_(self.linear.weight) → " fails="cnn_first_weights" says="The linear layer begins with PyTorch's own weights. Draw them by Xavier's rule."
# %% classic_cnn wrong="spread for bound" change="nn.init.xavier_uniform_(self.linear.weight) → a = (2 / (64 * 7 * 7 + 10)) ** 0.5\n        nn.init.uniform_(self.linear.weight, -a, a)" fails="cnn_first_weights" says="The range ends at the standard deviation here. Numbers spread evenly over a range have a smaller one than its ends."
# %% classic_cnn wrong="Xavier for the convolutions, too" change="nn.init.xavier_uniform_(self.linear.weight) → for layer in (self.conv1, self.conv2, self.linear):\n            nn.init.xavier_uniform_(layer.weight)" fails="cnn_first_weights" says="The convolutions are drawn by Xavier's rule, too. They should keep what PyTorch gives them."
# %% classic_cnn wrong="all weights 0" change="nn.init.xavier_uniform_(self.linear.weight) → nn.init.zeros_(self.linear.weight)" fails="cnn_first_weights" says="The linear layer begins with zeros. Draw its weights by Xavier's rule."
# %% classic_cnn wrong="no ReLU" change="nn.functional.relu(self.conv1(x)) → self.conv1(x)" change="nn.functional.relu(self.conv2(x)) → self.conv2(x)" fails="cnn_scores_of_digits" says="A ReLU is missing: one belongs after each convolution."
# %% classic_cnn wrong="layers of ReLU called with maps" change="nn.functional.relu(self.conv1(x)) → nn.ReLU(self.conv1(x))" change="nn.functional.relu(self.conv2(x)) → nn.ReLU(self.conv2(x))" fails="cnn_scores_of_black cnn_scores_of_digits" reads="must be Tensor, not ReLU"
# %% classic_cnn wrong="no first ReLU" change="nn.functional.relu(self.conv1(x)) → self.conv1(x)" fails="cnn_scores_of_digits" says="A ReLU is missing: one belongs after each convolution."
# %% classic_cnn wrong="no second ReLU" change="nn.functional.relu(self.conv2(x)) → self.conv2(x)" fails="cnn_scores_of_digits" says="A ReLU is missing: one belongs after each convolution."
# %% classic_cnn wrong="softmax at the end" change="return self.linear(x.flatten(1)) → return torch.softmax(self.linear(x.flatten(1)), dim=1)" fails="cnn_scores_of_black cnn_scores_of_digits" says="These are probabilities. The network ends with scores: cross_entropy takes the softmax itself."
# %% classic_cnn wrong="channels last" change="x.flatten(1) → x.permute(0, 2, 3, 1).flatten(1)" fails="cnn_scores_of_digits" says="The channels were moved to the end before the images became rows. Leave the order of the axes as it is."
# %% classic_cnn wrong="view after a permute" change="x.flatten(1) → x.permute(0, 2, 3, 1).view(len(x), -1)" fails="cnn_scores_of_black cnn_scores_of_digits" reads="view"
# %% classic_cnn wrong="reshaped over the batch" change="x.flatten(1) → x.transpose(0, 1).reshape(len(x), -1)" fails="cnn_scores_of_digits" says="Numbers of several images are mixed up in one row. Flatten from axis 1 on, so that each image keeps its own."
# %% classic_cnn wrong="mean pooling" change="nn.functional.max_pool2d(nn.functional.relu(self.conv1(x)), 2) → nn.functional.avg_pool2d(nn.functional.relu(self.conv1(x)), 2)" change="nn.functional.max_pool2d(nn.functional.relu(self.conv2(x)), 2) → nn.functional.avg_pool2d(nn.functional.relu(self.conv2(x)), 2)" fails="cnn_scores_of_black cnn_scores_of_digits" says="The pooling takes means here. It should keep the largest number."
# %% classic_cnn wrong="a ReLU at the end" change="return self.linear(x.flatten(1)) → return nn.functional.relu(self.linear(x.flatten(1)))" fails="cnn_scores_of_digits" says="Negative scores are cut off. Leave out the ReLU at the end."
# %% classic_cnn wrong="no bias in the linear layer" change="nn.Linear(64 * 7 * 7, 10) → nn.Linear(64 * 7 * 7, 10, bias=False)" fails="cnn_parameters cnn_first_weights cnn_scores_of_black cnn_scores_of_digits" says="One is missing: each of the three layers has a weight and a bias."
# %% classic_cnn wrong="layers in a list" change="self.conv1 = nn.Conv2d(1, 32, 3, padding=1) → self.layers = [nn.Conv2d(1, 32, 3, padding=1)]" change="self.conv1(x) → self.layers[0](x)" fails="cnn_parameters cnn_first_weights cnn_scores_of_black cnn_scores_of_digits" says="The module lacks some of its layers: it finds those that are in attributes of their own, and none in a plain list."
# %% classic_cnn wrong="both convolutions in a list" change="self.conv1 = nn.Conv2d(1, 32, 3, padding=1)\n        self.conv2 = nn.Conv2d(32, 64, 3, padding=1) → self.convs = [nn.Conv2d(1, 32, 3, padding=1), nn.Conv2d(32, 64, 3, padding=1)]" change="self.conv1(x) → self.convs[0](x)" change="self.conv2(x) → self.convs[1](x)" fails="cnn_parameters cnn_first_weights cnn_scores_of_black cnn_scores_of_digits" says="The module lacks some of its layers: it finds those that are in attributes of their own, and none in a plain list."
# %% classic_cnn wrong="windows of 5" change="nn.Conv2d(32, 64, 3, padding=1) → nn.Conv2d(32, 64, 5, padding=2)" fails="cnn_parameters cnn_first_weights cnn_scores_of_black cnn_scores_of_digits" reads="shape"
# %% classic_cnn wrong="all layers in a list" change="self.linear = nn.Linear(64 * 7 * 7, 10)\n        nn.init.xavier_uniform_(self.linear.weight) → self.linear = nn.Linear(64 * 7 * 7, 10)\n        nn.init.xavier_uniform_(self.linear.weight)\n        self.layers = [self.conv1, self.conv2, self.linear]\n        del self.conv1, self.conv2, self.linear" change="nn.functional.relu(self.conv1(x)) → nn.functional.relu(self.layers[0](x))" change="nn.functional.relu(self.conv2(x)) → nn.functional.relu(self.layers[1](x))" change="return self.linear(x.flatten(1)) → return self.layers[2](x.flatten(1))" fails="cnn_parameters cnn_first_weights cnn_scores_of_black cnn_scores_of_digits" says="The module lacks some of its layers: it finds those that are in attributes of their own, and none in a plain list."
# %% classic_cnn wrong="images mixed" change="x.flatten(1) → x.reshape(64 * 7 * 7, -1).T" fails="cnn_scores_of_digits" says="Numbers of different images get mixed before the linear layer. Each row should hold one image."
# %% count_parameters right="a loop over shapes" change="sum(parameter.numel() for parameter in model.parameters()) → sum(int(np.prod(tensor.shape)) for _, tensor in model.named_parameters())"
# %% count_parameters right="sizes multiplied" change="parameter.numel() → int(np.prod(parameter.shape))"
# %% count_parameters wrong="a state" change="sum(parameter.numel() for parameter in model.parameters()) → sum(len(each.flatten()) for each in model.state_dict().values())" fails="count_by_hand" says="A state_dict holds more than what is learned: also the running means of batch normalisation. Count in model.parameters()."
# %% count_parameters wrong="tensors counted" change="parameter.numel() → 1" fails="count_by_hand count_of_the_cnn" says="This counts the tensors. Count the numbers in them."
# %% count_parameters wrong="biases left out" change="in model.parameters()) → in model.parameters() if parameter.dim() > 1)" fails="count_by_hand count_of_the_cnn" says="The biases are missing: they are learned, too."
# %% count_parameters wrong="rows counted" change="parameter.numel() → len(parameter)" fails="count_by_hand count_of_the_cnn" says="This counts the rows of each tensor. Count all of its numbers."
# %% count_parameters wrong="a constant" change="sum(parameter.numel() for parameter in model.parameters()) → 50186" fails="count_by_hand count_of_the_cnn" reads="50186"
# %% count_parameters wrong="the first only" change="sum(parameter.numel() for parameter in model.parameters()) → next(model.parameters()).numel()" fails="count_by_hand count_of_the_cnn" says="Only the first tensor was counted. Add up all of them."
# %% count_parameters wrong="values" change="sum(parameter.numel() for parameter in model.parameters()) → int(sum(parameter.sum() for parameter in model.parameters()))" fails="count_by_hand count_of_the_cnn" says="The values were added up. Count how many there are."
# %% count_parameters wrong="once for each module" change="sum(parameter.numel() for parameter in model.parameters()) → sum(parameter.numel() for module in model.modules() for parameter in module.parameters())" fails="count_by_hand count_of_the_cnn" says="Parameters were counted several times: model.parameters() has those of all modules within."
# %% count_parameters wrong="children only" change="sum(parameter.numel() for parameter in model.parameters()) → sum(layer.weight.numel() + layer.bias.numel() for layer in model.children() if hasattr(layer, 'weight'))" fails="count_by_hand" says="Layers within layers were left out. model.parameters() finds all of them."
# %% count_parameters wrong="bytes" change="parameter.numel() → parameter.nbytes" fails="count_by_hand count_of_the_cnn" says="These are bytes. Count the numbers."
# %% count_parameters wrong="axes counted" change="parameter.numel() → parameter.ndim" fails="count_by_hand count_of_the_cnn" says="This counts axes. Count the numbers."
# %% count_parameters wrong="a tensor" change="sum(parameter.numel() for parameter in model.parameters()) → sum(torch.tensor(parameter.shape).prod() for parameter in model.parameters())" fails="count_by_hand count_of_the_cnn" says="This is a tensor. A count should be a plain Python int: numel() gives one by itself, and item() takes one out of a tensor."
# %% count_parameters wrong="two axes only" change="parameter.numel() for → parameter.shape[0] * (parameter.shape[1] if parameter.dim() > 1 else 1) for" fails="count_of_the_cnn" says="Only two axes of each parameter were multiplied. It may have four, or one."


# %% count_parameters wrong="two kinds of layers" change="return sum(parameter.numel() for parameter in model.parameters()) → count = 0\n    for each in model.modules():\n        if isinstance(each, nn.Linear):\n            count += each.out_features * (each.in_features + 1)\n        elif isinstance(each, nn.Conv2d):\n            count += each.out_channels * (each.in_channels * each.kernel_size[0] * each.kernel_size[1] + 1)\n    return count" fails="count_by_hand" says="There are other layers than these, and layers without a bias. Count in model.parameters(), whatever layers they belong to."
# %% train_epoch right="mean of a list"
def train_epoch(model, loader, optimizer):
    model.train(True)
    losses = []
    for batch in loader:
        scores = model(batch[0])
        loss = nn.CrossEntropyLoss()(scores, batch[1])
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return np.mean(losses)


# %% train_epoch right="cleared at the end"
def train_epoch(model, loader, optimizer):
    model.train()
    model.zero_grad()
    total, batches = torch.tensor(0.0, dtype=torch.float64), 0
    for x, labels in loader:
        loss = nn.functional.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.detach()
        batches += 1
    return (total / batches).item()


# %% train_epoch wrong="gradients not zeroed" change="optimizer.zero_grad() → " fails="epoch_many_batches" says="The gradients of earlier batches are still added in: forget them before each backward."
# %% train_epoch wrong="zeroed once an epoch" change="    for x, labels in loader:\n        optimizer.zero_grad() →     optimizer.zero_grad()\n    for x, labels in loader:" fails="epoch_many_batches" says="Within an epoch the gradients still add up: forget them before each batch, inside the loop."
# %% train_epoch wrong="no step" change="optimizer.step() → " fails="epoch_one_batch epoch_many_batches" says="The weights have not moved. Is there a backward, then a step, and nothing between them that forgets the gradients?"
# %% train_epoch wrong="no backward" change="loss.backward() → " fails="epoch_one_batch epoch_many_batches" says="The weights have not moved. Is there a backward, then a step, and nothing between them that forgets the gradients?"
# %% train_epoch wrong="zeroed between backward and step" change="optimizer.zero_grad() → " change="optimizer.step() → optimizer.zero_grad()\n        optimizer.step()" fails="epoch_one_batch epoch_many_batches" says="The weights have not moved. Is there a backward, then a step, and nothing between them that forgets the gradients?"
# %% train_epoch wrong="softmax before cross_entropy" change="model(x), labels → torch.softmax(model(x), dim=1), labels" fails="epoch_one_batch epoch_cost epoch_many_batches" says="A softmax stands before cross_entropy here, and cross_entropy applies one itself. Give it the scores."
# %% train_epoch wrong="the loss with its graph" change="loss.item() → loss" fails="epoch_cost epoch_many_batches" reads="graph"
# %% train_epoch wrong="the last loss" change="total += loss.item() → total = loss.item()" change="total / len(loader) → total" fails="epoch_cost epoch_many_batches" says="This is the loss of the last batch. The mean of all batches is asked for."
# %% train_epoch wrong="the sum of the losses" change="total / len(loader) → total" fails="epoch_cost epoch_many_batches" says="This is the sum of the losses. Divide it by the number of batches."
# %% train_epoch wrong="divided by the samples" change="total / len(loader) → total / sum(len(labels) for _, labels in loader)" fails="epoch_cost epoch_many_batches" says="The losses of the batches are means already. Divide their sum by the number of batches."
# %% train_epoch wrong="batches by their size" change="total += loss.item() → total += loss.item() * len(labels)" change="total / len(loader) → total / sum(len(labels) for _, labels in loader)" fails="epoch_cost" says="The batches count by their size here. The cost is the mean of their losses, each counted once."
# %% train_epoch wrong="sum for mean in a batch" change='model(x), labels → model(x), labels, reduction="sum"' fails="epoch_one_batch epoch_cost epoch_many_batches" reads="batch"
# %% train_epoch wrong="evaluation mode" change="model.train() → model.eval()" fails="epoch_mode" says="A model is in training mode while it is trained, and after it: begin with model.train(), and leave it so."
# %% train_epoch wrong="mode left as it was" change="model.train() → " fails="epoch_mode" says="A model is in training mode while it is trained, and after it: begin with model.train(), and leave it so."
# %% train_epoch wrong="the mode read" change="model.train() → model.training" fails="epoch_mode" says="A model is in training mode while it is trained, and after it: begin with model.train(), and leave it so."
# %% train_epoch wrong="returns in the loop" change="\n    return total → \n        return total" fails="epoch_cost epoch_many_batches" says="Only the first batch was seen. Does the return stand after the loop, and not in it?"
# %% train_epoch wrong="the loss after the step" change="total += loss.item() → total += nn.functional.cross_entropy(model(x), labels).item()" fails="epoch_many_batches" says="These are the losses after the steps. Keep the loss that was computed before each step."
# %% train_epoch wrong="two steps a batch" change="optimizer.step() → optimizer.step()\n        optimizer.step()" fails="epoch_one_batch epoch_many_batches" says="Each batch leads to two steps here."


# %% train_epoch wrong="plain descent" change="optimizer.step() → with torch.no_grad():\n            for group in optimizer.param_groups:\n                for parameter in group[\"params\"]:\n                    parameter -= group[\"lr\"] * parameter.grad" fails="epoch_many_batches" says="The step is the affair of the optimizer that is given, and not always plain descent: call its step(), and make no other optimizer."
# %% train_epoch wrong="small batch left out" change="for x, labels in loader: → loader = [pair for pair in loader if len(pair[0]) >= len(next(iter(loader))[0])]\n    for x, labels in loader:" fails="epoch_cost" says="A batch that is smaller than the others was left out. Every batch is trained with."
# %% train_epoch wrong="the first batch again" change="for x, labels in loader: → for _ in range(len(loader)):\n        x, labels = next(iter(loader))" fails="epoch_cost epoch_many_batches" says="next(iter(loader)) begins anew each time, so only the first batch is ever used. Write for x, labels in loader."
# %% train_epoch wrong="training mode at the end" change="    model.train()\n    total = 0.0 →     total = 0.0" change="    return total / len(loader) →     model.train()\n    return total / len(loader)" fails="epoch_mode" says="A model is in training mode while it is trained, and after it: begin with model.train(), and leave it so."
# %% train_epoch wrong="an optimizer of its own" change="model.train() → model.train()\n    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)" fails="epoch_one_batch epoch_cost epoch_many_batches" says="The optimizer that was passed in is not used: the steps come from another one."


# %% evaluate right="in inference mode"
def evaluate(model, loader):
    model.train(False)
    with torch.inference_mode():
        read = [
            (model(x).max(dim=1).indices == labels).double() for x, labels in loader
        ]
    return torch.cat(read).mean()


# %% evaluate right="with NumPy"
def evaluate(model, loader):
    model.eval()
    said, meant = [], []
    for x, labels in loader:
        with torch.no_grad():
            scores = model(x)
        said += scores.numpy().argmax(axis=1).tolist()
        meant += labels.tolist()
    return float(np.mean(np.array(said) == np.array(meant)))


# %% evaluate wrong="in training mode" change="model.eval() → model.train()" fails="evaluate_mode" says="The model is in training mode: dropout would switch neurons off while you measure. Call eval, with its parentheses."
# %% evaluate wrong="mode left as it was" change="model.eval() → " fails="evaluate_mode" says="The model is in training mode: dropout would switch neurons off while you measure. Call eval, with its parentheses."
# %% evaluate wrong="with gradients" change="with torch.no_grad() → with torch.enable_grad()" fails="evaluate_mode" says="PyTorch takes notes for gradients that nobody needs here. (torch.no_grad() works for lines indented below a `with`, and not by itself.)"
# %% evaluate wrong="no gradients any more" change="with torch.no_grad(): → torch.set_grad_enabled(False)\n    if True:" fails="evaluate_mode" says="PyTorch takes no notes any more, and nothing can be trained. Switch them off for these lines only, by a `with`."
# %% evaluate wrong="mean of the batches" change="right += (model(x).argmax(dim=1) == labels).sum().item() → right += (model(x).argmax(dim=1) == labels).double().mean().item()" change="count += len(labels) → count += 1" fails="evaluate_batches" says="Here every batch counts as much as a full one, and a smaller one has to count less: count the samples."
# %% evaluate wrong="a count" change="right / count → right" fails="evaluate_by_hand evaluate_batches" says="This is a count, or one divided by the number of batches. Divide it by the number of samples."
# %% evaluate wrong="divided by the batches" change="count += len(labels) → count += 1" fails="evaluate_by_hand evaluate_batches" says="This is a count, or one divided by the number of batches. Divide it by the number of samples."
# %% evaluate wrong="the last batch" change="right += → right =" change="count += → count =" fails="evaluate_batches" says="Only the last batch was counted."
# %% evaluate wrong="returns in the loop" change="\n    return right → \n            return right" fails="evaluate_batches evaluate_mode" says="Only the first batch was counted. Does the return stand after the loop, and not in it?"
# %% evaluate wrong="lowest scores" change="argmax → argmin" fails="evaluate_by_hand evaluate_batches" says="The class with the lowest score was taken. The model says the one with the highest."
# %% evaluate wrong="scores for classes" change="argmax(dim=1) → max(dim=1).values" fails="evaluate_by_hand evaluate_batches" says="The largest scores were compared with the labels. The class is the place of the largest."
# %% evaluate wrong="along the batch" change="argmax(dim=1) → argmax(dim=0)" fails="evaluate_by_hand evaluate_batches" reads="must match the size"
# %% evaluate wrong="along the batch, one by one" change="(model(x).argmax(dim=1) == labels).sum().item() → sum(int(model(x).argmax(dim=0)[k] == labels[k]) for k in range(len(labels)))" fails="evaluate_by_hand evaluate_batches" reads="out of bounds"
# %% evaluate wrong="share of mistakes" change="== labels → != labels" fails="evaluate_by_hand evaluate_batches" says="These are the mistakes. The accuracy is the share of those that are right."
# %% evaluate wrong="percent" change="right / count → 100 * right / count" fails="evaluate_by_hand evaluate_batches" says="This is in percent. A number from 0 to 1 is asked for."
# %% evaluate wrong="all batches full" change="count += len(labels) → count = max(count, len(labels))" change="return right / count → return right / count / sum(1 for _ in loader)" fails="evaluate_batches" says="Here every batch counts as much as a full one, and a smaller one has to count less: count the samples."
# %% evaluate wrong="two walks" change="for x, labels in loader:\n            right += (model(x).argmax(dim=1) == labels).sum().item()\n            count += len(labels) → said = torch.cat([model(x).argmax(dim=1) for x, _ in loader])\n        truth = torch.cat([labels for _, labels in loader])\n        right, count = (said == truth).sum().item(), len(truth)" fails="evaluate_batches" says="A loader that shuffles brings its batches in another order on the second walk. Take x and labels in one loop."
# %% evaluate wrong="surer than half" change="(model(x).argmax(dim=1) == labels) → (torch.softmax(model(x), dim=1)[torch.arange(len(labels)), labels] > 0.5)" fails="evaluate_by_hand evaluate_batches" says="The highest score decides, and it may be that of a class with less than half of the probability. Compare argmax with the labels."
# %% evaluate wrong="frozen for good" change="model.eval() → model.eval().requires_grad_(False)" fails="evaluate_mode" says="The parameters can't learn any more after this. torch.no_grad() ends by itself."
# %% evaluate wrong="largest among the samples" change="(model(x).argmax(dim=1) == labels).sum().item() → sum(int(a == b) for a, b in zip(model(x).argmax(dim=0), labels))" fails="evaluate_by_hand evaluate_batches" says="The largest is looked for among the samples. Look for it among the classes of each sample."
