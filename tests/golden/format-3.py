import torch
from torch import Tensor, nn


class Tower(nn.Module):
    """From words 6×12 to depth * hidden * 2.

    hidden: Numbers that it remembers.
    """

    def __init__(self, hidden: int = 5, depth: int = 1) -> None:
        super().__init__()
        self.lstm = nn.LSTM(
            12,
            hidden,
            num_layers=depth,
            dropout=0.1 if depth > 1 else 0,
            bidirectional=True,
            batch_first=True,
        )
        self.last = nn.Flatten()
        self.ln = nn.LayerNorm(depth * hidden * 2)

    def forward(self, words: Tensor) -> Tensor:
        _, (x, _) = self.lstm(words)  # (depth * 2)×hidden
        x = x.transpose(0, 1)
        x = self.last(x)  # depth * hidden * 2
        x = self.ln(x)
        return x


class ConvUnit(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    channels: Channels that come out.
    kernel: Height of each filter.
    stride: How far the filters step.
    """

    def __init__(
        self,
        in_channels: int,
        channels: int = 8,
        kernel: int = 3,
        stride: int = 1,
        norm: bool = True,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels,
            channels,
            kernel_size=(kernel, 1),
            stride=stride,
            padding=(kernel // 2, 0),
            bias=not norm,
        )
        self.bn = nn.BatchNorm2d(
            channels, eps=0.001, momentum=0.1 if norm else None, affine=norm
        )
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x = self.bn(x)
        x = self.relu(x)
        return x


class ConvUnit2(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    channels: Channels that come out.
    kernel: Height of each filter.
    stride: How far the filters step.
    """

    def __init__(
        self,
        in_channels: int,
        channels: int = 8,
        kernel: int = 3,
        stride: int = 1,
        norm: bool = True,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels,
            channels,
            kernel_size=(kernel, 1),
            stride=stride,
            padding=(kernel // 2, 0),
            bias=not norm,
        )
        self.bn = nn.BatchNorm2d(channels, eps=0.001, momentum=None, affine=norm)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        x = self.bn(x)
        x = self.relu(x)
        return x


# A residual connection.
# Its strength is a number.
class Residual(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    channels: Channels of all convolutions.
    stride: How far the first convolution steps.
    strength: Weight of the sum.
    """

    def __init__(
        self,
        in_channels: int,
        channels: int = 8,
        stride: int = 1,
        kernel: int = 3,
        strength: float = 0.25,
    ) -> None:
        super().__init__()
        self.strength = strength
        self.unit1 = ConvUnit(in_channels, channels, stride=stride)
        self.unit2 = ConvUnit2(channels, channels, kernel=max(kernel, 1), norm=False)
        self.skip = nn.Conv2d(in_channels, channels, kernel_size=1, stride=stride)

    def forward(self, x: Tensor) -> Tensor:
        out = self.unit1(x)
        out = self.unit2(out)
        x = self.skip(x)
        x = out + x
        x = x * (self.strength**0.5)
        return x


class Stage(nn.Module):
    """From x channels×16×16 to C'×8×8.

    channels: Channels of the first block.
    depth: How many blocks stand in a row.
    grow: Whether each block has twice the channels.
    """

    def __init__(self, channels: int = 8, depth: int = 2, grow: bool = False) -> None:
        super().__init__()
        self.blocks = nn.Sequential(
            Residual(
                channels, channels * 2**0 if grow else channels, stride=2, strength=0.5
            ),
            *(
                Residual(
                    channels * 2 ** (i - 1) if grow else channels,
                    channels * 2**i if grow else channels,
                    stride=2 if i == 0 else 1,
                    strength=0.5 / (i + 1),
                )
                for i in range(1, depth)
            ),
        )
        self.drop = nn.Dropout2d(min(0.1 * depth, 0.5))

    def forward(self, x: Tensor) -> Tensor:
        x = self.blocks(x)
        x = self.drop(x)
        return x


class Gate(nn.Module):
    """From x x_in_channels×8×8, by C'×8×8 to channels×8×8.

    channels: Channels of both.
    """

    def __init__(self, x_in_channels: int, channels: int = 8) -> None:
        super().__init__()
        self.conv = nn.Conv2d(x_in_channels, channels, kernel_size=3, padding=1)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor, by: Tensor) -> Tensor:
        out = self.conv(x)  # channels×8×8
        out = self.sigmoid(out)
        x = x * out  # x_in_channels×8×8
        x = self.conv(x)  # channels×8×8
        x = torch.maximum(x, by)  # channels×8×8
        return x


class Fork(nn.Module):
    """From x C×8×8 to (-(-C // 2))×8×8 and -(-C // 2), 0 parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.tanh = nn.Tanh()

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        x, halves_output2 = x.chunk(2, dim=1)  # (-(-C // 2))×8×8, (-(-C // 2))×8×8
        x = self.tanh(x)
        halves_output2 = halves_output2.mean(dim=(2, 3))  # -(-C // 2)
        return x, halves_output2


# Every kind of layer, and blocks in blocks.
# And a second line – with ×.
class EveryKind(nn.Module):
    """39 layers, 10,236 parameters.

    classes: How many kinds it tells apart.
    width: Channels of the first convolutions.
    vocabulary: How many words it knows.
    dropout: Share of numbers dropped while it trains.
    normed: Whether to normalize.
    """

    def __init__(
        self,
        classes: int = 10,
        width: int = 8,
        depth: int = 2,
        vocabulary: int = 20,
        dropout: float = 0.5,
        normed: bool = True,
    ) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(
            3,
            width,
            kernel_size=(3, 5),
            padding="same",
            bias=not normed,
            padding_mode="reflect",
        )
        self.bn1 = nn.BatchNorm2d(width, eps=0.001, momentum=None, affine=normed)
        self.leakyrelu1 = nn.LeakyReLU(negative_slope=0.2)
        self.pool1 = nn.MaxPool2d(2, stride=(2, 1), padding=(1, 0), ceil_mode=True)
        self.gmp1 = nn.AdaptiveMaxPool2d(16)
        self.pool2 = nn.AvgPool2d(
            3, stride=1, padding=1, count_include_pad=False, divisor_override=4
        )
        self.elu1 = nn.ELU(alpha=0.5)
        self.gn1 = nn.GroupNorm(4, width)
        self.upconv1 = nn.ConvTranspose2d(
            width, 4, kernel_size=2, stride=2, output_padding=(1, 0)
        )
        self.upsample1 = nn.Upsample(size=8, mode="bilinear", align_corners=True)
        self.sigmoid1 = nn.Sigmoid()
        self.gap1 = nn.AdaptiveAvgPool2d(4)
        self.drop1 = nn.Dropout2d(0.1)
        self.gelu1 = nn.GELU(approximate="tanh")
        self.ln1 = nn.LayerNorm((4, 4), bias=False)
        self.softmax1 = nn.Softmax(dim=-1)
        self.conv2 = nn.Conv3d(8, 4, kernel_size=2, padding=(1, 0, 1), groups=4)
        self.silu1 = nn.SiLU(inplace=True)
        self.flatten1 = nn.Flatten(start_dim=2)
        self.conv3 = nn.Conv1d(4, 6, kernel_size=3, stride=2, dilation=2)
        self.bn2 = nn.BatchNorm1d(6, affine=False, track_running_stats=False)
        self.tanh1 = nn.Tanh()
        self.flatten2 = nn.Flatten()
        self.drop2 = nn.Dropout(dropout / 2)
        self.fc1 = nn.Linear(72, width * 2 + classes - 6)
        self.relu1 = nn.ReLU()
        self.fc2 = nn.Linear(width * 2 + classes - 6, classes, bias=False)
        self.logsoftmax1 = nn.LogSoftmax(dim=1)
        self.stem = ConvUnit(3, width, kernel=5, norm=normed)
        self.stage = Stage(width, depth=depth, grow=depth >= 2 and normed)
        self.gates = nn.ModuleList(
            [
                Gate(
                    width * 2**1 if depth >= 2 and normed else width,
                    width * 2 ** (depth - 1),
                ),
                Gate(width * 2 ** (depth - 1), width * 2 ** (depth - 1)),
            ],
        )
        self.fork = Fork()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.flat = nn.Flatten()
        self.embedding = nn.Embedding(vocabulary, embedding_dim=12, padding_idx=0)
        self.tower = Tower(width // 2 + 1)
        self.fc3 = nn.Linear(
            (width // 2) * 2 + 2 - (-2 ** (depth - 1) * width // 2) * 2, classes
        )

    def forward(
        self,
        image: Tensor,
        tokens: Tensor,
        other_tokens: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        x = self.conv1(image)  # width×16×16
        x = self.bn1(x)
        leakyrelu1 = self.leakyrelu1(x)
        x = self.pool1(leakyrelu1)  # width×9×15
        x = self.gmp1(x)  # width×16×16
        gn1 = self.pool2(leakyrelu1)
        gn1 = self.elu1(gn1)
        gn1 = self.gn1(gn1)
        x = x + gn1 + leakyrelu1
        x = self.upconv1(x)  # 4×33×32
        upsample1 = self.upsample1(x)  # 4×8×8
        x = self.sigmoid1(upsample1)
        x = upsample1 * x
        x = self.gap1(x)  # 4×4×4
        x = self.drop1(x)
        gelu1 = self.gelu1(x)
        x = gelu1.permute(0, 2, 3, 1)
        x = self.ln1(x)
        x = self.softmax1(x)
        x = x.permute(0, 3, 1, 2)
        x = torch.cat((gelu1, x), dim=1)  # 8×4×4
        x = x.reshape(x.shape[0], 8, 2, 4, -1)  # 8×2×4×2
        x = self.conv2(x)  # 4×3×3×3
        x = self.silu1(x)
        x = self.flatten1(x)  # 4×27
        x = self.conv3(x)  # 6×12
        x = self.bn2(x)
        x = self.tanh1(x)
        x = self.flatten2(x)  # 72
        x = self.drop2(x)
        x = self.fc1(x)  # width * 2 + classes - 6
        x = self.relu1(x)
        x = self.fc2(x)  # classes
        logsoftmax1 = self.logsoftmax1(x)
        x = self.stem(image)  # width×16×16
        stage = self.stage(x)
        x = stage
        for layer in self.gates:
            x = layer(x, stage)  # (width * 2 ** (depth - 1))×8×8
        x, fork_numbers = self.fork(x)
        x = self.pool(x)
        x = self.flat(x)
        out = self.embedding(tokens)  # 6×12
        out = self.tower(out)  # (width // 2) * 2 + 2
        other_tower = self.embedding(other_tokens)  # 6×12
        other_tower = self.tower(other_tower)  # (width // 2) * 2 + 2
        square = out - other_tower
        square = square**2
        x = torch.cat((x, fork_numbers, square), dim=1)
        x = self.fc3(x)  # classes
        x = (x + logsoftmax1) / 2
        return logsoftmax1, x, square
