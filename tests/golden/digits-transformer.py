import torch
from torch import Tensor, nn


class DigitsTransformer(nn.Module):
    """From image 1×8×8 to 10, 18,218 parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.token = nn.Parameter(0.02 * torch.randn(1, 32))
        self.patches = nn.Conv2d(1, 32, kernel_size=2, stride=2)
        self.place = nn.Parameter(0.02 * torch.randn(17, 32))
        self.encoder = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(32, 4, dim_feedforward=64, batch_first=True),
            num_layers=2,
        )
        self.norm = nn.LayerNorm(32)
        self.fc = nn.Linear(32, 10)

    def forward(self, image: Tensor) -> Tensor:
        x = self.token.expand(image.shape[0], -1, -1)  # 1×32
        patches = self.patches(image).flatten(2).transpose(1, 2)  # 16×32
        x = torch.cat((x, patches), dim=1)  # 17×32
        x = x + self.place
        x = self.encoder(x)
        x = x[:, 0]  # 32
        x = self.norm(x)
        x = self.fc(x)  # 10
        return x
