"""The command that draws a design."""

import argparse
import os
from pathlib import Path

from designer.cli.files import measure_for, read_design
from designer.errors import DesignerError
from designer.graph import check
from designer.graph.files import to_text
from designer.storage import write_whole
from designer.system import require_window_system

FORMATS = ("png", "svg", "pdf")


def picture(options: argparse.Namespace) -> int:
    """Write a picture of a design; the name of the file says in which format."""
    format = Path(options.output).suffix.lower().removeprefix(".")
    if format not in FORMATS:
        raise DesignerError(
            f"{options.output} is to be a picture, so its name must end in .png, .svg or "
            ".pdf."
        )
    design = read_design(options.file)
    report = check(design, measure_for(design, options.trust))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # nothing is shown
    require_window_system()
    from designer.ui.pictures.headless import picture_of

    text = "" if options.plain else to_text(design)
    data = picture_of(
        design, report, format, options.theme, options.scale, options.transparent, text
    )
    write_whole(options.output, data)
    return 0
