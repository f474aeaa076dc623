from torch import Tensor, nn


class Down(nn.Module):
    """From x in_channels×H×W to channels×(H // 2)×(W // 2).

    channels: Channels that come out, at half the height and width.
    """

    def __init__(self, in_channels: int, channels: int = 128) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels, channels, kernel_size=4, stride=2, padding=1, bias=False
        )
        self.bn = nn.BatchNorm2d(channels)
        self.relu = nn.LeakyReLU(negative_slope=0.2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)  # channels×(H // 2)×(W // 2)
        x = self.bn(x)
        x = self.relu(x)
        return x


# Unsupervised Representation Learning with Deep Convolutional Generative Adversarial
# Networks. Radford, Metz and Chintala, 2015. A sigmoid of its answer is how likely the
# picture is a real one; BCEWithLogitsLoss takes it as it is.
class Discriminator(nn.Module):
    """From picture 3×64×64 to 1, 2,765,568 parameters.

    width: Channels of the first convolution; the last ones have eight times as many.
    """

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, kernel_size=4, stride=2, padding=1, bias=False)
        self.relu = nn.LeakyReLU(negative_slope=0.2)
        self.down1 = Down(width, width * 2)
        self.down2 = Down(width * 2, width * 4)
        self.down3 = Down(width * 4, width * 8)
        self.conv2 = nn.Conv2d(width * 8, 1, kernel_size=4, bias=False)
        self.flatten = nn.Flatten()

    def forward(self, picture: Tensor) -> Tensor:
        x = self.conv1(picture)  # width×32×32
        x = self.relu(x)
        x = self.down1(x)  # (width * 2)×16×16
        x = self.down2(x)  # (width * 4)×8×8
        x = self.down3(x)  # (width * 8)×4×4
        x = self.conv2(x)  # 1×1×1
        x = self.flatten(x)  # 1
        return x
