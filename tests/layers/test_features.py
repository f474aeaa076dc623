"""Examples beside torch's own answer: features, activations, lookups and compounds."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import nn

import designer
from designer import layers
from designer.codegen import model_source
from designer.graph import Design, Graph, Problem
from designer.layers import CATALOGUE, Layer, Tensor
from designer.layers.activation import FAMILY
from tests.layers.case import CASES


def row(*made: Layer, shape: tuple[int, ...], dtype: str = "float32") -> Design:
    """An Input and some layers in a row."""
    graph = Graph().add("image", layers.Input(shape=shape, dtype=dtype))
    last = "image"
    for layer in made:
        name = graph.free_name(layer)
        graph = graph.add(name, layer).connect(last, name)
        last = name
    return Design(graph)


def pair(made: Layer, *inputs: layers.Input) -> Design:
    """A layer with two inputs."""
    graph = Graph().add("layer", made)
    for port, each in zip(made.inputs, inputs, strict=True):
        name = f"{port.name}_"
        graph = graph.add(name, each).connect(name, f"layer.{port.name}")
    return Design(graph)


def only_module(model: nn.Module) -> nn.Module:
    """The module of a model that holds one."""
    (module,) = model.children()
    return module


def forward(design: Design) -> str:
    """The first line of the generated forward."""
    return model_source(design).split("-> Tensor:\n")[1].split("\n")[0].strip()


def only_problem(design: Design) -> Problem:
    (problem,) = designer.check(design).problems
    return problem


# Axes that stay ------------------------------------------------------------------------


def test_linear_keeps_the_sequence() -> None:
    model = designer.compile(row(layers.Linear(out_features=6), shape=(5, 4)))
    x = torch.rand(2, 5, 4)
    linear = only_module(model)
    assert isinstance(linear, nn.Linear)
    assert model(x).shape == (2, 5, 6)
    step_by_step = [linear(x[:, place]) for place in range(5)]
    together = torch.stack(step_by_step, dim=1)
    assert torch.allclose(model(x), together, atol=1e-6)


def test_embedding_keeps_the_sequence() -> None:
    embedding = layers.Embedding(num_embeddings=7, embedding_dim=3)
    model = designer.compile(row(embedding, shape=(5,), dtype="int64"))
    words = torch.tensor([[0, 6, 2, 2, 1], [3, 3, 4, 5, 0]])
    table = only_module(model).weight
    assert isinstance(table, nn.Parameter)
    assert model(words).shape == (2, 5, 3)
    assert torch.equal(model(words), table[words])


# Order and choice ----------------------------------------------------------------------

ON_PICTURES = [
    name
    for name, cls in CATALOGUE.items()
    if cls.family == FAMILY and name not in ("PReLU", "GLU")
]


@pytest.mark.parametrize("name", ON_PICTURES)
def test_the_activation_that_was_chosen_follows_the_normalization(name: str) -> None:
    chosen = CATALOGUE[name]()
    design = row(
        layers.Conv2d(out_channels=4), layers.BatchNorm2d(), chosen, shape=(1, 6, 6)
    )
    text, node = model_source(design), design.graph.order[-1]
    assert f"self.{node} = {chosen.make(Tensor((4, 4, 4)))}" in text
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    places = [lines.index(f"x = self.{each}(x)") for each in ("bn1", node)]
    assert places[1] == places[0] + 1
    model = designer.compile(design)
    conv, norm, activation = model.children()
    assert type(activation) is getattr(nn, name)
    x = torch.rand(3, 1, 6, 6)
    torch.manual_seed(0)
    expected = activation(norm(conv(x)))
    torch.manual_seed(0)
    assert torch.equal(model(x), expected)


def test_a_gate_halves_the_channels() -> None:
    model = designer.compile(row(layers.GLU(dim=1), shape=(6, 5)))
    x = torch.randn(2, 6, 5)
    assert torch.equal(model(x), x[:, :3] * torch.sigmoid(x[:, 3:]))


def test_a_slope_for_each_channel() -> None:
    design = row(layers.PReLU(num_parameters=3), shape=(3, 2, 2))
    assert designer.check(design).parameters == 3
    model = designer.compile(design)
    only_module(model).weight.data[:] = torch.tensor([0.0, 0.5, 2.0])
    answer = model(-torch.ones(2, 3, 2, 2))
    assert answer[0, :, 0, 0].tolist() == [0.0, -0.5, -2.0]


def test_slopes_that_suit_no_channel() -> None:
    problem = only_problem(row(layers.PReLU(num_parameters=4), shape=(3, 2, 2)))
    assert "learns 4 factors and gets 3×2×2" in problem.message
    assert [fix.label for fix in problem.fixes] == [
        "Set prelu1 num_parameters to 3",
        "Set prelu1 num_parameters to 1",
    ]


# Lookups -------------------------------------------------------------------------------


def test_an_embedding_of_floats_is_a_problem_with_fixes() -> None:
    design = row(layers.Embedding(), shape=(5,))
    problem = only_problem(design)
    assert "needs int64 numbers and gets float32" in problem.message
    labels = [fix.label for fix in problem.fixes]
    assert labels == ["Set image dtype to int64", "Insert Cast before embed1"]
    for fix, dtype in zip(problem.fixes, (torch.int64, torch.float32), strict=True):
        mended = fix.apply(design)
        assert not designer.check(mended).problems
        x = torch.ones(2, 5, dtype=dtype)
        assert designer.compile(mended)(x).shape == (2, 5, 64)


def test_a_bag_weighs_its_rows() -> None:
    bag = layers.EmbeddingBag(num_embeddings=7, embedding_dim=3, mode="sum")
    indices = layers.Input(shape=(4,), dtype="int64")
    model = designer.compile(pair(bag, indices, layers.Input(shape=(4,))))
    words, weights = torch.randint(7, (2, 4)), torch.rand(2, 4)
    table = only_module(model).weight
    assert isinstance(table, nn.Parameter)
    expected = (table[words] * weights[:, :, None]).sum(dim=1)
    assert torch.allclose(model(words, weights), expected)


def test_weights_of_a_bag_go_with_sums_only() -> None:
    ports = [port.name for port in layers.EmbeddingBag(mode="sum").inputs]
    assert ports == ["input", "per_sample_weights"]
    assert [port.name for port in layers.EmbeddingBag().inputs] == ["input"]


@pytest.mark.parametrize(
    ("made", "theirs"),
    [
        (layers.CosineSimilarity(), nn.CosineSimilarity()),
        (layers.CosineSimilarity(dim=-1), nn.CosineSimilarity(dim=-1)),
        (layers.PairwiseDistance(), nn.PairwiseDistance()),
        (
            layers.PairwiseDistance(p=1, keepdim=True),
            nn.PairwiseDistance(1, 1e-6, True),
        ),
    ],
)
def test_distances(made: Layer, theirs: nn.Module) -> None:
    model = designer.compile(pair(made, *[layers.Input(shape=(3, 4))] * 2))
    x1, x2 = torch.rand(2, 3, 4), torch.rand(2, 3, 4)
    assert torch.equal(model(x1, x2), theirs(x1, x2))


# Compounds -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(9,), (5, 6), (3, 4, 5)])
@pytest.mark.parametrize("activation", ["relu", "silu"])
def test_squeeze_excitation_is_what_the_paper_says(
    size: tuple[int, ...], activation: str
) -> None:
    squeeze = layers.SqueezeExcitation(reduction=4, activation=activation)
    design = row(squeeze, shape=(8, *size))
    assert forward(design).startswith("x = image * self.se1(image)")
    model = designer.compile(design)
    weights = only_module(model).state_dict()
    w1, b1, w2, b2 = [
        each.flatten(1) if each.dim() > 1 else each for each in weights.values()
    ]
    x = torch.rand(2, 8, *size)
    means = x.flatten(2).mean(dim=2)
    between = getattr(nn.functional, activation)(means @ w1.T + b1)
    share = torch.sigmoid(between @ w2.T + b2)
    expected = x * share.reshape(2, 8, *[1] * len(size))
    assert w1.shape == (2, 8)
    assert torch.allclose(model(x), expected)


def test_squeeze_excitation_of_few_channels() -> None:
    design = row(layers.SqueezeExcitation(), shape=(8, 5, 5))
    problem = only_problem(design)
    assert "keeps one channel in 16 and gets 8×5×5" in problem.message
    assert not designer.check(problem.fixes[0].apply(design)).problems


@pytest.mark.parametrize("name", ["GlobalAvgPool", "GlobalMaxPool"])
@pytest.mark.parametrize("size", [(9,), (5, 6), (3, 4, 5)])
@pytest.mark.parametrize("keepdim", [False, True])
def test_global_pools(name: str, size: tuple[int, ...], keepdim: bool) -> None:
    model = designer.compile(row(CATALOGUE[name](keepdim=keepdim), shape=(4, *size)))
    kind = "Avg" if name == "GlobalAvgPool" else "Max"
    pooled = getattr(nn, f"Adaptive{kind}Pool{len(size)}d")(1)
    x = torch.rand(2, 4, *size)
    expected = pooled(x) if keepdim else pooled(x).flatten(1)
    assert torch.allclose(model(x), expected)


def test_global_pools_read_as_one_would_write_them() -> None:
    assert forward(row(layers.GlobalAvgPool(), shape=(4, 9))) == (
        "x = image.mean(dim=2)  # 4"
    )
    assert forward(row(layers.GlobalMaxPool(keepdim=True), shape=(4, 5, 5))) == (
        "x = image.amax(dim=(2, 3), keepdim=True)  # 4×1×1"
    )


def test_a_separable_convolution_costs_less() -> None:
    separable = layers.DepthwiseSeparableConv2d(out_channels=8, padding=(1, 1))
    design = row(separable, shape=(4, 6, 6))
    report = designer.check(design)
    assert report.parameters == 4 * 9 + 4 * 8 + 8
    assert report.macs == 36 * (4 * 9 + 4 * 8)
    depthwise, pointwise = only_module(designer.compile(design))
    assert (depthwise.groups, depthwise.bias) == (4, None)
    assert (pointwise.kernel_size, pointwise.out_channels) == ((1, 1), 8)


def test_patches_are_cut_row_by_row() -> None:
    patches = layers.PatchEmbedding(embed_dim=6, patch_size=(2, 3))
    design = row(patches, shape=(3, 4, 9))
    assert forward(design) == (
        "x = self.patch1(image).flatten(2).transpose(1, 2)  # 6×6"
    )
    model = designer.compile(design)
    convolution = only_module(model)
    assert isinstance(convolution, nn.Conv2d)
    x = torch.rand(2, 3, 4, 9)
    fourth = x[:, :, 2:4, 0:3].flatten(1) @ convolution.weight.flatten(1).T
    answer = model(x)
    assert answer.shape == (2, 6, 6)
    assert torch.allclose(answer[:, 3], fourth + convolution.bias, atol=1e-6)


def test_patches_that_do_not_divide_a_picture() -> None:
    design = row(layers.PatchEmbedding(patch_size=(8, 8)), shape=(1, 28, 28))
    problem = only_problem(design)
    assert "cuts pictures into patches of 8×8, which do not divide 28×28" in (
        problem.message
    )
    assert [fix.label for fix in problem.fixes] == ["Set patch1 patch_size to 4"]


def test_drop_path_drops_whole_samples_while_training_only() -> None:
    design = row(layers.DropPath(p=0.5), shape=(2, 3, 3))
    assert "x = image * self.drop_path1(image.new_ones(image.shape[0], 1, 1, 1))" in (
        model_source(design)
    )
    model = designer.compile(design)
    x = torch.rand(64, 2, 3, 3) + 1
    factors = (model.train()(x) / x).flatten(1)
    assert torch.equal(factors, factors[:, :1].expand_as(factors))
    assert set(factors[:, 0].tolist()) == {0.0, 2.0}
    assert torch.equal(model.eval()(x), x)


@pytest.mark.parametrize(("dim", "axis"), [(1, 1), (-1, 3), (2, 2)])
def test_layer_scale_has_a_factor_for_each_channel(dim: int, axis: int) -> None:
    design = row(layers.LayerScale(dim=dim, init=0.5), shape=(2, 3, 4))
    model = designer.compile(design)
    (factors,) = model.parameters()
    assert designer.check(design).parameters == factors.numel() == axis + 1
    x = torch.rand(5, 2, 3, 4)
    assert torch.equal(model(x), x * 0.5)
    with torch.no_grad():
        factors.view(-1)[-1] = 3
    expected = x * 0.5
    expected.select(axis, -1).copy_(x.select(axis, -1) * 3)
    assert torch.equal(model(x), expected)


def test_layer_scale_reads_as_one_would_write_it() -> None:
    design = row(layers.LayerScale(), shape=(2, 3, 4))
    text = model_source(design)
    assert "self.layer_scale1 = nn.Parameter(torch.full((2, 1, 1), 1e-06))" in text
    assert "x = image * self.layer_scale1" in text


@pytest.mark.parametrize(
    ("made", "shape"),
    [
        (layers.SqueezeExcitation(), (32, 9, 9)),
        (layers.GlobalAvgPool(keepdim=True), (8, 9, 9)),
        (layers.DepthwiseSeparableConv2d(padding=(1, 2), stride=(2, 2)), (8, 9, 9)),
        (layers.PatchEmbedding(), (3, 8, 8)),
        (layers.DropPath(), (3, 8, 8)),
        (layers.LayerScale(), (3, 8, 8)),
    ],
)
def test_compounds_are_laid_out_as_ruff_would(
    made: Layer, shape: tuple[int, ...], tmp_path: Path
) -> None:
    """Used twice, so that the node's name is written three times in one line."""
    for letters in range(4, 33):
        image, node, *others = [letter * letters for letter in "abcd"]
        graph = Graph().add(image, layers.Input(shape=shape)).add(node, made)
        graph = graph.connect(image, node)
        for other in others:
            graph = graph.add(other, layers.Identity()).connect(node, other)
        (tmp_path / f"{letters}.py").write_text(model_source(Design(graph)))
    command = [sys.executable, "-m", "ruff", "format", "--diff", "--isolated", tmp_path]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not result.stdout, result.stdout


# Counterparts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "shape", "other"),
    [
        (layers.BatchNorm2d(eps=0.1), (5,), layers.BatchNorm1d(eps=0.1)),
        (layers.BatchNorm1d(affine=False), (2, 4, 4), layers.BatchNorm2d(affine=False)),
        (layers.InstanceNorm2d(), (2, 3, 4, 4), layers.InstanceNorm3d()),
        (layers.InstanceNorm2d(), (2, 1, 1), layers.BatchNorm2d()),
        (layers.Dropout2d(p=0.2), (2, 9), layers.Dropout1d(p=0.2)),
        (layers.Dropout3d(p=0.2), (9,), layers.Dropout(p=0.2)),
    ],
)
def test_the_layer_for_these_axes_is_offered(
    made: Layer, shape: tuple[int, ...], other: Layer
) -> None:
    design = row(made, shape=shape)
    mended = only_problem(design).fixes[0].apply(design).graph
    assert mended.nodes[mended.order[-1]].layer == other


def test_no_module_of_these_families_is_missing() -> None:
    families = (
        "Activation",
        "Normalization",
        "Dropout",
        "Linear",
        "Embedding",
        "Distance",
    )
    ours = {n for n, cls in CATALOGUE.items() if cls.family in families}
    assert len(ours - set(CASES.without_module)) == 28 + 10 + 6 + 3 + 2 + 2
