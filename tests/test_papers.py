"""Networks of papers, built from blocks: as large, as costly and as good as published.

Parameters and multiply-accumulates are those of the reference implementations, which
for pictures is torchvision.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pytest
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

import designer
from designer import layers
from designer.data.source import NoData
from designer.graph import Design, Report
from designer.graph.nesting import uses
from designer.resources import examples


class Published(NamedTuple):
    """What is known of a network. `keys` are some of its weights, by name."""

    parameters: int
    macs: float
    shape: tuple[int, ...]
    keys: tuple[str, ...]


THOUSAND = (1000,)

PUBLISHED = {
    "resnet-18": Published(
        11_689_512,
        1.814e9,
        THOUSAND,
        (
            "conv1.weight",
            "layer1.0.conv1.weight",
            "layer1.1.bn2.running_mean",
            "layer2.first.downsample.conv.weight",
            "layer4.second.conv2.weight",
            "fc.bias",
        ),
    ),
    "resnet-50": Published(
        25_557_032,
        4.089e9,
        THOUSAND,
        (
            "bn1.weight",
            "layer1.first.downsample.bn.weight",
            "layer3.rest.4.conv3.weight",
            "layer4.rest.1.bn3.bias",
            "fc.weight",
        ),
    ),
    "mobilenet-v2": Published(
        3_504_872,
        0.301e9,
        THOUSAND,
        (
            "stem.conv.weight",
            "stage1.depthwise.conv.weight",
            "stage2.first.project.weight",
            "stage6.rest.1.expand.bn.weight",
            "classifier.weight",
        ),
    ),
    "efficientnet-b0": Published(
        5_288_548,
        0.386e9,
        THOUSAND,
        (
            "stem.bn.running_var",
            "stage1.se.1.weight",
            "stage5.first.depthwise.conv.weight",
            "stage6.rest.2.se.3.bias",
            "classifier.bias",
        ),
    ),
    "convnext-tiny": Published(
        28_589_128,
        4.456e9,
        THOUSAND,
        (
            "stem_norm.norm.weight",
            "stage1.0.depthwise.weight",
            "down2.conv.weight",
            "stage3.8.layer_scale",
            "head.weight",
        ),
    ),
    "vit-b-16": Published(
        86_567_656,
        17.56e9,
        THOUSAND,
        (
            "class_token",
            "position",
            "encoder.0.self_attention.in_proj_weight",
            "encoder.11.mlp.fc2.weight",
            "ln.weight",
        ),
    ),
    "unet": Published(
        31_037_633,
        48.17e9,
        (1, 256, 256),
        (
            "inc.conv1.weight",
            "down4.conv.bn2.weight",
            "up1.upconv.weight",
            "up4.conv.conv2.weight",
            "outc.bias",
        ),
    ),
    "alexnet": Published(
        61_100_840,
        0.714e9,
        THOUSAND,
        ("conv1.weight", "conv5.bias", "fc1.weight", "fc3.bias"),
    ),
    "vgg-16": Published(
        138_357_544,
        15.47e9,
        THOUSAND,
        (
            "stage1.convs.0.conv.weight",
            "stage5.convs.2.conv.bias",
            "fc2.weight",
        ),
    ),
    "vgg-16-bn": Published(
        138_365_992,
        15.47e9,
        THOUSAND,
        (
            "stage1.convs.1.bn.running_mean",
            "stage4.convs.0.conv.weight",
            "fc3.weight",
        ),
    ),
    "googlenet": Published(
        6_624_904,
        1.498e9,
        THOUSAND,
        (
            "conv1.bn.weight",
            "inception3a.branch1.conv.weight",
            "inception4e.branch3_reduce.bn.running_var",
            "inception5b.branch4.conv.weight",
            "fc.bias",
        ),
    ),
    "densenet-121": Published(
        7_978_856,
        2.834e9,
        THOUSAND,
        (
            "conv0.weight",
            "dense1.0.norm1.weight",
            "dense3.23.conv2.weight",
            "transition2.conv.weight",
            "norm5.running_mean",
            "classifier.weight",
        ),
    ),
    "squeezenet": Published(
        1_248_424,
        0.819e9,
        THOUSAND,
        (
            "conv1.weight",
            "fire2.squeeze1x1.conv.bias",
            "fire9.expand3x3.conv.weight",
            "conv10.weight",
        ),
    ),
    "lstm-classifier": Published(
        1_939_970,
        0.131e9,
        (2,),
        ("embedding.weight", "lstm.weight_hh_l1_reverse", "fc.bias"),
    ),
    "transformer-classifier": Published(
        2_073_346,
        0.268e9,
        (2,),
        (
            "embedding.weight",
            "encoder.0.attention.in_proj_weight",
            "encoder.3.feed_forward.fc2.bias",
            "encoder.3.norm2.weight",
        ),
    ),
    "autoencoder": Published(
        155_889,
        2.766e6,
        (1, 28, 28),
        (
            "encoder.down2.conv.weight",
            "encoder.fc.weight",
            "decoder.up1.bn.weight",
            "decoder.to_picture.bias",
        ),
    ),
    "dcgan-generator": Published(
        3_576_704,
        0.1046e9,
        (3, 64, 64),
        ("project.weight", "bn.bias", "up3.bn.weight", "to_picture.weight"),
    ),
    "dcgan-discriminator": Published(
        2_765_568,
        0.1038e9,
        (1,),
        ("conv1.weight", "down3.bn.running_var", "conv2.weight"),
    ),
}

LIGHT = [name for name, known in PUBLISHED.items() if known.macs < 2e9]
"""Those that a test can afford to run."""

NARROWER: Mapping[str, dict[str, float]] = {
    **{name: {"width": 16} for name in ("resnet-18", "resnet-50", "unet")},
    "convnext-tiny": {"width": 24},
    "efficientnet-b0": {"drop": 0.1},
    "vit-b-16": {"depth": 2, "heads": 6},
    "vgg-16": {"width": 16, "hidden": 64},
    "vgg-16-bn": {"width": 16, "hidden": 64},
    "alexnet": {"hidden": 64},
    "densenet-121": {"growth": 12},
    "lstm-classifier": {"vocabulary": 50, "features": 20, "width": 24, "depth": 1},
    "transformer-classifier": {"width": 64, "depth": 2, "heads": 8, "dropout": 0.2},
    "autoencoder": {"latent": 3, "width": 8},
    "dcgan-generator": {"channels": 1, "width": 8},
    "dcgan-discriminator": {"width": 8},
}
"""Other values for settings of networks."""


@cache
def design_of(name: str) -> Design:
    return designer.load(examples()[name])


@cache
def report_of(name: str) -> Report:
    return designer.check(design_of(name))


def batch_for(design: Design, device: str) -> Tensor:
    given = design.input()
    assert given is not None
    if given.dtype == "int64":
        return torch.randint(1, 50, (1, *given.shape), device=device)
    return torch.rand(1, *given.shape, device=device)


@pytest.mark.parametrize("name", PUBLISHED)
def test_it_is_as_published(name: str) -> None:
    known, report = PUBLISHED[name], report_of(name)
    assert not report.problems
    assert report.parameters == known.parameters
    assert report.macs == pytest.approx(known.macs, rel=0.01)
    answers = report.inside.answers
    assert answers is not None
    assert [answer.shape for answer in answers] == [known.shape]


@pytest.mark.parametrize("name", PUBLISHED)
def test_its_code_is_as_checked(name: str) -> None:
    """On the meta device, where there are shapes and no numbers."""
    known, design = PUBLISHED[name], design_of(name)
    with torch.device("meta"):
        model = designer.compile(design)
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            answer = model(batch_for(design, "meta"))
    assert answer.shape == (1, *known.shape)
    assert sum(each.numel() for each in model.parameters()) == known.parameters
    assert set(known.keys) <= set(model.state_dict())
    assert counter.get_total_flops() / 2 == pytest.approx(known.macs, rel=0.01)


def exported(design: Design) -> type[nn.Module]:
    """The class that the exported text defines."""
    space: dict[str, type[nn.Module]] = {}
    exec(designer.model_source(design), space)
    return space[design.name]


@pytest.mark.parametrize("name", LIGHT)
def test_the_exported_text_gives_the_same(name: str) -> None:
    design = design_of(name)
    model, other = designer.compile(design), exported(design)()
    other.load_state_dict(model.state_dict())
    image = batch_for(design, "cpu")
    with torch.inference_mode():
        assert torch.equal(model.eval()(image), other.eval()(image))


@pytest.mark.parametrize("name", PUBLISHED)
def test_its_code_takes_its_settings(name: str) -> None:
    """The exported class is one for networks of other sizes too."""
    design = design_of(name)
    others = {"classes": 7, **NARROWER.get(name, {})}
    values = {name: others[name] for name in others if name in design.values}
    with torch.device("meta"):
        model = exported(design)(**values)
        answer = model(batch_for(design, "meta"))
    smaller = designer.check(given(design, values))
    assert not smaller.problems
    assert [answer.shape[1:]] == [each.shape for each in smaller.inside.answers or ()]
    assert sum(each.numel() for each in model.parameters()) == smaller.parameters


def given(design: Design, values: Mapping[str, float]) -> Design:
    """The design with other values of its settings."""
    settings = tuple(
        replace(each, default=values.get(each.name, each.default))
        for each in design.settings
    )
    return Design(design.graph, design.training, design.name, settings, design.blocks)


@pytest.mark.parametrize("name", PUBLISHED)
def test_it_tells_who_wrote_it_and_what_its_settings_mean(name: str) -> None:
    design = design_of(name)
    assert isinstance(design.training.data, NoData)
    assert [node for node in design.graph if isinstance(node.layer, layers.Note)]
    for block in design.blocks.values():
        assert all(each.help.endswith(".") for each in block.settings)
    assert all(each.help.endswith(".") for each in design.settings)


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_block_is_used(name: str) -> None:
    design = design_of(name)
    assert set(design.blocks) == set(used_in(design))


def used_in(design: Design) -> Iterator[str]:
    for _, graph in design.graphs():
        for _, use in uses(graph):
            yield use.block.name
