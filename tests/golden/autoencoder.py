from torch import Tensor, nn


class Down(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    channels: Channels that come out, at half the height and width.
    """

    def __init__(self, in_channels: int, channels: int = 32) -> None:
        super().__init__()
        self.conv = nn.Conv2d(in_channels, channels, kernel_size=3, stride=2, padding=1)
        self.bn = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x = self.bn(x)
        x = self.relu(x)
        return x


class Encoder(nn.Module):
    """From image 1×28×28 to latent.

    latent: Numbers that a picture becomes.
    width: Channels at half the height and width; a quarter has twice as many.
    """

    def __init__(self, latent: int = 16, width: int = 32) -> None:
        super().__init__()
        self.down1 = Down(1, width)
        self.down2 = Down(width, width * 2)
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(width * 98, latent)

    def forward(self, image: Tensor) -> Tensor:
        x = self.down1(image)  # width×14×14
        x = self.down2(x)  # (width * 2)×7×7
        x = self.flatten(x)  # width * 98
        x = self.fc(x)  # latent
        return x


class Up(nn.Module):
    """From x in_channels×7×7 to channels×14×14.

    channels: Channels that come out, at twice the height and width.
    """

    def __init__(self, in_channels: int, channels: int = 32) -> None:
        super().__init__()
        self.conv = nn.ConvTranspose2d(
            in_channels, channels, kernel_size=4, stride=2, padding=1
        )
        self.bn = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)  # channels×14×14
        x = self.bn(x)
        x = self.relu(x)
        return x


class Decoder(nn.Module):
    """From code in_features to 1×28×28.

    width: Channels at half the height and width; a quarter has twice as many.
    """

    def __init__(self, in_features: int, width: int = 32) -> None:
        super().__init__()
        self.fc = nn.Linear(in_features, width * 2 * 7 * 7)
        self.relu = nn.ReLU()
        self.unflatten = nn.Unflatten(1, unflattened_size=(width * 2, 7, 7))
        self.up1 = Up(width * 2, width)
        self.to_picture = nn.ConvTranspose2d(
            width, 1, kernel_size=4, stride=2, padding=1
        )
        self.sigmoid = nn.Sigmoid()

    def forward(self, code: Tensor) -> Tensor:
        x = self.fc(code)  # width * 2 * 7 * 7
        x = self.relu(x)
        x = self.unflatten(x)  # (width * 2)×7×7
        x = self.up1(x)  # width×14×14
        x = self.to_picture(x)  # 1×28×28
        x = self.sigmoid(x)
        return x


# Reducing the Dimensionality of Data with Neural Networks. Hinton and Salakhutdinov,
# 2006; here with convolutions. It learns to give back the picture that it was given, by
# way of a few numbers.
class Autoencoder(nn.Module):
    """From image 1×28×28 to 1×28×28, 155,889 parameters.

    latent: Numbers that a picture becomes.
    width: Channels at half the height and width; a quarter has twice as many.
    """

    def __init__(self, latent: int = 16, width: int = 32) -> None:
        super().__init__()
        self.encoder = Encoder(latent, width=width)
        self.decoder = Decoder(latent, width)

    def forward(self, image: Tensor) -> Tensor:
        x = self.encoder(image)  # latent
        x = self.decoder(x)  # 1×28×28
        return x
