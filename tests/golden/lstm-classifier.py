from torch import Tensor, nn


# Reads 200 words forwards and backwards, and keeps the strongest answer of each
# feature. Word 0 fills up shorter texts. Long Short-Term Memory: Hochreiter and
# Schmidhuber, 1997.
class LSTMClassifier(nn.Module):
    """From tokens 200 to 2, 1,939,970 parameters.

    classes: How many kinds of texts it tells apart.
    vocabulary: How many words it knows.
    features: Numbers of each word.
    width: Numbers that the LSTM keeps, in each direction.
    depth: How many LSTM layers stand in a row.
    dropout: Share of numbers dropped while it trains.
    """

    def __init__(
        self,
        classes: int = 2,
        vocabulary: int = 10000,
        features: int = 128,
        width: int = 128,
        depth: int = 2,
        dropout: float = 0.3,
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding_dim=features, padding_idx=0)
        self.drop1 = nn.Dropout(dropout)
        self.lstm = nn.LSTM(
            features,
            width,
            num_layers=depth,
            dropout=dropout if depth > 1 else 0,
            bidirectional=True,
            batch_first=True,
        )
        self.drop2 = nn.Dropout(dropout)
        self.fc = nn.Linear(width * 2, classes)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.embedding(tokens)  # 200×features
        x = self.drop1(x)
        x, _ = self.lstm(x)  # 200×(width * 2)
        x = x.amax(dim=1)  # width * 2
        x = self.drop2(x)
        x = self.fc(x)  # classes
        return x
