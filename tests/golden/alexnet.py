from torch import Tensor, nn


# ImageNet Classification with Deep Convolutional Neural Networks. Krizhevsky, Sutskever
# and Hinton, 2012. As in torchvision: in its form of 2014 for one GPU, without local
# response normalization.
class AlexNet(nn.Module):
    """From image 3×224×224 to 1000, 61,100,840 parameters.

    classes: How many kinds of pictures it tells apart.
    hidden: Numbers that fc1 and fc2 give.
    """

    def __init__(self, classes: int = 1000, hidden: int = 4096) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, kernel_size=11, stride=4, padding=2)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(3, stride=2)
        self.conv2 = nn.Conv2d(64, 192, kernel_size=5, padding=2)
        self.relu2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d(3, stride=2)
        self.conv3 = nn.Conv2d(192, 384, kernel_size=3, padding=1)
        self.relu3 = nn.ReLU()
        self.conv4 = nn.Conv2d(384, 256, kernel_size=3, padding=1)
        self.relu4 = nn.ReLU()
        self.conv5 = nn.Conv2d(256, 256, kernel_size=3, padding=1)
        self.relu5 = nn.ReLU()
        self.pool3 = nn.MaxPool2d(3, stride=2)
        self.avgpool = nn.AdaptiveAvgPool2d(6)
        self.flatten = nn.Flatten()
        self.drop1 = nn.Dropout(0.5)
        self.fc1 = nn.Linear(9216, hidden)
        self.relu6 = nn.ReLU()
        self.drop2 = nn.Dropout(0.5)
        self.fc2 = nn.Linear(hidden, hidden)
        self.relu7 = nn.ReLU()
        self.fc3 = nn.Linear(hidden, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.conv1(image)  # 64×55×55
        x = self.relu1(x)
        x = self.pool1(x)  # 64×27×27
        x = self.conv2(x)  # 192×27×27
        x = self.relu2(x)
        x = self.pool2(x)  # 192×13×13
        x = self.conv3(x)  # 384×13×13
        x = self.relu3(x)
        x = self.conv4(x)  # 256×13×13
        x = self.relu4(x)
        x = self.conv5(x)
        x = self.relu5(x)
        x = self.pool3(x)  # 256×6×6
        x = self.avgpool(x)
        x = self.flatten(x)  # 9216
        x = self.drop1(x)
        x = self.fc1(x)  # hidden
        x = self.relu6(x)
        x = self.drop2(x)
        x = self.fc2(x)
        x = self.relu7(x)
        x = self.fc3(x)  # classes
        return x
