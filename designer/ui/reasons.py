"""Why an action cannot be done now, in a few words: what it would need."""

from designer.ui.actions import ALIGNS, DISTRIBUTES

NO_DESIGN = "open a design first"
NODE = "select a node first"
NODES = "select some nodes first"
BLOCK = "select a block first"
IDLE = "nothing is being trained"

LACKING = {
    "undo": "nothing has been done yet",
    "redo": "nothing has been undone",
    "cut": NODE,
    "copy": NODE,
    "duplicate": NODE,
    "select_upstream": NODE,
    "select_downstream": NODE,
    **dict.fromkeys(ALIGNS, "select two nodes or more first"),
    **dict.fromkeys(DISTRIBUTES, "select three nodes or more first"),
    "delete": "select a node or a wire first",
    "wire": "select one node first",
    "paste": "the clipboard is empty",
    "open_block": BLOCK,
    "leave_block": "no block is seen from inside",
    "group": NODES,
    "arrange_selection": NODES,
    "dissolve": BLOCK,
    "rename_block": BLOCK,
    "unique": "select a block that is used more than once",
    "repeat": BLOCK,
    "replace": NODE,
    "share": "select nodes of one type first",
    "duplicate_shared": "select a layer that learns something first",
    "frame": NODES,
    "fit_selection": NODE,
    "back": "there is no place to go back to",
    "forward": "one has not come back from anywhere",
    "collapse": "select a frame or a node in one first",
    "save_block": BLOCK,
    "keep_block": BLOCK,
    "train": "a training is under way",
    "pause": IDLE,
    "stop": IDLE,
    "export_weights": "nothing has been trained yet",
}
"""By the keys of actions."""


def reason(key: str) -> str:
    """Why the action with a key is off."""
    return LACKING.get(key, "not possible now")
