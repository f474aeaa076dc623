"""The recipe: what a training is told, declared as settings and saved in the design."""

from designer.recipe.losses import Loss
from designer.recipe.optimizers import Optimizer
from designer.recipe.training import Training

__all__ = ["Loss", "Optimizer", "Training"]
