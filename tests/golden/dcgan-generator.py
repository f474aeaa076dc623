from torch import Tensor, nn


class Up(nn.Module):
    """From x in_channels×H×W to channels×(H * 2)×(W * 2).

    channels: Channels that come out, at twice the height and width.
    """

    def __init__(self, in_channels: int, channels: int = 256) -> None:
        super().__init__()
        self.conv = nn.ConvTranspose2d(
            in_channels, channels, kernel_size=4, stride=2, padding=1, bias=False
        )
        self.bn = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)  # channels×(H * 2)×(W * 2)
        x = self.bn(x)
        x = self.relu(x)
        return x


# Unsupervised Representation Learning with Deep Convolutional Generative Adversarial
# Networks. Radford, Metz and Chintala, 2015. Its pictures hold numbers from −1 to 1.
class Generator(nn.Module):
    """From noise 100 to 3×64×64, 3,576,704 parameters.

    channels: Channels of the picture: 3 for colours.
    width: Channels before the picture; there are eight times as many at the start.
    """

    def __init__(self, channels: int = 3, width: int = 64) -> None:
        super().__init__()
        self.unflatten = nn.Unflatten(1, unflattened_size=(-1, 1, 1))
        self.project = nn.ConvTranspose2d(100, width * 8, kernel_size=4, bias=False)
        self.bn = nn.BatchNorm2d(width * 8)
        self.relu = nn.ReLU()
        self.up1 = Up(width * 8, width * 4)
        self.up2 = Up(width * 4, width * 2)
        self.up3 = Up(width * 2, width)
        self.to_picture = nn.ConvTranspose2d(
            width, channels, kernel_size=4, stride=2, padding=1, bias=False
        )
        self.tanh = nn.Tanh()

    def forward(self, noise: Tensor) -> Tensor:
        x = self.unflatten(noise)  # 100×1×1
        x = self.project(x)  # (width * 8)×4×4
        x = self.bn(x)
        x = self.relu(x)
        x = self.up1(x)  # (width * 4)×8×8
        x = self.up2(x)  # (width * 2)×16×16
        x = self.up3(x)  # width×32×32
        x = self.to_picture(x)  # channels×64×64
        x = self.tanh(x)
        return x
