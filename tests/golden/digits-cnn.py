from torch import Tensor, nn


class DigitsCNN(nn.Module):
    """From image 1×8×8 to 10, 29,258 parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, kernel_size=3, padding=1)
        self.bn1 = nn.BatchNorm2d(32)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(32, 64, kernel_size=3, padding=1)
        self.bn2 = nn.BatchNorm2d(64)
        self.relu2 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(2)
        self.flatten = nn.Flatten()
        self.drop = nn.Dropout(0.25)
        self.fc = nn.Linear(1024, 10)

    def forward(self, image: Tensor) -> Tensor:
        x = self.conv1(image)  # 32×8×8
        x = self.bn1(x)
        x = self.relu1(x)
        x = self.conv2(x)  # 64×8×8
        x = self.bn2(x)
        x = self.relu2(x)
        x = self.pool1(x)  # 64×4×4
        x = self.flatten(x)  # 1024
        x = self.drop(x)
        x = self.fc(x)  # 10
        return x
