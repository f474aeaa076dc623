"""The main window: puts the panels together and lets them speak to each other.

What an action does is decided in the panels; here it is only wired.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QVBoxLayout, QWidget

from designer.errors import DesignerError
from designer.layers.plugins import PluginProblem
from designer.library import Library
from designer.ui.actions import fill_menus
from designer.ui.adding.add_search import AddSearch
from designer.ui.allowance import Allowance
from designer.ui.banner import Banner
from designer.ui.block_filing import BlockFiling
from designer.ui.block_offers import CanvasMenu
from designer.ui.breadcrumbs import Breadcrumbs
from designer.ui.canvas import Canvas
from designer.ui.code.view import CodeView
from designer.ui.commands.training_settings import setting_commands
from designer.ui.comparison.comparing import Comparing
from designer.ui.costs.account import Account
from designer.ui.data_view import DataView
from designer.ui.docks import Docks
from designer.ui.document import Document
from designer.ui.file_drop import FileDrop
from designer.ui.filing import Filing
from designer.ui.follow import follow
from designer.ui.gallery.start_page import StartPage
from designer.ui.guide import Guide
from designer.ui.help import Help
from designer.ui.inspector import Inspector
from designer.ui.measurer import Measurer
from designer.ui.messages import tell
from designer.ui.offers import NEEDS_NO_DESIGN
from designer.ui.palette import Palette
from designer.ui.panel_keys import PanelKeys
from designer.ui.pictures.offers import Pictures
from designer.ui.place import Place
from designer.ui.problems.mending import Mending
from designer.ui.problems.view import ProblemsView
from designer.ui.selection import Selection
from designer.ui.status_bar import StatusBar
from designer.ui.style import Appearance
from designer.ui.theme import Theme
from designer.ui.tool_bar import ToolBar
from designer.ui.training.commands import TrainingCommands
from designer.ui.training.panel import TrainingPanel
from designer.ui.trust_bar import TrustBar
from designer.ui.wayfinding import Wayfinding
from designer.ui.window_actions import make_actions
from designer.words import counted

LARGEST, SMALL = QSize(1680, 1050), QSize(1280, 800)
ROOM = 0.92
"""Of the screen; the rest is for the frame and the title. A small screen is filled."""


LOCKED = "To edit this code, trust it first."


class MainWindow(QMainWindow):
    """One document with everything around it."""

    def __init__(self, appearance: Appearance, settings: QSettings) -> None:
        super().__init__()
        self.appearance = appearance
        self.settings = settings
        self.measurer = Measurer(self)
        self.document = Document(self, self.measurer.look_up)
        self.measurer.answered.connect(
            self.document.recheck, Qt.ConnectionType.QueuedConnection
        )
        self.place = Place(self.document, self)
        self.selection = Selection(self)
        follow(self.place, self.selection)
        self.filing = Filing(
            self, self.document, settings, self.commit, self.unfinished
        )
        self.blocks = BlockFiling(self.filing, Library())
        self.comparing = Comparing(self.filing, appearance.theme)
        self._was_painted = False
        self.start_page = StartPage(self, self.filing, appearance)
        self._make_panels(appearance.theme)
        self._make_actions(appearance.theme)
        self._lay_out(appearance.theme)
        self.themed = [
            self.canvas,
            self.wayfinding,
            self.breadcrumbs,
            self.palette_panel,
            self.inspector,
            self.code,
            self.account,
            self.data,
            self.training,
            self.status,
            self.actions_by_key,
            self.tool_bar,
            self.comparing,
        ]
        self._connect()
        self._show_title()
        self.allowance.follow()

    def commit(self) -> None:
        """Enter whatever was typed into a form and not yet entered."""
        self.inspector.commit()
        self.data.commit()

    def unfinished(self) -> str:
        """What was typed and cannot be entered yet, in words; empty if nothing."""
        program = self.inspector.programs.unfinished
        return f"The code of {program.node}: {program.message}" if program else ""

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for part in self.themed:
            part.set_theme(theme)
        self._count_problems()

    def show_left_out(self, problems: Sequence[PluginProblem]) -> None:
        """Say above the canvas which plug-ins are left out, and why."""
        reasons = "\n\n".join(map(str, problems))
        if len(problems) == 1:
            self.banner.say(reasons)
        elif problems:
            several = counted(len(problems), "plug-in")
            self.banner.say(f"{several} are left out.", details=reasons)

    def arrange_panels(self) -> None:
        """Put every panel where it stands at first, and show the whole graph."""
        self.docks.arrange()
        self.layout().activate()
        self.canvas.fit()

    def search(self) -> None:
        """Search the palette."""
        self.docks.show("layers")
        self.palette_panel.focus_search()

    def replace_node(self) -> None:
        """Search the palette for what takes the place of the selected node."""
        self.docks.show("layers")
        self.palette_panel.replace(self.selection.single)

    def closeEvent(self, event: QCloseEvent) -> None:
        try:
            may_close = self.filing.may_leave()
        except DesignerError as error:
            tell(self, str(error))
            may_close = False
        if not may_close:
            event.ignore()
            return
        self.docks.remember(self.settings)
        self.help.close()
        self.inspector.code_windows.close()
        self.document.undo_stack.blockSignals(True)  # it speaks once more when deleted
        self.training.close()
        self.measurer.close()
        self.data.loader.wait()
        self.canvas.arranging.close()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:  # what takes long waits until there is a picture
            self._was_painted = True
            QTimer.singleShot(100, self, self.training.prepare)

    def _make_panels(self, theme: Theme) -> None:
        document, place, selection = self.document, self.place, self.selection
        self.canvas = Canvas(place, selection, theme)
        self.adding = AddSearch(self.canvas, self.blocks.library)
        self.wayfinding = Wayfinding(self.canvas, self.settings, theme)
        self.breadcrumbs = Breadcrumbs(place, self.canvas, theme)
        self.palette_panel = Palette(
            place, selection, theme, self.settings, self.blocks
        )
        self.inspector = Inspector(place, selection, theme)
        self.guide = Guide(place, selection, self.canvas, self.inspector)
        self.guide.ask(self.commit, self.unfinished)
        self.help = Help(
            self, self.canvas, self.palette_panel, self.appearance, self.settings
        )
        self.training = TrainingPanel(document, theme)
        self.problems = ProblemsView(place, selection)
        self.code = CodeView(place, selection, theme)
        self.account = Account(place, selection, self.canvas, theme, self.settings)
        self.summary = self.account.summary
        self.data = DataView(document, theme)

    def _make_actions(self, theme: Theme) -> None:
        self.panel_keys = PanelKeys(self)
        self.pictures = Pictures(self)
        self.file_drop = FileDrop(self)
        self.training_commands = TrainingCommands(self)
        self.mending = Mending(self)
        self.actions_by_key = make_actions(self, theme)
        self.canvas_menu = CanvasMenu(self.canvas, self.actions_by_key)
        self.allowance = Allowance(self.actions_by_key, self.canvas)
        self.wayfinding.bind(self.actions_by_key)
        self.account.bind(self.actions_by_key)

    def _lay_out(self, theme: Theme) -> None:
        screen = QGuiApplication.primaryScreen().availableSize()
        room = screen * ROOM
        if room.width() < SMALL.width() or room.height() < SMALL.height():
            self.resize(screen)
            self.setWindowState(Qt.WindowState.WindowMaximized)
        else:
            self.resize(LARGEST.boundedTo(room))
        self.setMinimumSize(760, 480)
        self.setCentralWidget(self._centre())
        self.tool_bar = ToolBar(self.document, self.actions_by_key, theme)
        self.addToolBar(self.tool_bar)
        self.status = StatusBar(self.document, theme)
        self.setStatusBar(self.status)
        self.account.put_into(self.tool_bar, self.status)
        panels = {
            "layers": self.palette_panel,
            "inspector": self.inspector,
            "training": self.training,
            "problems": self.problems,
            "code": self.code,
            "summary": self.summary,
            "data": self.data,
        }
        self.docks = Docks(self, panels)
        self.docks.recall(self.settings)
        self.panel_keys.watch(self.findChildren(QDockWidget))
        self.panel_keys.serve(self.docks.toggles)
        self.help.actions = self.actions_by_key
        self.help.more_commands = lambda: setting_commands(self)
        fill_menus(self.menuBar(), self.actions_by_key, self.filing, self.docks.toggles)
        self.start_page.guard(
            action
            for key, action in self.actions_by_key.by_key.items()
            if key.split()[0] not in NEEDS_NO_DESIGN and not action.actionGroup()
        )
        self.start_page.guard(self.docks.toggles)

    def _centre(self) -> QWidget:
        """The canvas, and above it what there is to say at the start."""
        centre = QWidget()
        self.banner = Banner()
        self.banner.setObjectName("notice")
        self.trust_bar = TrustBar(self.document)
        self.trust_bar.setObjectName("notice")
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.trust_bar)
        column.addWidget(self.breadcrumbs)
        column.addWidget(self.canvas, 1)
        return centre

    def _connect(self) -> None:
        self.appearance.changed.connect(self.set_theme)
        self.start_page.toggled.connect(self._show_start)
        self.start_page.blocks = self.blocks.library.rows
        self.start_page.block_chosen.connect(self.blocks.begin_with)
        self.blocks.said.connect(self.canvas.tell)
        self.document.opened.connect(self._begin_afresh)
        self.document.saved.connect(self._show_title)
        self.document.undo_stack.cleanChanged.connect(self._show_title)
        self.document.checked.connect(self._count_problems)
        self.document.checked.connect(self._guard_code)
        self.document.checked.connect(
            lambda: self.measurer.keep_to(self.document.design)
        )
        self.trust_bar.read_wanted.connect(self.guide.read_code)
        self.palette_panel.edit_wanted.connect(self.guide.open_block)
        self.filing.exported.connect(self.canvas.tell)
        self.summary.said.connect(self.canvas.tell)
        self.canvas.zoomed.connect(self.status.show_zoom)
        for panel in (self.palette_panel, self.inspector):
            panel.help_wanted.connect(self.help.read)
        self.problems.went_to.connect(self.inspector.go_to)
        self.inspector.code_windows.actions = [
            self.actions_by_key[key] for key in ("undo", "redo", "save", "train")
        ]
        self.status.problems_pressed.connect(lambda: self.docks.show("problems"))
        self.training_commands.follow()

    def _begin_afresh(self) -> None:
        self.canvas.choose(())
        if not self.canvas.stage.nodes:
            self.canvas.reset_zoom()
        self._show_title()

    def _show_title(self) -> None:
        title = "Start page" if self.start_page.is_shown else self.document.title
        self.setWindowTitle(f"{title}[*] – Network Designer")
        self.setWindowModified(self.document.dirty)

    def _show_start(self, is_shown: bool) -> None:
        self._show_title()
        if not is_shown:
            self.allowance.follow()
            self.training_commands.allow()
            self.canvas.setFocus()

    def _count_problems(self) -> None:
        theme, report = self.appearance.theme, self.document.report
        colour = theme.error if report.errors else theme.warning
        self.docks.count("problems", len(report.problems), colour, theme.window)

    def _guard_code(self) -> None:
        """Let code be typed only where it may run as it is typed."""
        self.inspector.set_code_locked("" if self.document.trusted else LOCKED)
