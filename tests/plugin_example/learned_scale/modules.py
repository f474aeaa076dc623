"""What the exported code imports; it needs torch and nothing else."""

import torch
from torch import Tensor, nn


class LearnedScale(nn.Module):
    """Multiplies each channel by a number of its own, which is learned."""

    def __init__(self, channels: int, initial: float = 0.1) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.full((channels,), initial))

    def forward(self, x: Tensor) -> Tensor:
        return x * self.scale.view(-1, *[1] * (x.dim() - 2))
