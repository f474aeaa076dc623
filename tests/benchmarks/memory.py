"""What training keeps, beside torch's own count: `python tests/benchmarks/memory.py`.

For each example, the bytes of a sample that are kept between forward and backward by our
arithmetic, those that torch saves on the CPU, and their ratio. Nothing is asserted.
"""

import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import designer
from designer.graph import check
from designer.graph.costs.memory import saved_bytes
from designer.resources import examples
from tests.graph.test_memory import kept_by_torch

MIB = 1 << 20


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    print(f"{'example':26}{'ours, MiB':>12}{'torch, MiB':>12}{'ratio':>8}")
    for name, path in examples().items():
        design = designer.load(path)
        ours = saved_bytes(check(design).inside)
        try:
            theirs = kept_by_torch(design)
        except RuntimeError as error:  # one that random numbers do not suit
            print(f"{name:26}{ours / MIB:12.2f}  not run: {str(error)[:40]}")
            continue
        print(
            f"{name:26}{ours / MIB:12.2f}{theirs / MIB:12.2f}{ours / theirs:8.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
