from torch import Tensor, nn


class ConvBNSiLU(nn.Module):
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
        self.silu = nn.SiLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x = self.bn(x)
        x = self.silu(x)
        return x


class SeparableConv(nn.Module):
    """From x 32×112×112 to channels×112×112.

    before: Channels that come in.
    channels: Channels that come out.
    """

    def __init__(self, before: int = 32, channels: int = 16) -> None:
        super().__init__()
        self.depthwise = ConvBNSiLU(32, before, groups=before)
        self.se = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(before, before // 4, kernel_size=1),
            nn.SiLU(),
            nn.Conv2d(before // 4, before, kernel_size=1),
            nn.Sigmoid(),
        )
        self.project = nn.Conv2d(before, channels, kernel_size=1, bias=False)
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        x = self.depthwise(x)  # before×112×112
        x = x * self.se(x)
        x = self.project(x)  # channels×112×112
        x = self.bn(x)
        return x


class Transition(nn.Module):
    """From x before×H×W to channels×H'×W'.

    before: Channels that come in.
    channels: Channels that come out.
    kernel: Height and width of the depthwise filters.
    stride: How far the depthwise filters step; 2 halves height and width.
    expansion: How many times more channels there are in between.
    """

    def __init__(
        self,
        before: int = 16,
        channels: int = 24,
        kernel: int = 3,
        stride: int = 2,
        expansion: int = 6,
    ) -> None:
        super().__init__()
        self.expand = ConvBNSiLU(before, before * expansion, kernel=1)
        self.depthwise = ConvBNSiLU(
            before * expansion,
            before * expansion,
            kernel=kernel,
            stride=stride,
            groups=before * expansion,
        )
        self.se = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(
                before * expansion, before * expansion // (expansion * 4), kernel_size=1
            ),
            nn.SiLU(),
            nn.Conv2d(
                before * expansion // (expansion * 4), before * expansion, kernel_size=1
            ),
            nn.Sigmoid(),
        )
        self.project = nn.Conv2d(
            before * expansion, channels, kernel_size=1, bias=False
        )
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        x = self.expand(x)  # (before * expansion)×H×W
        x = self.depthwise(x)
        x = x * self.se(x)
        x = self.project(x)
        x = self.bn(x)
        return x


class MBConv(nn.Module):
    """From x channels×H×W to channels×H'×W'.

    channels: Channels that come in and go out.
    kernel: Height and width of the depthwise filters.
    expansion: How many times more channels there are in between.
    drop: Chance that a sample skips the block while it trains.
    """

    def __init__(
        self,
        channels: int = 24,
        kernel: int = 3,
        expansion: int = 6,
        drop: float = 0.1,
    ) -> None:
        super().__init__()
        self.expand = ConvBNSiLU(channels, channels * expansion, kernel=1)
        self.depthwise = ConvBNSiLU(
            channels * expansion,
            channels * expansion,
            kernel=kernel,
            groups=channels * expansion,
        )
        self.se = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(
                channels * expansion,
                channels * expansion // (expansion * 4),
                kernel_size=1,
            ),
            nn.SiLU(),
            nn.Conv2d(
                channels * expansion // (expansion * 4),
                channels * expansion,
                kernel_size=1,
            ),
            nn.Sigmoid(),
        )
        self.project = nn.Conv2d(
            channels * expansion, channels, kernel_size=1, bias=False
        )
        self.bn = nn.BatchNorm2d(channels)
        self.drop_path = nn.Dropout(drop)

    def forward(self, x: Tensor) -> Tensor:
        out = self.expand(x)  # (channels * expansion)×H×W
        out = self.depthwise(out)
        out = out * self.se(out)
        out = self.project(out)
        out = self.bn(out)
        out = out * self.drop_path(out.new_ones(out.shape[0], 1, 1, 1))
        x = out + x
        return x


class Stage(nn.Module):
    """From x before×H×W to channels×H'×W'.

    before: Channels that come in.
    channels: Channels that come out.
    depth: How many blocks stand in a row, at least 2.
    place: How many of the network's 16 blocks come before.
    kernel: Height and width of the depthwise filters.
    stride: How far the first block steps; 2 halves height and width.
    drop: Chance that a sample skips the last of the 16 blocks while it trains; the
        first ones are skipped less.
    """

    def __init__(
        self,
        before: int = 16,
        channels: int = 24,
        depth: int = 2,
        place: int = 1,
        kernel: int = 3,
        stride: int = 2,
        drop: float = 0.2,
    ) -> None:
        super().__init__()
        self.first = Transition(before, channels=channels, kernel=kernel, stride=stride)
        self.rest = nn.Sequential(
            *(
                MBConv(channels, kernel=kernel, drop=drop * (place + 1 + i) / 16)
                for i in range(depth - 1)
            ),
        )

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        x = self.rest(x)
        return x


# EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks. Tan and Le,
# 2019.
class EfficientNetB0(nn.Module):
    """From image 3×224×224 to 1000, 5,288,548 parameters.

    classes: How many kinds of pictures it tells apart.
    drop: Chance that a sample skips the last block while it trains; the first ones are
        skipped less.
    """

    def __init__(self, classes: int = 1000, drop: float = 0.2) -> None:
        super().__init__()
        self.stem = ConvBNSiLU(3, stride=2)
        self.stage1 = SeparableConv()
        self.stage2 = Stage(drop=drop)
        self.stage3 = Stage(24, channels=40, place=3, kernel=5, drop=drop)
        self.stage4 = Stage(40, channels=80, depth=3, place=5, drop=drop)
        self.stage5 = Stage(
            80, channels=112, depth=3, place=8, kernel=5, stride=1, drop=drop
        )
        self.stage6 = Stage(112, channels=192, depth=4, place=11, kernel=5, drop=drop)
        self.stage7 = Transition(192, channels=320, stride=1)
        self.head = ConvBNSiLU(320, 1280, kernel=1)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.dropout = nn.Dropout(0.2)
        self.classifier = nn.Linear(1280, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.stem(image)  # 32×112×112
        x = self.stage1(x)  # 16×112×112
        x = self.stage2(x)  # 24×56×56
        x = self.stage3(x)  # 40×28×28
        x = self.stage4(x)  # 80×14×14
        x = self.stage5(x)  # 112×14×14
        x = self.stage6(x)  # 192×7×7
        x = self.stage7(x)  # 320×7×7
        x = self.head(x)  # 1280×7×7
        x = self.avgpool(x)  # 1280×1×1
        x = self.flatten(x)  # 1280
        x = self.dropout(x)
        x = self.classifier(x)  # classes
        return x
