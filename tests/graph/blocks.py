"""Small blocks that tests are made of."""

from designer import layers
from designer.expression import Expression
from designer.graph import Design, Graph
from designer.graph.block import Block, Use
from designer.graph.block_settings import block_setting


def residual() -> Block:
    """Two convolutions and a skip; keeps the channels, and shrinks by its stride."""
    channels, stride = Expression("channels"), Expression("stride")
    graph = (
        Graph()
        .add("x", layers.Input(shape=(8, 16, 16)))
        .add(
            "conv1",
            layers.Conv2d(
                out_channels=channels, kernel_size=3, stride=stride, padding=1
            ),
        )
        .add("bn1", layers.BatchNorm2d())
        .add("relu1", layers.ReLU())
        .add("conv2", layers.Conv2d(out_channels=channels, kernel_size=3, padding=1))
        .add("skip", layers.Conv2d(out_channels=channels, kernel_size=1, stride=stride))
        .add("add1", layers.Add())
        .add("output1", layers.Output())
    )
    for source, target in (
        ("x", "conv1"),
        ("conv1", "bn1"),
        ("bn1", "relu1"),
        ("relu1", "conv2"),
        ("x", "skip"),
        ("conv2", "add1"),
        ("skip", "add1"),
        ("add1", "output1"),
    ):
        graph = graph.connect(source, target)
    return Block(
        "Residual",
        graph,
        (
            block_setting("channels", 8, "Channels of both convolutions."),
            block_setting("stride", 1, "How far the first convolution steps."),
        ),
    )


def network() -> Design:
    """Three stages of residual blocks, the second repeated, and a classifier."""
    block = residual()
    graph = (
        Graph()
        .add("image", layers.Input(shape=(1, 16, 16)))
        .add("stage1", Use(block))
        .add(
            "stage2",
            Use(
                block,
                channels=Expression("width * 2"),
                stride=Expression("2 if i == 0 else 1"),
                repeat=3,
            ),
        )
        .add("flatten1", layers.Flatten())
        .add("fc1", layers.Linear(out_features=Expression("classes")))
        .add("scores", layers.Output())
    )
    for source, target in (
        ("image", "stage1"),
        ("stage1", "stage2"),
        ("stage2", "flatten1"),
        ("flatten1", "fc1"),
        ("fc1", "scores"),
    ):
        graph = graph.connect(source, target)
    settings = (block_setting("width", 8), block_setting("classes", 10))
    return Design(name="Net", settings=settings).with_graph(graph)
