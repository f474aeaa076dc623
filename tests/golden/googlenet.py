import torch
from torch import Tensor, nn


class ConvBNReLU(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    channels: Channels that come out.
    kernel: Height and width of each filter.
    stride: How far the filters step; 2 halves height and width.
    """

    def __init__(
        self,
        in_channels: int,
        channels: int = 64,
        kernel: int = 1,
        stride: int = 1,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels,
            channels,
            kernel_size=kernel,
            stride=stride,
            padding=kernel // 2,
            bias=False,
        )
        self.bn = nn.BatchNorm2d(channels, eps=0.001)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x = self.bn(x)
        x = self.relu(x)
        return x


class Inception(nn.Module):
    """From x in_channels×H×W to (c1 + c3 + c5 + pool_proj)×H×W.

    c1: Channels of the 1×1 convolution.
    c3_reduce: Channels before the 3×3 convolution.
    c3: Channels of the 3×3 convolution.
    c5_reduce: Channels before the second 3×3 convolution, which is 5×5 in the paper.
    c5: Channels of the second 3×3 convolution, which is 5×5 in the paper.
    pool_proj: Channels after the pooling.
    """

    def __init__(
        self,
        in_channels: int,
        c1: int = 64,
        c3_reduce: int = 96,
        c3: int = 128,
        c5_reduce: int = 16,
        c5: int = 32,
        pool_proj: int = 32,
    ) -> None:
        super().__init__()
        self.branch1 = ConvBNReLU(in_channels, c1)
        self.branch2_reduce = ConvBNReLU(in_channels, c3_reduce)
        self.branch2 = ConvBNReLU(c3_reduce, c3, kernel=3)
        self.branch3_reduce = ConvBNReLU(in_channels, c5_reduce)
        self.branch3 = ConvBNReLU(c5_reduce, c5, kernel=3)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.branch4 = ConvBNReLU(in_channels, pool_proj)

    def forward(self, x: Tensor) -> Tensor:
        branch1 = self.branch1(x)  # c1×H×W
        branch2 = self.branch2_reduce(x)  # c3_reduce×H×W
        branch2 = self.branch2(branch2)  # c3×H×W
        branch3 = self.branch3_reduce(x)  # c5_reduce×H×W
        branch3 = self.branch3(branch3)  # c5×H×W
        x = self.pool(x)
        x = self.branch4(x)  # pool_proj×H×W
        # (c1 + c3 + c5 + pool_proj)×H×W
        x = torch.cat((branch1, branch2, branch3, x), dim=1)
        return x


# Going Deeper with Convolutions. Szegedy et al., 2014. As in torchvision: batch
# normalization, and 3×3 where the paper has 5×5; without the auxiliary classifiers.
class GoogLeNet(nn.Module):
    """From image 3×224×224 to 1000, 6,624,904 parameters.

    classes: How many kinds of pictures it tells apart.
    """

    def __init__(self, classes: int = 1000) -> None:
        super().__init__()
        self.conv1 = ConvBNReLU(3, kernel=7, stride=2)
        self.pool1 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.conv2 = ConvBNReLU(64)
        self.conv3 = ConvBNReLU(64, 192, kernel=3)
        self.pool2 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.inception3a = Inception(192)
        self.inception3b = Inception(
            256, 128, c3_reduce=128, c3=192, c5_reduce=32, c5=96, pool_proj=64
        )
        self.pool3 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.inception4a = Inception(480, 192, c3=208, c5=48, pool_proj=64)
        self.inception4b = Inception(
            512, 160, c3_reduce=112, c3=224, c5_reduce=24, c5=64, pool_proj=64
        )
        self.inception4c = Inception(
            512, 128, c3_reduce=128, c3=256, c5_reduce=24, c5=64, pool_proj=64
        )
        self.inception4d = Inception(
            512, 112, c3_reduce=144, c3=288, c5_reduce=32, c5=64, pool_proj=64
        )
        self.inception4e = Inception(
            528, 256, c3_reduce=160, c3=320, c5_reduce=32, c5=128, pool_proj=128
        )
        self.pool4 = nn.MaxPool2d(2, stride=2, ceil_mode=True)
        self.inception5a = Inception(
            832, 256, c3_reduce=160, c3=320, c5_reduce=32, c5=128, pool_proj=128
        )
        self.inception5b = Inception(
            832, 384, c3_reduce=192, c3=384, c5_reduce=48, c5=128, pool_proj=128
        )
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(1024, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.conv1(image)  # 64×112×112
        x = self.pool1(x)  # 64×56×56
        x = self.conv2(x)
        x = self.conv3(x)  # 192×56×56
        x = self.pool2(x)  # 192×28×28
        x = self.inception3a(x)  # 256×28×28
        x = self.inception3b(x)  # 480×28×28
        x = self.pool3(x)  # 480×14×14
        x = self.inception4a(x)  # 512×14×14
        x = self.inception4b(x)
        x = self.inception4c(x)
        x = self.inception4d(x)  # 528×14×14
        x = self.inception4e(x)  # 832×14×14
        x = self.pool4(x)  # 832×7×7
        x = self.inception5a(x)
        x = self.inception5b(x)  # 1024×7×7
        x = self.avgpool(x)  # 1024×1×1
        x = self.flatten(x)  # 1024
        x = self.dropout(x)
        x = self.fc(x)  # classes
        return x
