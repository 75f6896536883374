"""The sign-in page: a name, a password, and what went wrong beside them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from app.i18n import _
from ui.sign_in.state import FirstAccount, SignInMode, SignInState
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets.screen import Screen


class SignInView(Screen):
    """Emits what was typed; shows a ``SignInState``."""

    sign_in_requested = Signal(str, str)
    first_account_requested = Signal(FirstAccount)

    def __init__(self) -> None:
        super().__init__()
        self._mode = SignInMode.SIGN_IN
        self._heading, self._explanation, self._message = QLabel(), QLabel(), QLabel()
        self._login, self._name, self._password, self._repeated = (QLineEdit() for _place in range(4))
        self._labels = {field: QLabel() for field in (self._login, self._name, self._password, self._repeated)}
        self._takes_calls = QCheckBox()
        self._button = QPushButton()
        self._build()

    def show_state(self, state: SignInState) -> None:
        """Paint it; the focus goes to the first empty field."""
        changed = self._mode is not state.mode
        self._mode = state.mode
        first = state.mode is SignInMode.FIRST_ACCOUNT
        for field in (self._name, self._repeated):
            self._labels[field].setVisible(first)
            field.setVisible(first)
        self._takes_calls.setVisible(first)
        self._explanation.setVisible(first)
        if changed or not self._login.text():
            self._login.setText(state.login)
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        self._button.setEnabled(not state.is_busy)
        self.retranslate()
        if not state.is_busy:
            (self._password if self._login.text() else self._login).setFocus()

    def retranslate(self) -> None:
        """Say every text again."""
        first = self._mode is SignInMode.FIRST_ACCOUNT
        self._heading.setText(_("First administrator") if first else _("Sign in"))
        self._explanation.setText(
            _("This service has no accounts yet. The first one manages it and can make the others.")
        )
        texts = {
            self._login: _("Login"),
            self._name: _("Name, as others read it"),
            self._password: _("Password"),
            self._repeated: _("Password again"),
        }
        for field, text in texts.items():
            self._labels[field].setText(text)
            field.setAccessibleName(text)
        self._takes_calls.setText(_("Also takes calls (operator and supervisor)"))
        self._button.setText(_("Make the account and sign in") if first else _("Sign in"))

    def apply_theme(self, tokens: Tokens) -> None:
        """Paint with these colours."""
        self._message.setStyleSheet(f"color: {tokens.critical}; font-weight: 600;")

    def _build(self) -> None:
        self._heading.setFont(fonts.sized(self.font(), 1.6, bold=True))
        for field in (self._password, self._repeated):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        for label in (self._explanation, self._message):
            label.setWordWrap(True)
        self._takes_calls.setChecked(True)
        self._button.setProperty("primary", True)
        self._button.clicked.connect(self._send)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for field, label in self._labels.items():
            label.setBuddy(field)
            form.addRow(label, field)
            field.returnPressed.connect(self._send)
        card = QFrame()
        card.setObjectName("panel")
        card.setFixedWidth(480)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.setSpacing(12)
        inside.addWidget(self._heading)
        inside.addWidget(self._explanation)
        inside.addLayout(form)
        inside.addWidget(self._takes_calls)
        inside.addWidget(self._message)
        inside.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignRight)
        outer = QVBoxLayout(self)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)

    def _send(self) -> None:
        if not self._button.isEnabled():
            return
        login, password = self._login.text().strip(), self._password.text()
        if self._mode is SignInMode.SIGN_IN:
            self.sign_in_requested.emit(login, password)
            return
        typed = FirstAccount(
            login, self._name.text().strip(), password, self._repeated.text(), self._takes_calls.isChecked()
        )
        self.first_account_requested.emit(typed)
