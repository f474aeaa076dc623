import torch
from torch import Tensor, nn


class LayerNorm2d(nn.Module):
    """From x in_channels×H×W to in_channels×H×W."""

    def __init__(self, in_channels: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(in_channels, eps=1e-06)

    def forward(self, x: Tensor) -> Tensor:
        x = x.permute(0, 2, 3, 1)  # H×W×in_channels
        x = self.norm(x)
        x = x.permute(0, 3, 1, 2)  # in_channels×H×W
        return x


class ConvNeXtBlock(nn.Module):
    """From x channels×H×W to channels×H×W.

    channels: Channels that come in and go out.
    drop: Chance that a sample skips the block while it trains.
    """

    def __init__(self, channels: int = 96, drop: float = 0.1) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(
            channels, channels, kernel_size=7, padding=3, groups=channels
        )
        self.norm = nn.LayerNorm(channels, eps=1e-06)
        self.fc1 = nn.Linear(channels, channels * 4)
        self.gelu = nn.GELU()
        self.fc2 = nn.Linear(channels * 4, channels)
        self.layer_scale = nn.Parameter(torch.full((channels, 1, 1), 1e-06))
        self.drop_path = nn.Dropout(drop)

    def forward(self, x: Tensor) -> Tensor:
        out = self.depthwise(x)
        out = out.permute(0, 2, 3, 1)  # H×W×channels
        out = self.norm(out)
        out = self.fc1(out)  # H×W×(channels * 4)
        out = self.gelu(out)
        out = self.fc2(out)  # H×W×channels
        out = out.permute(0, 3, 1, 2)  # channels×H×W
        out = out * self.layer_scale
        out = out * self.drop_path(out.new_ones(out.shape[0], 1, 1, 1))
        x = out + x
        return x


class Downsample(nn.Module):
    """From x in_channels×H×W to channels×(H // 2)×(W // 2).

    channels: Channels that come out, at half the height and width.
    """

    def __init__(self, in_channels: int, channels: int = 192) -> None:
        super().__init__()
        self.norm = LayerNorm2d(in_channels)
        self.conv = nn.Conv2d(in_channels, channels, kernel_size=2, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm(x)
        x = self.conv(x)  # channels×(H // 2)×(W // 2)
        return x


# A ConvNet for the 2020s. Liu, Mao, Wu, Feichtenhofer, Darrell and Xie, 2022.
class ConvNeXtTiny(nn.Module):
    """From image 3×224×224 to 1000, 28,589,128 parameters.

    classes: How many kinds of pictures it tells apart.
    width: Channels of the first stage; each stage has twice those before.
    drop: Chance that a sample skips the last block while it trains; the first ones are
        skipped less.
    """

    def __init__(self, classes: int = 1000, width: int = 96, drop: float = 0.1) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, width, kernel_size=4, stride=4)
        self.stem_norm = LayerNorm2d(width)
        self.stage1 = nn.Sequential(
            *(ConvNeXtBlock(width, drop=drop * i / 17) for i in range(3))
        )
        self.down1 = Downsample(width, width * 2)
        self.stage2 = nn.Sequential(
            *(ConvNeXtBlock(width * 2, drop=drop * (3 + i) / 17) for i in range(3))
        )
        self.down2 = Downsample(width * 2, width * 4)
        self.stage3 = nn.Sequential(
            *(ConvNeXtBlock(width * 4, drop=drop * (6 + i) / 17) for i in range(9))
        )
        self.down3 = Downsample(width * 4, width * 8)
        self.stage4 = nn.Sequential(
            *(ConvNeXtBlock(width * 8, drop=drop * (15 + i) / 17) for i in range(3))
        )
        self.norm = nn.LayerNorm(width * 8, eps=1e-06)
        self.head = nn.Linear(width * 8, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.stem(image)  # width×56×56
        x = self.stem_norm(x)
        x = self.stage1(x)
        x = self.down1(x)  # (width * 2)×28×28
        x = self.stage2(x)
        x = self.down2(x)  # (width * 4)×14×14
        x = self.stage3(x)
        x = self.down3(x)  # (width * 8)×7×7
        x = self.stage4(x)
        x = x.mean(dim=(2, 3))  # width * 8
        x = self.norm(x)
        x = self.head(x)  # classes
        return x
