"""The canvas in words."""

from hypothesis import given

from designer import Design, check, layers
from designer.graph import Graph
from designer.ui.canvas.spoken import spoken
from tests.strategies import any_graphs


def network() -> Graph:
    graph = Graph()
    for name, layer in (
        ("image", layers.Input(shape=(3, 224, 224))),
        (
            "conv1",
            layers.Conv2d(
                out_channels=64, kernel_size=(7, 7), stride=(2, 2), padding=(3, 3)
            ),
        ),
        ("bn1", layers.BatchNorm2d()),
        ("fc1", layers.Linear(out_features=10)),
    ):
        graph = graph.add(name, layer)
    return graph.connect("image", "conv1").connect("conv1", "bn1")


def words(*names: str) -> str:
    return spoken(network(), check(Design(network())), names)


def test_a_node_is_told_whole() -> None:
    assert words("conv1") == (
        "conv1, Conv2d, out channels 64, kernel size 7×7, stride 2×2, padding 3×3, "
        "input 3×224×224, output 64×112×112, no problems, wired from image, "
        "wired to bn1"
    )


def test_a_mistake_is_told() -> None:
    told = words("fc1")
    (problem,) = check(Design(network())).of("fc1")
    assert problem.message.rstrip(".") in told
    assert "wired from nothing, wired to nothing" in told


def test_several_and_none() -> None:
    assert words("conv1", "bn1") == "2 nodes selected: conv1 and bn1"
    assert words().startswith("4 nodes, ")
    assert words().endswith("none selected")
    assert words("gone").endswith("none selected")


@given(any_graphs())
def test_every_node_can_be_told(graph: Graph) -> None:
    report = check(Design(graph))
    for name in graph.nodes:
        told = spoken(graph, report, [name])
        assert told.startswith(name)
        assert "\n" not in told
