from torch import Tensor, nn


class Projection(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    channels: Channels that come out.
    stride: How far the convolution steps; 2 halves height and width.
    """

    def __init__(self, in_channels: int, channels: int = 128, stride: int = 2) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels, channels, kernel_size=1, stride=stride, bias=False
        )
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x = self.bn(x)
        return x


class ProjectionBottleneck(nn.Module):
    """From x in_channels×H×W to C'×H'×W'.

    channels: Channels of the 3×3 convolution; four times as many come out.
    stride: How far the 3×3 convolution steps; 2 halves height and width.
    """

    def __init__(self, in_channels: int, channels: int = 64, stride: int = 2) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, channels, kernel_size=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(
            channels, channels, kernel_size=3, stride=stride, padding=1, bias=False
        )
        self.bn2 = nn.BatchNorm2d(channels)
        self.relu2 = nn.ReLU()
        self.conv3 = nn.Conv2d(channels, channels * 4, kernel_size=1, bias=False)
        self.bn3 = nn.BatchNorm2d(channels * 4)
        self.downsample = Projection(in_channels, channels * 4, stride=stride)
        self.relu3 = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        out = self.conv1(x)  # channels×H×W
        out = self.bn1(out)
        out = self.relu1(out)
        out = self.conv2(out)
        out = self.bn2(out)
        out = self.relu2(out)
        out = self.conv3(out)
        out = self.bn3(out)
        x = self.downsample(x)
        x = out + x
        x = self.relu3(x)
        return x


class Bottleneck(nn.Module):
    """From x in_channels×H×W to (channels * 4)×H×W.

    channels: Channels of the 3×3 convolution; four times as many come out.
    """

    def __init__(self, in_channels: int, channels: int = 64) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, channels, kernel_size=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(channels, channels, kernel_size=3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.relu2 = nn.ReLU()
        self.conv3 = nn.Conv2d(channels, channels * 4, kernel_size=1, bias=False)
        self.bn3 = nn.BatchNorm2d(channels * 4)
        self.relu3 = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        out = self.conv1(x)  # channels×H×W
        out = self.bn1(out)
        out = self.relu1(out)
        out = self.conv2(out)
        out = self.bn2(out)
        out = self.relu2(out)
        out = self.conv3(out)  # (channels * 4)×H×W
        out = self.bn3(out)
        x = out + x  # (channels * 4)×H×W
        x = self.relu3(x)
        return x


class Stage(nn.Module):
    """From x in_channels×H×W to C'×H'×W'.

    channels: Channels of the 3×3 convolutions; four times as many come out.
    depth: How many bottlenecks stand in a row, at least 2.
    stride: How far the first bottleneck steps; 2 halves height and width.
    """

    def __init__(
        self,
        in_channels: int,
        channels: int = 64,
        depth: int = 3,
        stride: int = 2,
    ) -> None:
        super().__init__()
        self.first = ProjectionBottleneck(in_channels, channels, stride=stride)
        self.rest = nn.Sequential(
            *(Bottleneck(channels * 4, channels) for _ in range(depth - 1))
        )

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        x = self.rest(x)
        return x


# Deep Residual Learning for Image Recognition. He, Zhang, Ren and Sun, 2015. The
# bottlenecks step in their 3×3 convolutions, as in torchvision.
class ResNet50(nn.Module):
    """From image 3×224×224 to 1000, 25,557,032 parameters.

    classes: How many kinds of pictures it tells apart.
    width: Channels of the first convolution and of the first bottlenecks.
    """

    def __init__(self, classes: int = 1000, width: int = 64) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, kernel_size=7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = Stage(width, width, stride=1)
        self.layer2 = Stage(width * 4, width * 2, depth=4)
        self.layer3 = Stage(width * 8, width * 4, depth=6)
        self.layer4 = Stage(width * 16, width * 8)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(width * 32, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.conv1(image)  # width×112×112
        x = self.bn1(x)
        x = self.relu(x)
        x = self.maxpool(x)  # width×56×56
        x = self.layer1(x)  # (width * 4)×56×56
        x = self.layer2(x)  # (width * 8)×28×28
        x = self.layer3(x)  # (width * 16)×14×14
        x = self.layer4(x)  # (width * 32)×7×7
        x = self.avgpool(x)  # (width * 32)×1×1
        x = self.flatten(x)  # width * 32
        x = self.fc(x)  # classes
        return x
