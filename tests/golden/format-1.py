import torch
from torch import Tensor, nn


# Every layer once.
# And a second line – with ×.
class EveryLayer(nn.Module):
    """From image 3×16×16 to 10, 2,346 parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(
            3, 8, kernel_size=(3, 5), padding="same", bias=False, padding_mode="reflect"
        )
        self.bn1 = nn.BatchNorm2d(8, eps=0.001, momentum=None)
        self.leakyrelu1 = nn.LeakyReLU(negative_slope=0.2)
        self.pool1 = nn.MaxPool2d(2, stride=(2, 1), padding=(1, 0), ceil_mode=True)
        self.gmp1 = nn.AdaptiveMaxPool2d(16)
        self.pool2 = nn.AvgPool2d(
            3, stride=1, padding=1, count_include_pad=False, divisor_override=4
        )
        self.elu1 = nn.ELU(alpha=0.5)
        self.gn1 = nn.GroupNorm(4, 8)
        self.upconv1 = nn.ConvTranspose2d(
            8, 4, kernel_size=2, stride=2, output_padding=(1, 0)
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
        self.drop2 = nn.Dropout(0.25)
        self.fc1 = nn.Linear(72, 20)
        self.relu1 = nn.ReLU()
        self.fc2 = nn.Linear(20, 10, bias=False)
        self.logsoftmax1 = nn.LogSoftmax(dim=1)

    def forward(self, image: Tensor) -> Tensor:
        x = self.conv1(image)  # 8×16×16
        x = self.bn1(x)
        leakyrelu1 = self.leakyrelu1(x)
        x = self.pool1(leakyrelu1)  # 8×9×15
        x = self.gmp1(x)  # 8×16×16
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
        x = self.fc1(x)  # 20
        x = self.relu1(x)
        x = self.fc2(x)  # 10
        x = self.logsoftmax1(x)
        return x
