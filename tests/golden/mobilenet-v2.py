from torch import Tensor, nn


class ConvBNReLU6(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    channels: Channels that come out.
    kernel: Height and width of each filter.
    stride: How far the filters step; 2 halves height and width.
    groups: Groups of channels that do not see each other; as many as channels makes it
        depthwise.
    """

    def __init__(
        self,
        in_channels: int,
        channels: int = 32,
        kernel: int = 3,
        stride: int = 1,
        groups: int = 1,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels,
            channels,
            kernel_size=kernel,
            stride=stride,
            padding=kernel // 2,
            groups=groups,
            bias=False,
        )
        self.bn = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU6()

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x = self.bn(x)
        x = self.relu(x)
        return x


class SeparableConv(nn.Module):
    """From x before×112×112 to channels×112×112.

    before: Channels that come in.
    channels: Channels that come out.
    """

    def __init__(self, before: int = 32, channels: int = 16) -> None:
        super().__init__()
        self.depthwise = ConvBNReLU6(before, before, groups=before)
        self.project = nn.Conv2d(before, channels, kernel_size=1, bias=False)
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        x = self.depthwise(x)
        x = self.project(x)  # channels×112×112
        x = self.bn(x)
        return x


class Transition(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    hidden: Channels in between.
    channels: Channels that come out.
    stride: How far the depthwise convolution steps; 2 halves height and width.
    """

    def __init__(
        self,
        in_channels: int,
        hidden: int = 96,
        channels: int = 24,
        stride: int = 2,
    ) -> None:
        super().__init__()
        self.expand = ConvBNReLU6(in_channels, hidden, kernel=1)
        self.depthwise = ConvBNReLU6(hidden, hidden, stride=stride, groups=hidden)
        self.project = nn.Conv2d(hidden, channels, kernel_size=1, bias=False)
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        x = self.expand(x)  # hidden×H×W
        x = self.depthwise(x)
        x = self.project(x)
        x = self.bn(x)
        return x


class InvertedResidual(nn.Module):
    """From x channels×H×W to channels×H×W.

    channels: Channels that come in and go out.
    expansion: How many times more channels there are in between.
    """

    def __init__(self, channels: int = 24, expansion: int = 6) -> None:
        super().__init__()
        self.expand = ConvBNReLU6(channels, channels * expansion, kernel=1)
        self.depthwise = ConvBNReLU6(
            channels * expansion, channels * expansion, groups=channels * expansion
        )
        self.project = nn.Conv2d(
            channels * expansion, channels, kernel_size=1, bias=False
        )
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        out = self.expand(x)  # (channels * expansion)×H×W
        out = self.depthwise(out)
        out = self.project(out)  # channels×H×W
        out = self.bn(out)
        x = out + x
        return x


class Stage(nn.Module):
    """From x before×H×W to channels×H'×W'.

    before: Channels that come in.
    channels: Channels that come out.
    depth: How many blocks stand in a row, at least 2.
    stride: How far the first block steps; 2 halves height and width.
    expansion: How many times more channels there are in between.
    """

    def __init__(
        self,
        before: int = 16,
        channels: int = 24,
        depth: int = 2,
        stride: int = 2,
        expansion: int = 6,
    ) -> None:
        super().__init__()
        self.first = Transition(
            before, before * expansion, channels=channels, stride=stride
        )
        self.rest = nn.Sequential(
            *(InvertedResidual(channels, expansion=expansion) for _ in range(depth - 1))
        )

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        x = self.rest(x)
        return x


# MobileNetV2: Inverted Residuals and Linear Bottlenecks. Sandler, Howard, Zhu,
# Zhmoginov and Chen, 2018.
class MobileNetV2(nn.Module):
    """From image 3×224×224 to 1000, 3,504,872 parameters.

    classes: How many kinds of pictures it tells apart.
    width: Channels of the first convolution, a multiple of 4: 32 times the paper's
        width multiplier.
    """

    def __init__(self, classes: int = 1000, width: int = 32) -> None:
        super().__init__()
        self.stem = ConvBNReLU6(3, width, stride=2)
        self.stage1 = SeparableConv(width, channels=width // 2)
        self.stage2 = Stage(width // 2, channels=width * 3 // 4)
        self.stage3 = Stage(width * 3 // 4, channels=width, depth=3)
        self.stage4 = Stage(width, channels=width * 2, depth=4)
        self.stage5 = Stage(width * 2, channels=width * 3, depth=3, stride=1)
        self.stage6 = Stage(width * 3, channels=width * 5, depth=3)
        self.stage7 = Transition(width * 5, width * 30, channels=width * 10, stride=1)
        self.head = ConvBNReLU6(width * 10, width * 40, kernel=1)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.dropout = nn.Dropout(0.2)
        self.classifier = nn.Linear(width * 40, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.stem(image)  # width×112×112
        x = self.stage1(x)  # (width // 2)×112×112
        x = self.stage2(x)  # (width * 3 // 4)×56×56
        x = self.stage3(x)  # width×28×28
        x = self.stage4(x)  # (width * 2)×14×14
        x = self.stage5(x)  # (width * 3)×14×14
        x = self.stage6(x)  # (width * 5)×7×7
        x = self.stage7(x)  # (width * 10)×7×7
        x = self.head(x)  # (width * 40)×7×7
        x = self.avgpool(x)  # (width * 40)×1×1
        x = self.flatten(x)  # width * 40
        x = self.dropout(x)
        x = self.classifier(x)  # classes
        return x
