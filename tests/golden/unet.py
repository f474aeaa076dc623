import torch
from torch import Tensor, nn


class DoubleConv(nn.Module):
    """From x in_channels×H×W to channels×H×W.

    channels: Channels of both convolutions.
    """

    def __init__(self, in_channels: int, channels: int = 64) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(
            in_channels, channels, kernel_size=3, padding=1, bias=False
        )
        self.bn1 = nn.BatchNorm2d(channels)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(channels, channels, kernel_size=3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.relu2 = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv1(x)  # channels×H×W
        x = self.bn1(x)
        x = self.relu1(x)
        x = self.conv2(x)
        x = self.bn2(x)
        x = self.relu2(x)
        return x


class Down(nn.Module):
    """From x in_channels×H×W to channels×(H // 2)×(W // 2).

    channels: Channels that come out, at half the height and width.
    """

    def __init__(self, in_channels: int, channels: int = 128) -> None:
        super().__init__()
        self.pool = nn.MaxPool2d(2)
        self.conv = DoubleConv(in_channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(x)  # in_channels×(H // 2)×(W // 2)
        x = self.conv(x)  # channels×(H // 2)×(W // 2)
        return x


class Up(nn.Module):
    """From skip channels×H'×W', x x_in_channels×H'×W' to channels×H'×W'.

    channels: Channels that come out, at twice the height and width.
    """

    def __init__(self, x_in_channels: int, channels: int = 512) -> None:
        super().__init__()
        self.upconv = nn.ConvTranspose2d(
            x_in_channels, channels, kernel_size=2, stride=2
        )
        self.conv = DoubleConv(channels * 2, channels)

    def forward(self, skip: Tensor, x: Tensor) -> Tensor:
        x = self.upconv(x)
        x = torch.cat((skip, x), dim=1)
        x = self.conv(x)
        return x


# U-Net: Convolutional Networks for Biomedical Image Segmentation. Ronneberger, Fischer
# and Brox, 2015. Padded, and with batch normalization, so that the mask has the size of
# the picture.
class UNet(nn.Module):
    """From image 3×256×256 to 1×256×256, 31,037,633 parameters.

    classes: Masks that come out, one for each kind of thing.
    width: Channels of the first convolutions; each step down doubles them.
    """

    def __init__(self, classes: int = 1, width: int = 64) -> None:
        super().__init__()
        self.inc = DoubleConv(3, width)
        self.down1 = Down(width, width * 2)
        self.down2 = Down(width * 2, width * 4)
        self.down3 = Down(width * 4, width * 8)
        self.down4 = Down(width * 8, width * 16)
        self.up1 = Up(width * 16, width * 8)
        self.up2 = Up(width * 8, width * 4)
        self.up3 = Up(width * 4, width * 2)
        self.up4 = Up(width * 2, width)
        self.outc = nn.Conv2d(width, classes, kernel_size=1)

    def forward(self, image: Tensor) -> Tensor:
        inc = self.inc(image)  # width×256×256
        down1 = self.down1(inc)  # (width * 2)×128×128
        down2 = self.down2(down1)  # (width * 4)×64×64
        down3 = self.down3(down2)  # (width * 8)×32×32
        x = self.down4(down3)  # (width * 16)×16×16
        x = self.up1(down3, x)  # (width * 8)×32×32
        x = self.up2(down2, x)  # (width * 4)×64×64
        x = self.up3(down1, x)  # (width * 2)×128×128
        x = self.up4(inc, x)  # width×256×256
        x = self.outc(x)  # classes×256×256
        return x
