"""Colours for Python text: keywords, strings, numbers, comments and definitions."""

import keyword
import re

from PySide6.QtGui import (
    QColor,
    QFont,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)

from designer.ui.theme import Theme

TOKENS = re.compile(
    r"(?P<comment>#.*$)"
    r"|(?P<string>[rbfRBF]{0,2}(?:\"\"\".*?(?:\"\"\"|$)|'''.*?(?:'''|$)"
    r"|\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?))"
    r"|(?P<defined>(?<=\bclass )\w+|(?<=\bdef )\w+)"
    rf"|(?P<keyword>\b(?:{'|'.join(keyword.kwlist)})\b|\bself\b)"
    r"|(?P<number>\b\d[\d_]*\.?\d*(?:e[+-]?\d+)?\b)"
)
PLAIN, IN_STRING = 0, 1
QUOTES = '"""'


class PythonHighlighter(QSyntaxHighlighter):
    """Colours one line at a time; only a docstring reaches over lines."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self.formats: dict[str, QTextCharFormat] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.formats = {
            "comment": _format(theme.code_comment),
            "string": _format(theme.code_string),
            "defined": _format(theme.accent, bold=True),
            "keyword": _format(theme.code_keyword),
            "number": _format(theme.code_number),
        }
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        start = 0
        if self.previousBlockState() == IN_STRING:
            end = text.find(QUOTES)
            start = len(text) if end < 0 else end + len(QUOTES)
            self.setFormat(0, start, self.formats["string"])
            if end < 0:
                self.setCurrentBlockState(IN_STRING)
                return
        state = PLAIN
        for token in TOKENS.finditer(text, start):
            name = token.lastgroup or ""
            self.setFormat(
                token.start(), token.end() - token.start(), self.formats[name]
            )
            if name == "string" and _is_open(token.group()):
                state = IN_STRING
        self.setCurrentBlockState(state)


def _is_open(text: str) -> bool:
    """Whether a docstring begins here and does not end."""
    body = text.lstrip("rbfRBF")
    return body.startswith(QUOTES) and not (len(body) >= 6 and body.endswith(QUOTES))


def _format(colour: str, bold: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    if bold:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made
