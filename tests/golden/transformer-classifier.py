import torch
from torch import Tensor, nn


class PositionalEncoding(nn.Module):
    """Adds waves to each step, by which its place can be told (Vaswani et al., 2017)."""

    def __init__(self, steps: int, features: int) -> None:
        super().__init__()
        place = torch.arange(steps).unsqueeze(1)
        waves = 10000.0 ** (-torch.arange(0, features, 2) / features)
        table = torch.zeros(steps, features)
        table[:, 0::2] = torch.sin(place * waves)
        table[:, 1::2] = torch.cos(place * waves[: features // 2])
        self.register_buffer("table", table, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.table


class FeedForward(nn.Module):
    """From x 256×features to 256×features.

    features: Numbers of each word.
    hidden: Numbers of each word in between.
    dropout: Share of numbers dropped while it trains.
    """

    def __init__(
        self,
        features: int = 128,
        hidden: int = 512,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.fc1 = nn.Linear(features, hidden)
        self.relu = nn.ReLU()
        self.drop = nn.Dropout(dropout)
        self.fc2 = nn.Linear(hidden, features)

    def forward(self, x: Tensor) -> Tensor:
        x = self.fc1(x)  # 256×hidden
        x = self.relu(x)
        x = self.drop(x)
        x = self.fc2(x)  # 256×features
        return x


class EncoderLayer(nn.Module):
    """From x 256×features, padding 256 to 256×features.

    features: Numbers of each word.
    heads: Attention heads; must divide the features.
    dropout: Share of numbers dropped while it trains.
    """

    def __init__(
        self,
        features: int = 128,
        heads: int = 4,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(
            features, heads, dropout=dropout, batch_first=True
        )
        self.drop1 = nn.Dropout(dropout)
        self.norm1 = nn.LayerNorm(features)
        self.feed_forward = FeedForward(features, hidden=features * 4, dropout=dropout)
        self.drop2 = nn.Dropout(dropout)
        self.norm2 = nn.LayerNorm(features)

    def forward(self, x: Tensor, padding: Tensor) -> Tensor:
        # 256×features
        out, _ = self.attention(x, x, x, key_padding_mask=padding, need_weights=False)
        out = self.drop1(out)
        x = x + out
        norm1 = self.norm1(x)
        x = self.feed_forward(norm1)
        x = self.drop2(x)
        x = norm1 + x
        x = self.norm2(x)
        return x


# Attention Is All You Need. Vaswani et al., 2017: its encoder. The first word stands
# for the whole text, as in BERT; word 0 fills up shorter texts, and is not looked at.
class TransformerClassifier(nn.Module):
    """From tokens 256 to 2, 2,073,346 parameters.

    classes: How many kinds of texts it tells apart.
    vocabulary: How many words it knows.
    width: Numbers of each word; an even number and a multiple of the heads.
    depth: How many encoder layers stand in a row.
    heads: Attention heads of each layer.
    dropout: Share of numbers dropped while it trains.
    """

    def __init__(
        self,
        classes: int = 2,
        vocabulary: int = 10000,
        width: int = 128,
        depth: int = 4,
        heads: int = 4,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.width = width
        self.embedding = nn.Embedding(vocabulary, embedding_dim=width, padding_idx=0)
        self.position = PositionalEncoding(256, width)
        self.drop = nn.Dropout(dropout)
        self.encoder = nn.ModuleList(
            EncoderLayer(width, heads=heads, dropout=dropout) for _ in range(depth)
        )
        self.fc = nn.Linear(width, classes)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.embedding(tokens)  # 256×width
        x = x * (self.width**0.5)
        x = self.position(x)
        x = self.drop(x)
        is_padding = tokens == 0  # 256
        for layer in self.encoder:
            x = layer(x, is_padding)  # 256×width
        x = x[:, 0]  # width
        x = self.fc(x)  # classes
        return x
