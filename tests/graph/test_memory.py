"""What training keeps is what torch saves for backward, tensor by tensor."""

import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from torch import nn

import designer
from designer import layers
from designer.graph import Design, Graph, check
from designer.graph.costs.memory import saved_bytes, training_bytes
from designer.recipe.optimizers import SGD, Adam, AdamW, Optimizer, RMSprop
from designer.resources import examples
from tests.graph.blocks import network
from tests.strategies import working_graphs

CLOSE = 0.2
BATCH = 2


def kept_by_torch(design: Design) -> float:
    """Bytes that torch saves of one sample, every memory counted once."""
    model = designer.compile(design).train()
    own = [*model.parameters(), *model.buffers()]
    memories = {tensor.untyped_storage().data_ptr() for tensor in own}
    found: dict[int, int] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        memory = tensor.untyped_storage()
        if memory.data_ptr() not in memories:
            found[memory.data_ptr()] = memory.nbytes()
        return tensor

    inputs = []
    for node in design.graph:
        if isinstance(node.layer, layers.Input):
            given_in = torch.rand(BATCH, *node.layer.shape)
            is_float = node.layer.dtype == "float32"
            inputs.append(given_in if is_float else given_in.long())
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        answer = model(*inputs)
    assert answer is not None
    return sum(found.values()) / BATCH


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "name",
    [
        *("digits-cnn", "classic-cnn", "lenet-5", "residual-cnn", "alexnet"),
        *("squeezenet", "resnet-18", "mobilenet-v2", "digits-transformer"),
        *("digits-lstm", "autoencoder"),
    ],
)
def test_what_is_kept_is_about_what_torch_keeps(name: str) -> None:
    design = designer.load(examples()[name])
    ours, theirs = saved_bytes(check(design).inside), kept_by_torch(design)
    assert ours == pytest.approx(theirs, rel=CLOSE)


POOL = (
    layers.Conv2d(out_channels=4, padding=1),
    layers.BatchNorm2d(),
    layers.ReLU(),
    layers.ReLU(inplace=True),
    layers.Sigmoid(),
    layers.GELU(),
    layers.MaxPool2d(kernel_size=(3, 3), stride=(1, 1), padding=(1, 1)),
    layers.AvgPool2d(kernel_size=(3, 3), stride=(1, 1), padding=(1, 1)),
    layers.Permute(dims=(1, 3, 2)),
    layers.Softmax(),
    layers.Identity(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(POOL), min_size=1, max_size=7), st.booleans())
def test_chains_keep_to_the_byte_what_torch_keeps(
    stack: list[layers.Layer], with_skip: bool
) -> None:
    graph = Graph().add("image", layers.Input(shape=(4, 12, 12)))
    graph = graph.add("conv", layers.Conv2d(out_channels=4, padding=1))
    last = "conv"
    graph = graph.connect("image", last)
    for layer in stack:
        name = graph.free_name(layer)
        graph = graph.add(name, layer).connect(last, name)
        last = name
    if with_skip:
        graph = graph.add("product", layers.Multiply())
        graph = graph.connect(last, "product").connect("conv", "product")
        last = "product"
    graph = graph.add("answer", layers.Output()).connect(last, "answer")
    report = check(Design(graph))
    assume(not any(problem.setting == "inplace" for problem in report.problems))
    batch_norms = sum(isinstance(layer, layers.BatchNorm2d) for layer in stack)
    statistics = batch_norms * 2 * 4 * 4 / BATCH  # of a batch, not of a sample
    assert saved_bytes(report.inside) == kept_by_torch(Design(graph)) - statistics


@pytest.mark.parametrize(
    "optimizer",
    [
        *(SGD(), SGD(momentum=0.9), Adam(), Adam(amsgrad=True), AdamW(), RMSprop()),
        *(RMSprop(momentum=0.5), RMSprop(momentum=0.5, centered=True)),
    ],
)
def test_optimizers_remember_as_much_as_torchs(optimizer: Optimizer) -> None:
    parameter = nn.Parameter(torch.ones(1000))
    torchs = eval(str(optimizer.make("[parameter]")), {**globals(), **locals()})
    parameter.sum().backward()
    torchs.step()
    state = torchs.state[parameter].values()
    remembered = sum(x.numel() for x in state if torch.is_tensor(x) and x.dim())
    assert optimizer.slots == remembered / 1000


def test_training_takes_parameters_gradients_state_and_a_batch() -> None:
    design = network()
    inside = check(design).inside
    once, twice = (
        training_bytes(design.with_training(batch_size=size), inside) for size in (1, 2)
    )
    assert twice - once == saved_bytes(inside)
    plain = training_bytes(design.with_training(batch_size=1, optimizer=SGD()), inside)
    assert once - plain == 2 * 4 * inside.parameters
    assert plain == 2 * 4 * inside.parameters + saved_bytes(inside)


@settings(max_examples=60, deadline=None)
@given(working_graphs(), st.data())
def test_an_edit_keeps_what_a_fresh_look_keeps(
    graph: Graph, data: st.DataObject
) -> None:
    before = check(Design(graph)).inside
    saved_bytes(before)
    for _ in range(3):
        node = data.draw(st.sampled_from(sorted(graph.nodes)))
        layer = graph.nodes[node].layer
        flags = [n for n in layer.declared_settings if type(getattr(layer, n)) is bool]
        sizes = {"out_channels", "out_features", "p"} & set(layer.declared_settings)
        for name in flags:
            graph = graph.set(node, **{name: not getattr(layer, name)})
        for name in sizes - {"p"}:
            graph = graph.set(node, **{name: data.draw(st.integers(1, 6))})
        after = check(Design(graph)).inside
        assert saved_bytes(after, before) == saved_bytes(check(Design(graph)).inside)
        before = after
