import torch
from torch import Tensor, nn


class ConvReLU(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    channels: Channels that come out.
    kernel: Height and width of each filter.
    """

    def __init__(self, in_channels: int, channels: int = 16, kernel: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels, channels, kernel_size=kernel, padding=kernel // 2
        )
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x = self.relu(x)
        return x


class Fire(nn.Module):
    """From x in_channels×H×W to (expand * 2)×H×W.

    squeeze: Channels of the first 1×1 convolution.
    expand: Channels of each of the two convolutions after it; twice as many come out.
    """

    def __init__(self, in_channels: int, squeeze: int = 16, expand: int = 64) -> None:
        super().__init__()
        self.squeeze1x1 = ConvReLU(in_channels, squeeze)
        self.expand1x1 = ConvReLU(squeeze, expand)
        self.expand3x3 = ConvReLU(squeeze, expand, kernel=3)

    def forward(self, x: Tensor) -> Tensor:
        squeeze1x1 = self.squeeze1x1(x)  # squeeze×H×W
        x = self.expand1x1(squeeze1x1)  # expand×H×W
        expand3x3 = self.expand3x3(squeeze1x1)  # expand×H×W
        x = torch.cat((x, expand3x3), dim=1)  # (expand * 2)×H×W
        return x


# SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size.
# Iandola et al., 2016. Version 1.0.
class SqueezeNet(nn.Module):
    """From image 3×224×224 to 1000, 1,248,424 parameters.

    classes: How many kinds of pictures it tells apart.
    """

    def __init__(self, classes: int = 1000) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 96, kernel_size=7, stride=2)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.fire2 = Fire(96)
        self.fire3 = Fire(128)
        self.fire4 = Fire(128, 32, expand=128)
        self.pool4 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.fire5 = Fire(256, 32, expand=128)
        self.fire6 = Fire(256, 48, expand=192)
        self.fire7 = Fire(384, 48, expand=192)
        self.fire8 = Fire(384, 64, expand=256)
        self.pool8 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.fire9 = Fire(512, 64, expand=256)
        self.dropout = nn.Dropout(0.5)
        self.conv10 = nn.Conv2d(512, classes, kernel_size=1)
        self.relu10 = nn.ReLU()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()

    def forward(self, image: Tensor) -> Tensor:
        x = self.conv1(image)  # 96×109×109
        x = self.relu1(x)
        x = self.pool1(x)  # 96×54×54
        x = self.fire2(x)  # 128×54×54
        x = self.fire3(x)
        x = self.fire4(x)  # 256×54×54
        x = self.pool4(x)  # 256×27×27
        x = self.fire5(x)
        x = self.fire6(x)  # 384×27×27
        x = self.fire7(x)
        x = self.fire8(x)  # 512×27×27
        x = self.pool8(x)  # 512×13×13
        x = self.fire9(x)
        x = self.dropout(x)
        x = self.conv10(x)  # classes×13×13
        x = self.relu10(x)
        x = self.avgpool(x)  # classes×1×1
        x = self.flatten(x)  # classes
        return x
