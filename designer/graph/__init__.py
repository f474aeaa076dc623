"""The sentence: nodes and wires, what can be said of them, and how they are kept."""

from designer.graph.block import Block, Use
from designer.graph.block_settings import block_setting
from designer.graph.check import check
from designer.graph.design import Design
from designer.graph.files import load, save
from designer.graph.graph import Graph
from designer.graph.node import Node
from designer.graph.report import Fix, Problem, Report
from designer.graph.wiring import Wire

__all__ = [
    "Block",
    "Design",
    "Fix",
    "Graph",
    "Node",
    "Problem",
    "Report",
    "Use",
    "Wire",
    "block_setting",
    "check",
    "load",
    "save",
]
