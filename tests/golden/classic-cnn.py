from torch import Tensor, nn


# In Keras this network ends in a softmax. Here it ends in fc2's scores (logits),
# because PyTorch's CrossEntropyLoss applies the softmax itself.
class ClassicCNN(nn.Module):
    """From image 3×64×64 to 10, 1,626,442 parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, kernel_size=3)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(32, 64, kernel_size=3)
        self.relu2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d(2)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(12544, 128)
        self.relu3 = nn.ReLU()
        self.fc2 = nn.Linear(128, 10)

    def forward(self, image: Tensor) -> Tensor:
        x = self.conv1(image)  # 32×62×62
        x = self.relu1(x)
        x = self.pool1(x)  # 32×31×31
        x = self.conv2(x)  # 64×29×29
        x = self.relu2(x)
        x = self.pool2(x)  # 64×14×14
        x = self.flatten(x)  # 12544
        x = self.fc1(x)  # 128
        x = self.relu3(x)
        x = self.fc2(x)  # 10
        return x
