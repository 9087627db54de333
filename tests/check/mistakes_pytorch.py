"""Mistakes of beginners with PyTorch that raise an error, and words of what explains it."""

from collections.abc import Callable

import numpy as np


def pytorchs_mistakes() -> dict[str, tuple[Callable[[], object], str]]:
    """As the table of `mistakes`. PyTorch is imported here only: a process that has it takes long to fork."""
    import torch
    from torch import nn

    def adds_a_layer(self: nn.Module) -> None:
        self.layer = nn.Linear(1, 1)

    return {
        "tensors that don't fit": (lambda: torch.ones(2) + torch.ones(3), "one has 2 where the other has 3"),
        "a layer for other sizes": (lambda: nn.Linear(2, 3)(torch.ones(5, 4)), "inner sizes"),
        "float64 into float32": (lambda: nn.Linear(2, 3)(torch.ones(1, 2).double()), "dtype=torch.float64"),
        "float64 into a convolution": (
            lambda: nn.Conv2d(1, 1, 1)(torch.ones(1, 1, 2, 2).double()),
            "dtype=torch.float64",
        ),
        "an array of a parameter": (lambda: nn.Linear(2, 3).weight.numpy(), "after .detach() only"),
        "backward twice": (
            lambda: [loss.backward() for loss in [torch.ones(2, requires_grad=True).exp().sum()] * 2],
            "anew",
        ),
        "backward without a graph": (lambda: torch.ones(2).sum().backward(), "no graph"),
        "a parameter written to": (lambda: nn.Linear(2, 3).weight.add_(1), "no_grad"),
        "labels as floats": (lambda: nn.functional.cross_entropy(torch.ones(2, 3), torch.ones(2)), "whole numbers"),
        "view after a permute": (lambda: torch.ones(2, 3, 4).permute(0, 2, 1).view(2, -1), "reshape"),
        "other channels": (lambda: nn.Conv2d(3, 1, 1)(torch.ones(1, 2, 4, 4)), "for 3 channels, and 2 come in"),
        "no super().__init__()": (lambda: type("Net", (nn.Module,), {"__init__": adds_a_layer})(), "super()"),
        "an array into a layer": (lambda: nn.Linear(2, 3)(np.ones((1, 2))), "torch.tensor(x)"),
        "a layer into a function": (lambda: nn.functional.max_pool2d(nn.ReLU(), 2), "A ReLU is given here"),
        "a tensor for a smaller one": (lambda: torch.ones(1, 1).copy_(torch.ones(1, 2)), "from what it is given"),
        "a kernel that is too large": (lambda: nn.Conv2d(1, 1, (2, 1))(torch.ones(1, 1, 1, 3)), "height and width"),
        "a stride of 0": (lambda: nn.Conv2d(1, 1, 1, stride=0)(torch.ones(1, 1, 2, 2)), "stride before the padding"),
        "labels for scores": (
            lambda: nn.functional.cross_entropy(torch.ones(2, 3).long(), torch.zeros(2).long()),
            "the scores first",
        ),
        "no such index": (lambda: torch.ones(3)[5], "there is no index 5"),
        "back from a number": (lambda: torch.ones(1).item().backward(), "no tensor any more"),
        "a tensor for a parameter": (lambda: setattr(nn.Linear(2, 3), "weight", torch.ones(3, 2)), "nn.Parameter"),
    }
