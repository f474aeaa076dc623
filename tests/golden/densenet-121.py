import torch
from torch import Tensor, nn


class DenseLayer(nn.Module):
    """From x in_channels×H×W to (in_channels + growth)×H×W.

    growth: Channels that it adds to those that come in.
    """

    def __init__(self, in_channels: int, growth: int = 32) -> None:
        super().__init__()
        self.norm1 = nn.BatchNorm2d(in_channels)
        self.relu1 = nn.ReLU()
        self.conv1 = nn.Conv2d(in_channels, growth * 4, kernel_size=1, bias=False)
        self.norm2 = nn.BatchNorm2d(growth * 4)
        self.relu2 = nn.ReLU()
        self.conv2 = nn.Conv2d(growth * 4, growth, kernel_size=3, padding=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        out = self.norm1(x)
        out = self.relu1(out)
        out = self.conv1(out)  # (growth * 4)×H×W
        out = self.norm2(out)
        out = self.relu2(out)
        out = self.conv2(out)  # growth×H×W
        x = torch.cat((x, out), dim=1)  # (in_channels + growth)×H×W
        return x


class Transition(nn.Module):
    """From x in_channels×H×W to channels×(H // 2)×(W // 2).

    channels: Channels that come out, half of those that come in, at half the height and
        width.
    """

    def __init__(self, in_channels: int, channels: int = 128) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(in_channels)
        self.relu = nn.ReLU()
        self.conv = nn.Conv2d(in_channels, channels, kernel_size=1, bias=False)
        self.pool = nn.AvgPool2d(2, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm(x)
        x = self.relu(x)
        x = self.conv(x)  # channels×H×W
        x = self.pool(x)  # channels×(H // 2)×(W // 2)
        return x


# Densely Connected Convolutional Networks. Huang, Liu, van der Maaten and Weinberger,
# 2016.
class DenseNet121(nn.Module):
    """From image 3×224×224 to 1000, 7,978,856 parameters.

    classes: How many kinds of pictures it tells apart.
    growth: Channels that each dense layer adds.
    """

    def __init__(self, classes: int = 1000, growth: int = 32) -> None:
        super().__init__()
        self.conv0 = nn.Conv2d(
            3, growth * 2, kernel_size=7, stride=2, padding=3, bias=False
        )
        self.norm0 = nn.BatchNorm2d(growth * 2)
        self.relu0 = nn.ReLU()
        self.pool0 = nn.MaxPool2d(3, stride=2, padding=1)
        self.dense1 = nn.Sequential(
            *(DenseLayer(growth * 2 + growth * i, growth) for i in range(6))
        )
        self.transition1 = Transition(growth * 8, growth * 4)
        self.dense2 = nn.Sequential(
            *(DenseLayer(growth * 4 + growth * i, growth) for i in range(12))
        )
        self.transition2 = Transition(growth * 16, growth * 8)
        self.dense3 = nn.Sequential(
            *(DenseLayer(growth * 8 + growth * i, growth) for i in range(24))
        )
        self.transition3 = Transition(growth * 32, growth * 16)
        self.dense4 = nn.Sequential(
            *(DenseLayer(growth * 16 + growth * i, growth) for i in range(16))
        )
        self.norm5 = nn.BatchNorm2d(growth * 32)
        self.relu5 = nn.ReLU()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.classifier = nn.Linear(growth * 32, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.conv0(image)  # (growth * 2)×112×112
        x = self.norm0(x)
        x = self.relu0(x)
        x = self.pool0(x)  # (growth * 2)×56×56
        x = self.dense1(x)  # (growth * 8)×56×56
        x = self.transition1(x)  # (growth * 4)×28×28
        x = self.dense2(x)  # (growth * 16)×28×28
        x = self.transition2(x)  # (growth * 8)×14×14
        x = self.dense3(x)  # (growth * 32)×14×14
        x = self.transition3(x)  # (growth * 16)×7×7
        x = self.dense4(x)  # (growth * 32)×7×7
        x = self.norm5(x)
        x = self.relu5(x)
        x = self.avgpool(x)  # (growth * 32)×1×1
        x = self.flatten(x)  # growth * 32
        x = self.classifier(x)  # classes
        return x
