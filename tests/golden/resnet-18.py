from torch import Tensor, nn


class BasicBlock(nn.Module):
    """From x channels×H×W to channels×H×W.

    channels: Channels of both convolutions, as many as come in.
    """

    def __init__(self, channels: int = 64) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, kernel_size=3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(channels, channels, kernel_size=3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.relu2 = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        out = self.conv1(x)
        out = self.bn1(out)
        out = self.relu1(out)
        out = self.conv2(out)
        out = self.bn2(out)
        x = out + x
        x = self.relu2(x)
        return x


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


class ProjectionBlock(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    channels: Channels of both convolutions.
    stride: How far the first convolution steps; 2 halves height and width.
    """

    def __init__(self, in_channels: int, channels: int = 128, stride: int = 2) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(
            in_channels, channels, kernel_size=3, stride=stride, padding=1, bias=False
        )
        self.bn1 = nn.BatchNorm2d(channels)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(channels, channels, kernel_size=3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.downsample = Projection(in_channels, channels, stride=stride)
        self.relu2 = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        out = self.conv1(x)
        out = self.bn1(out)
        out = self.relu1(out)
        out = self.conv2(out)
        out = self.bn2(out)
        x = self.downsample(x)
        x = out + x
        x = self.relu2(x)
        return x


class Stage(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    channels: Channels that come out, at half the height and width.
    """

    def __init__(self, in_channels: int, channels: int = 128) -> None:
        super().__init__()
        self.first = ProjectionBlock(in_channels, channels)
        self.second = BasicBlock(channels)

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        x = self.second(x)
        return x


# Deep Residual Learning for Image Recognition. He, Zhang, Ren and Sun, 2015.
class ResNet18(nn.Module):
    """From image 3×224×224 to 1000, 11,689,512 parameters.

    classes: How many kinds of pictures it tells apart.
    width: Channels of the first convolution; each stage has twice those before.
    """

    def __init__(self, classes: int = 1000, width: int = 64) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, kernel_size=7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = nn.Sequential(*(BasicBlock(width) for _ in range(2)))
        self.layer2 = Stage(width, width * 2)
        self.layer3 = Stage(width * 2, width * 4)
        self.layer4 = Stage(width * 4, width * 8)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(width * 8, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.conv1(image)  # width×112×112
        x = self.bn1(x)
        x = self.relu(x)
        x = self.maxpool(x)  # width×56×56
        x = self.layer1(x)
        x = self.layer2(x)  # (width * 2)×28×28
        x = self.layer3(x)  # (width * 4)×14×14
        x = self.layer4(x)  # (width * 8)×7×7
        x = self.avgpool(x)  # (width * 8)×1×1
        x = self.flatten(x)  # width * 8
        x = self.fc(x)  # classes
        return x
