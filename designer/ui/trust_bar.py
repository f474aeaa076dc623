"""A calm bar above the canvas: this design holds code, and it does not run unasked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from designer.errors import FileError
from designer.ui.document import Document
from designer.ui.messages import tell
from designer.ui.place import Place
from designer.words import listed

MOST = 4


class TrustBar(QFrame):
    """Shown while the open design holds code that nobody said yes to.

    `read_wanted` carries where the first such code stands: "scale1", or in a block
    "Bottleneck ▸ scale1".
    """

    read_wanted = Signal(str)

    def __init__(
        self, document: Document | Place, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document = document.document
        self.setProperty("card", "question")
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.read_button = QPushButton("Read it")
        self.read_button.setProperty("quiet", "true")
        self.read_button.setToolTip("Show the code before deciding")
        self.read_button.clicked.connect(self._read)
        self.trust_button = QPushButton("Trust and run")
        self.trust_button.setToolTip("Run this code now, and whenever it is opened")
        self.trust_button.clicked.connect(self._trust)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.addWidget(self.label, 1)
        row.addWidget(self.read_button)
        row.addWidget(self.trust_button)
        document.checked.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setVisible(not self.document.trusted)
        if not self.document.trusted:
            names = self._unknown
            shown = [*names[:MOST], "others"] if len(names) > MOST else names
            text = (
                f"This design holds code of its own ({listed(shown)}). It runs only if "
                f"you trust it; until then its shapes are not known."
            )
            self.label.setText(text)
            self.label.setAccessibleName(text)

    def _read(self) -> None:
        self.read_wanted.emit(self._unknown[0])

    @property
    def _unknown(self) -> list[str]:
        return self.document.trust.unknown(self.document.design)

    def _trust(self) -> None:
        try:
            self.document.trust_design()
        except FileError as error:
            tell(self.window(), f"The code runs for now. {error}")
