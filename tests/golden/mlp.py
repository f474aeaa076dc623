from torch import Tensor, nn


class MLP(nn.Module):
    """From image 1×8×8 to 10, 17,226 parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(64, 128)
        self.relu1 = nn.ReLU()
        self.drop1 = nn.Dropout(0.2)
        self.fc2 = nn.Linear(128, 64)
        self.relu2 = nn.ReLU()
        self.fc3 = nn.Linear(64, 10)

    def forward(self, image: Tensor) -> Tensor:
        x = self.flatten(image)  # 64
        x = self.fc1(x)  # 128
        x = self.relu1(x)
        x = self.drop1(x)
        x = self.fc2(x)  # 64
        x = self.relu2(x)
        x = self.fc3(x)  # 10
        return x
