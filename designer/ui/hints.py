"""What the inspector says of the whole, and of what cannot be changed here."""

EMPTY_CANVAS = (
    "Press Space or double-click to add a layer, drag one from the left, or open an "
    "example."
)
EMPTY_DESIGN = (
    "The design is empty. Press Space on the canvas or double-click it to add a layer, "
    "or drag one onto it."
)
EMPTY_HINT = (
    "Double-click a layer on the left, or drag it onto the canvas. "
    "Then drag a wire from its right side to the next layer."
)
SELECT_HINT = (
    "Select a layer to change its settings. The Data tab holds the training's."
)
BLOCK_HINT = (
    "Select a layer to change its settings. The Inputs and Outputs here are the block's "
    "ports."
)
NETWORK = "The network as a whole."
BLOCK = "A layer of your own. What you change here changes wherever the block is used."
GIVEN = (
    "Its shape and dtype follow from outside: what is wired to the block gives {} here."
)
GIVEN_TIP = "Follows from what is wired to the block, so it cannot be set in here."
