from torch import Tensor, nn


class LeNet5(nn.Module):
    """From image 1×32×32 to 10, 61,706 parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size=5)
        self.tanh1 = nn.Tanh()
        self.pool1 = nn.AvgPool2d(2)
        self.conv2 = nn.Conv2d(6, 16, kernel_size=5)
        self.tanh2 = nn.Tanh()
        self.pool2 = nn.AvgPool2d(2)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(400, 120)
        self.tanh3 = nn.Tanh()
        self.fc2 = nn.Linear(120, 84)
        self.tanh4 = nn.Tanh()
        self.fc3 = nn.Linear(84, 10)

    def forward(self, image: Tensor) -> Tensor:
        x = self.conv1(image)  # 6×28×28
        x = self.tanh1(x)
        x = self.pool1(x)  # 6×14×14
        x = self.conv2(x)  # 16×10×10
        x = self.tanh2(x)
        x = self.pool2(x)  # 16×5×5
        x = self.flatten(x)  # 400
        x = self.fc1(x)  # 120
        x = self.tanh3(x)
        x = self.fc2(x)  # 84
        x = self.tanh4(x)
        x = self.fc3(x)  # 10
        return x
