"""The performance: a design as a script that trains it, and the process that runs it."""

from designer.graph.check import check
from designer.graph.design import Design
from designer.graph.inference import Measure, do_not_run
from designer.training import script


def script_source(design: Design, measure: Measure = do_not_run) -> str:
    """The script that trains a design without this app; raises CodeError in words."""
    return script.script_source(design, check(design, measure)).text
