"""What is known of a spot before anything stands there."""

from designer import layers
from designer.graph import Design, Graph, check
from designer.graph.adding import Site, site_after
from designer.graph.spot import Spot
from designer.layers import Tensor

GRAPH = (
    Graph()
    .add("signal", layers.Input(shape=(4, 50)))
    .add("conv1", layers.Conv1d(out_channels=8))
    .add("loose", layers.Flatten())
    .add("sum", layers.Add())
    .connect("signal", "conv1")
    .connect("conv1", "sum")
    .connect("conv1", "sum")
)
DESIGN = Design(GRAPH)


def spot(site: Site, design: Design = DESIGN) -> Spot:
    return Spot(design, check(design), site)


def test_it_is_told_in_words() -> None:
    (wire, _) = GRAPH.wires_from("conv1")
    assert spot(site_after(GRAPH, "conv1")).words == "after conv1"
    assert spot(Site(wire=wire)).words == "between conv1 and sum"
    assert spot(Site(target="sum.input3")).words == "before sum"
    assert spot(Site(place=(0, 0))).words == ""


def test_after_a_node_its_tensor_is_judged() -> None:
    after = spot(site_after(GRAPH, "conv1"))
    assert after.tensor == Tensor((8, 48))
    assert after.axes == 1
    assert after.judge(layers.Conv1d()).fits
    assert after.judge(layers.Conv2d()).brief == "needs channels × height × width"
    assert after.judge(layers.Input()).brief == "takes no input"


def test_in_a_wire_something_has_to_come_out() -> None:
    (wire, _) = GRAPH.wires_from("conv1")
    assert spot(Site(wire=wire)).judge(layers.Output()).brief == "gives nothing"
    assert spot(site_after(GRAPH, "conv1")).judge(layers.Output()).fits


def test_before_a_node_it_is_judged_by_what_that_takes() -> None:
    before = spot(Site(target="sum.input3"))
    assert before.judge(layers.Conv1d()).fits  # with other settings
    assert before.judge(layers.ReLU()).fits
    assert not before.judge(layers.Flatten()).fits
    assert not before.judge(layers.Output()).fits
    assert before.judge(layers.Input()).fits
    assert spot(Site(target="loose.input")).judge(layers.Conv3d()).fits


def test_where_nothing_is_wired_what_is_usual_is_likely() -> None:
    free = spot(Site(place=(0, 0)))
    assert free.judge(layers.Conv2d()).fits and free.judge(layers.Conv1d()).fits
    assert free.is_likely(layers.Conv1d()) and not free.is_likely(layers.Conv2d())
    empty = spot(Site(place=(0, 0)), Design())
    assert empty.is_likely(layers.Conv2d()) and not empty.is_likely(layers.Conv1d())


def test_behind_a_mistake_what_is_usual_is_likely_too() -> None:
    broken = Design(GRAPH.connect("sum", "loose").set("conv1", kernel_size=99))
    after = spot(site_after(broken.graph, "sum"), broken)
    assert after.tensor is None
    assert after.judge(layers.Conv2d()).fits
    assert after.is_likely(layers.Conv1d()) and not after.is_likely(layers.Conv2d())
