import torch
from torch import Tensor, nn


class MLP(nn.Module):
    """From x 197×features to 197×features.

    features: Numbers of each token.
    hidden: Numbers of each token in between.
    dropout: Share of numbers dropped while it trains.
    """

    def __init__(
        self,
        features: int = 768,
        hidden: int = 3072,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.fc1 = nn.Linear(features, hidden)
        self.gelu = nn.GELU()
        self.drop1 = nn.Dropout(dropout)
        self.fc2 = nn.Linear(hidden, features)
        self.drop2 = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        x = self.fc1(x)  # 197×hidden
        x = self.gelu(x)
        x = self.drop1(x)
        x = self.fc2(x)  # 197×features
        x = self.drop2(x)
        return x


class EncoderBlock(nn.Module):
    """From x 197×features to 197×features.

    features: Numbers of each token.
    heads: Attention heads; must divide the features.
    dropout: Share of numbers dropped while it trains.
    """

    def __init__(
        self,
        features: int = 768,
        heads: int = 12,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.ln_1 = nn.LayerNorm(features, eps=1e-06)
        self.self_attention = nn.MultiheadAttention(features, heads, batch_first=True)
        self.drop1 = nn.Dropout(dropout)
        self.ln_2 = nn.LayerNorm(features, eps=1e-06)
        self.mlp = MLP(features, hidden=features * 4, dropout=dropout)

    def forward(self, x: Tensor) -> Tensor:
        ln_1 = self.ln_1(x)
        out, _ = self.self_attention(ln_1, ln_1, ln_1, need_weights=False)
        out = self.drop1(out)
        add1 = out + x
        x = self.ln_2(add1)
        x = self.mlp(x)
        x = x + add1
        return x


# An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale.
# Dosovitskiy et al., 2020.
class ViTB16(nn.Module):
    """From image 3×224×224 to 1000, 86,567,656 parameters.

    classes: How many kinds of pictures it tells apart.
    width: Numbers of each token; a multiple of the heads.
    depth: How many encoder blocks stand in a row.
    heads: Attention heads of each block.
    dropout: Share of numbers dropped while it trains.
    """

    def __init__(
        self,
        classes: int = 1000,
        width: int = 768,
        depth: int = 12,
        heads: int = 12,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.class_token = nn.Parameter(torch.zeros(1, width))
        self.patches = nn.Conv2d(3, width, kernel_size=16, stride=16)
        self.position = nn.Parameter(0.02 * torch.randn(197, width))
        self.drop = nn.Dropout(dropout)
        self.encoder = nn.Sequential(
            *(EncoderBlock(width, heads=heads, dropout=dropout) for _ in range(depth))
        )
        self.ln = nn.LayerNorm(width, eps=1e-06)
        self.head = nn.Linear(width, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.class_token.expand(image.shape[0], -1, -1)  # 1×width
        patches = self.patches(image).flatten(2).transpose(1, 2)  # 196×width
        x = torch.cat((x, patches), dim=1)  # 197×width
        x = x + self.position
        x = self.drop(x)
        x = self.encoder(x)
        x = self.ln(x)
        x = x[:, 0]  # width
        x = self.head(x)  # classes
        return x
