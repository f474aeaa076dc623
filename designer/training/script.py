"""The translation of a whole design: a script that trains the network by itself.

The network's class comes from `codegen`; the functions that load the data and the loop
are taken from `designer.data` and `loop.py` as they stand there. The worker runs this
text, so the app and the exported script do the same.
"""

import textwrap
from dataclasses import replace
from importlib import resources

from designer.codegen import generate_model
from designer.codegen.imports import Import
from designer.codegen.text import WIDTH, Line, Source, assignment, plain
from designer.errors import CodeError
from designer.graph.check import check
from designer.graph.design import Design
from designer.graph.problems.fit import ready_problems, surplus_problems
from designer.graph.report import Problem, Report
from designer.layers import Call
from designer.training.pictures import fitting
from designer.training.python import Piece, needed, put_together, take_apart

OWN_IMPORTS = (
    Import("torch", "", ""),
    Import("torch.nn.functional", "", "F"),
    Import("torch", "nn", ""),
    Import("sklearn.model_selection", "train_test_split", ""),
)


def script_source(design: Design, report: Report | None = None) -> Source:
    """The script; raises CodeError in words for a design that cannot be trained.

    `report` saves checking the design again, as in `generate_model`.

    Without an Output the network answers with whatever nothing else uses, here as in
    `generate_model`; whether that suits the data is seen when the script runs.
    """
    report = report or check(design)
    for problem in (*report.errors, *surplus_problems(design)):
        raise CodeError(str(problem))
    if not design.training.data.is_there:
        raise CodeError(
            "There is no data to train on, so there is no script either. Choose some in "
            "the Data tab, or export the model alone."
        )
    model_imports, model = take_apart(generate_model(design, report).lines)
    data_imports, data = take_apart(_text("designer.data", design.training.data.module))
    loop_imports, loop = take_apart(_text("designer.training", "loop"))
    imports = [*model_imports, *data_imports, *loop_imports, *OWN_IMPORTS]
    _check_names(design, imports, model, [*data, *loop])

    load_data, *rest = _own(design)
    wanted = {name for piece in (load_data, *rest) for name in piece.uses}
    loop = needed(loop, wanted)
    pieces = [
        *_constants(design),
        *(piece for piece in loop if piece.is_assignment),
        *model,
        *needed(data, wanted),
        load_data,
        *(piece for piece in loop if not piece.is_assignment),
        *rest,
    ]
    return Source(put_together(_title(design), imports, pieces))


def first_problem(design: Design, report: Report) -> Problem | None:
    """What keeps the design from being trained, the first of it; None if nothing."""
    return next(iter((*report.errors, *ready_problems(design))), None)


def _title(design: Design) -> str:
    """What the script does and what it needs, as a docstring."""
    data = design.training.data
    does = (
        f'"""Trains {design.name} to tell {len(data.classes)} classes of '
        f"{data.title.lower()} apart."
    )
    needs = (
        f"Needs PyTorch and scikit-learn. Saves the weights in {design.name}.pt. "
        f"Written by Network Designer."
    )
    return "\n".join(
        [*textwrap.wrap(does, WIDTH), "", *textwrap.wrap(needs, WIDTH), '"""']
    )


def _constants(design: Design) -> list[Piece]:
    training = design.training
    return [
        _piece(f"VALIDATION = {training.validation!r}  # share kept apart to test on"),
        _piece(f"BATCH_SIZE = {training.batch_size!r}"),
        _piece(f"EPOCHS = {training.epochs!r}"),
        _piece(f"SEED = {training.seed!r}"),
    ]


def _own(design: Design) -> list[Piece]:
    """The functions that belong to this design alone, in their order."""
    start = _piece('if __name__ == "__main__":', "    main()")
    return [_load_data(design), _build(design), _main(design), start]


def _load_data(design: Design) -> Piece:
    data = design.training.data
    settings = tuple(
        f"{name}={getattr(data, name)!r}" for name in data.declared_settings
    )
    return _piece(
        "def load_data(device: str) -> tuple[Data, Data]:",
        '    """Training and validation data, with the same mix of classes."""',
        *assignment("images, labels", Call("load", settings), "", indent=4),
        "    pictures, truth = torch.from_numpy(images), torch.from_numpy(labels)",
        *fitting(design),
        "    training, validation = train_test_split(",
        "        range(len(labels)),",
        "        test_size=VALIDATION,",
        "        stratify=labels,",
        "        random_state=SEED,",
        "    )",
        "    return (",
        "        (pictures[training].to(device), truth[training].to(device)),",
        "        (pictures[validation].to(device), truth[validation].to(device)),",
        "    )",
    )


def _build(design: Design) -> Piece:
    loss = design.training.loss
    call = loss.make()
    if not loss.takes_classes:
        call = Call("against_one_hot", (call,))
    return _piece(
        "def build(device: str) -> tuple[nn.Module, Loss, torch.optim.Optimizer]:",
        '    """The network, its loss and its optimizer; alike for the same seed."""',
        "    torch.manual_seed(SEED)",
        f"    model = {design.name}().to(device)",
        *assignment("loss_function", call, "", indent=4),
        *assignment("optimizer", design.training.optimizer.make(), "", indent=4),
        "    return model, loss_function, optimizer",
    )


def _main(design: Design) -> Piece:
    training = design.training
    device = "choose_device()" if training.device == "auto" else f'"{training.device}"'
    threads = training.threads
    return _piece(
        "def main() -> None:",
        '    """Train, print a line an epoch, and save the weights."""',
        *([f"    torch.set_num_threads({threads})"] if threads else []),
        f"    device = {device}",
        "    training, validation = load_data(device)",
        "    model, loss_function, optimizer = build(device)",
        "    for result in train(",
        "        model,",
        "        loss_function,",
        "        optimizer,",
        "        training,",
        "        validation,",
        "        epochs=EPOCHS,",
        "        batch_size=BATCH_SIZE,",
        "        seed=SEED,",
        "    ):",
        "        if isinstance(result, Epoch):",
        "            print(result, flush=True)",
        f'    torch.save(model.state_dict(), "{design.name}.pt")',
    )


def _piece(*lines: str | Line) -> Piece:
    return Piece(tuple(Line(x) if isinstance(x, str) else x for x in lines))


def _text(package: str, module: str) -> list[Line]:
    """The lines of a module of ours, which is read here and not run."""
    file = resources.files(package).joinpath(f"{module}.py")
    return plain(file.read_text(encoding="utf-8").splitlines())


def _check_names(
    design: Design, imports: list[Import], model: list[Piece], pieces: list[Piece]
) -> None:
    """Raises CodeError if the model would take a name that the script needs."""
    own = _own(replace(design, name=f"{design.name}_"))
    taken = {each.binds for each in imports}
    taken = taken.union(*(piece.uses | piece.defines for piece in (*pieces, *own)))
    taken |= {name for piece in _constants(design) for name in piece.defines}
    if design.name in taken:
        raise CodeError(
            f"The design is called {design.name}, and the training script needs that "
            f"name for something else. Give the design another name."
        )
    for name in sorted(name for piece in model for name in piece.defines):
        if name in taken:
            is_block = name in design.blocks
            what = "A block is called" if is_block else "The code of a layer defines"
            raise CodeError(
                f"{what} {name}, and the training script needs that name for something "
                f"else. Give it another name."
            )
