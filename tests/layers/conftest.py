"""The oracle's table, after the tests that filled it."""

import pytest

from tests.layers.oracle import TABLE, table


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was held against torch: the table with -v, else its last line."""
    if TABLE:
        text = table()
        is_long = terminalreporter.config.get_verbosity() > 0
        terminalreporter.section("layers against torch")
        terminalreporter.write_line(text if is_long else text.splitlines()[-1])
