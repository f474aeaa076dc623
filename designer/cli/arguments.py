"""What a command line may say."""

import argparse
from types import MappingProxyType

import designer
from designer.cli import difference, export, inspection, picture, training

COMMANDS = MappingProxyType(
    {
        "check": "list the problems of a design",
        "summary": "list the nodes of a design with shapes and costs",
        "diff": "list what differs between two designs",
        "export": "write a design as Python",
        "picture": "draw a design as SVG, PNG or PDF",
        "train": "train a design in this terminal",
        "examples": "list the example designs, or copy one",
        "worker": "",
        "measurer": "",
    }
)
"""Every command and its help; without help it is for the app itself."""

FILE = "a design, or an example's name"

EPILOG = """
FILE is a design, or the name of an example such as digits-cnn.
Without a command, the window opens: designer [FILE].
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    made = argparse.ArgumentParser(
        prog="designer",
        description=(designer.__doc__ or "").split("\n")[0],
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    version = f"Network Designer {designer.__version__}"
    made.add_argument("--version", action="version", version=version)
    commands = made.add_subparsers(metavar="COMMAND", required=True)
    declare = {
        "check": _check,
        "summary": _summary,
        "diff": _diff,
        "export": _export,
        "picture": _picture,
        "train": _train,
        "examples": _examples,
        "worker": _worker,
        "measurer": _measurer,
    }
    for name, help in COMMANDS.items():
        if help:
            command = commands.add_parser(name, help=help, description=_sentence(help))
        else:
            command = commands.add_parser(name)
        declare[name](command)
    return made


def _sentence(help: str) -> str:
    return f"{help[0].upper()}{help[1:]}."


def _check(command: argparse.ArgumentParser) -> None:
    _add_file(command)
    _add_json(command, "the problems as JSON")
    command.epilog = "Exits with 0 if there are none, 1 if there are, 2 if unreadable."
    command.set_defaults(run=inspection.check)


def _summary(command: argparse.ArgumentParser) -> None:
    _add_file(command)
    _add_json(command, "the table as JSON")
    command.add_argument(
        "--format",
        choices=("text", "csv", "markdown"),
        default="text",
        help="how the table is written; text unless you say",
    )
    command.add_argument(
        "--inside",
        action="store_true",
        help="list the nodes inside blocks, by their names in the state dict",
    )
    command.set_defaults(run=inspection.summary)


def _diff(command: argparse.ArgumentParser) -> None:
    for name, metavar in (("before", "A"), ("after", "B")):
        command.add_argument(name, metavar=metavar, help=FILE)
    _add_trust(command)
    _add_json(command, "the differences as JSON")
    command.epilog = "Exits with 0 if there are none, 1 if there are, 2 if unreadable."
    command.set_defaults(run=difference.diff)


def _export(command: argparse.ArgumentParser) -> None:
    _add_file(command)
    command.add_argument(
        "--to",
        choices=("model", "script"),
        required=True,
        help="the network's class alone, or a script that trains it without this app",
    )
    _add_output(command)
    command.set_defaults(run=export.export)


def _picture(command: argparse.ArgumentParser) -> None:
    _add_file(command)
    command.add_argument(
        "-o", "--output", metavar="OUT", required=True, help="a .svg, .png or .pdf"
    )
    command.add_argument("--theme", choices=("light", "dark"), default="light")
    command.add_argument(
        "--scale", type=int, choices=(1, 2, 4), default=2, help="of a PNG (default: 2)"
    )
    command.add_argument(
        "--transparent", action="store_true", help="without a background"
    )
    command.add_argument(
        "--plain", action="store_true", help="do not put the design into the picture"
    )
    command.set_defaults(run=picture.picture)


def _train(command: argparse.ArgumentParser) -> None:
    _add_file(command)
    command.add_argument(
        "--epochs", type=int, metavar="N", help="times through the data"
    )
    command.add_argument(
        "--seed", type=int, metavar="S", help="the same gives the same"
    )
    command.add_argument(
        "--weights", metavar="OUT", help="keep the weights in this safetensors file"
    )
    _add_json(command, "one JSON message a line")
    command.set_defaults(run=training.train)


def _examples(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", nargs="?", metavar="NAME", help="the example to copy")
    _add_output(command)
    command.set_defaults(run=export.examples)


def _worker(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=training.worker)


def _measurer(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=training.measurer)


def _add_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help=FILE)
    _add_trust(command)


def _add_trust(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--trust",
        action="store_true",
        help="run the code of its own that the design holds, now and later",
    )


def _add_json(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("--json", action="store_true", help=f"print {what}")


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-o", "--output", metavar="OUT", help="the file to write, else standard output"
    )
