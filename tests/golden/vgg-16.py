from torch import Tensor, nn


class ConvReLU(nn.Module):
    """From x in_channels×H×W to channels×H×W.

    channels: Channels that come out.
    """

    def __init__(self, in_channels: int, channels: int = 64) -> None:
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, kernel_size=3, padding=1)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)  # channels×H×W
        x = self.relu(x)
        return x


class Stage(nn.Module):
    """From x in_channels×H×W to channels×(H // 2)×(W // 2).

    channels: Channels that come out, at half the height and width.
    depth: How many convolutions stand in a row.
    """

    def __init__(self, in_channels: int, channels: int = 64, depth: int = 2) -> None:
        super().__init__()
        self.convs = nn.Sequential(
            ConvReLU(in_channels, channels),
            *(ConvReLU(channels, channels) for _ in range(depth - 1)),
        )
        self.pool = nn.MaxPool2d(2, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.convs(x)  # channels×H×W
        x = self.pool(x)  # channels×(H // 2)×(W // 2)
        return x


# Very Deep Convolutional Networks for Large-Scale Image Recognition. Simonyan and
# Zisserman, 2014.
class VGG16(nn.Module):
    """From image 3×224×224 to 1000, 138,357,544 parameters.

    classes: How many kinds of pictures it tells apart.
    width: Channels of the first stage; the last ones have eight times as many.
    hidden: Numbers that fc1 and fc2 give.
    """

    def __init__(
        self,
        classes: int = 1000,
        width: int = 64,
        hidden: int = 4096,
    ) -> None:
        super().__init__()
        self.stage1 = Stage(3, width)
        self.stage2 = Stage(width, width * 2)
        self.stage3 = Stage(width * 2, width * 4, depth=3)
        self.stage4 = Stage(width * 4, width * 8, depth=3)
        self.stage5 = Stage(width * 8, width * 8, depth=3)
        self.avgpool = nn.AdaptiveAvgPool2d(7)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(width * 392, hidden)
        self.relu1 = nn.ReLU()
        self.drop1 = nn.Dropout(0.5)
        self.fc2 = nn.Linear(hidden, hidden)
        self.relu2 = nn.ReLU()
        self.drop2 = nn.Dropout(0.5)
        self.fc3 = nn.Linear(hidden, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.stage1(image)  # width×112×112
        x = self.stage2(x)  # (width * 2)×56×56
        x = self.stage3(x)  # (width * 4)×28×28
        x = self.stage4(x)  # (width * 8)×14×14
        x = self.stage5(x)  # (width * 8)×7×7
        x = self.avgpool(x)
        x = self.flatten(x)  # width * 392
        x = self.fc1(x)  # hidden
        x = self.relu1(x)
        x = self.drop1(x)
        x = self.fc2(x)
        x = self.relu2(x)
        x = self.drop2(x)
        x = self.fc3(x)  # classes
        return x
