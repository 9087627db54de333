"""What PyTorch does when it is first used, done before a student's process is forked.

A convolution reads /proc, which a student's process has not, and would complain there; the first optimizer takes a
second to import what it needs.
"""

import importlib

import torch

one = torch.ones(1, 1, 1, 1)
torch.nn.functional.conv2d(one, one)
importlib.import_module("torch._dynamo")
