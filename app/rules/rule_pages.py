"""The rule cards as HTML: one page a clause, an index of the clauses and of every number, and the whole for the PDF.

The pages use no script and no file beside them, and only such markup as Qt's own renderer knows.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from app.rules.clauses import ClauseKind, Edition
from app.rules.rule_cards import CardWriter, Line, RuleCard

_STYLE: Final = (
    "body{font-family:sans-serif;font-size:10pt;color:#111}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #999;padding:6px;vertical-align:top;text-align:left}"
    "blockquote{font-style:italic;margin:4px}.note{color:#444}"
)


class PageWriter:
    """Puts the cards of an edition into pages."""

    def __init__(self, edition: Edition, words: CardWriter, language: str) -> None:
        self._edition = edition
        self._words = words
        self._language = language

    def title(self) -> str:
        """Return what the pages are called."""
        return f"{self._edition.name}, {self._edition.valid_from.isoformat()}"

    def page(self, card: RuleCard) -> str:
        """Return the page of one clause."""
        return self._document(f"{self._card(card)}<p><a href='index.html'>{_text(self._words.word('clauses'))}</a></p>")

    def index(self, cards: Sequence[RuleCard]) -> str:
        """Return the page that leads to all others, with every number and the clauses that use it."""
        rows = "".join(
            f"<tr><td><a href='{_text(card.clause.clause_id)}.html'>{_text(card.clause.clause_id)}</a></td>"
            f"<td>{_text(card.clause.title[self._language])}</td><td>{_text(card.clause.quote)}</td></tr>"
            for card in cards
        )
        clauses = f"<h2>{_text(self._words.word('clauses'))}</h2><table>{rows}</table>"
        return self._document(f"<h1>{_text(self.title())}</h1>{self._numbers(linked=True)}{clauses}")

    def whole(self, cards: Iterable[RuleCard]) -> str:
        """Return all cards and the index of numbers as one document."""
        body = "".join(self._card(card) for card in cards)
        return self._document(f"<h1>{_text(self.title())}</h1>{self._numbers(linked=False)}{body}")

    def _document(self, body: str) -> str:
        head = f"<meta charset='utf-8'><title>{_text(self.title())}</title><style>{_STYLE}</style>"
        return f"<!DOCTYPE html><html lang='{self._language}'><head>{head}</head><body>{body}</body></html>\n"

    def _numbers(self, *, linked: bool) -> str:
        rows = "".join(
            f"<tr><td>{_text(self._words.name('figure', figure.name))}</td>"
            f"<td>{_text(self._words.length(figure.value))}</td>"
            f"<td>{', '.join(_link(clause) if linked else _text(clause) for clause in figure.clauses)}</td></tr>"
            for figure in self._words.figures()
        )
        return f"<h2>{_text(self._words.word('numbers'))}</h2><table>{rows}</table>"

    def _card(self, card: RuleCard) -> str:
        clause = card.clause
        left = f"<blockquote>{_text(clause.quote)}</blockquote><p class='note'>{_text(clause.source)}</p>"
        heads = f"<tr><th>{_text(self._words.word('conditions'))}</th><th>{_text(self._words.word('plain'))}</th></tr>"
        return (
            f"<h3>{_text(clause.clause_id)}: {_text(clause.title[self._language])}</h3>"
            f"<table>{heads}<tr><td width='35%'>{left}</td><td>{self._reading(card)}</td></tr></table>"
            f"{self._doubts(card)}"
        )

    def _reading(self, card: RuleCard) -> str:
        clause, word = card.clause, self._words.word
        parts = [f"<p><b>{_text(word('when'))}</b></p>{_lines(card.when)}"]
        for need in card.needs:
            otherwise = f"{word('refusal')}: {need.need.sentence[self._language]} ({need.need.code}) {need.need.source}"
            parts.append(
                f"<p><b>{_text(word('needs'))}</b></p>{_lines(need.lines)}<p class='note'>{_text(otherwise)}</p>"
            )
        if clause.kind is ClauseKind.RULE:
            parts.append(f"<p>{_text(word('rule'))}</p>")
        if clause.is_discretionary:
            parts.append(f"<p>{_text(word('possible'))}</p>")
        limits = "".join(
            f"<li>{_text(self._words.name('limit_key', key))}: {_text(value)}</li>"
            for key, value in card.limits.items()
        )
        parts.append(
            f"<p><b>{_text(word('limit'))}</b></p><ul>{limits or '<li>' + _text(word('no_limit')) + '</li>'}</ul>"
        )
        if clause.payer:
            parts.append(f"<p>{_text(word('pays'))}: {_text(self._edition.texts[clause.payer][self._language])}</p>")
        if clause.group:
            parts.append(f"<p>{_text(word('group'))}: {_text(clause.group)}</p>")
        return "".join(parts)

    def _doubts(self, card: RuleCard) -> str:
        names = dict.fromkeys(
            (*card.clause.ambiguities, *(name for one in card.needs for name in one.need.ambiguities))
        )
        rows = ""
        for name in names:
            doubt = self._edition.ambiguities[name]
            asked = f" ({self._words.word('to_confirm')})" if doubt.ask_insurer else ""
            rows += f"<li>{_text(f'{name}: {doubt.text[self._language]} [{doubt.reading}]{asked}')}</li>"
        return f"<p>{_text(self._words.word('doubts'))}</p><ul>{rows}</ul>" if rows else ""


def _lines(lines: Iterable[Line]) -> str:
    """Lines moved to the right by spaces: the one indentation that a page and a printed document show alike."""
    return "<br>".join("&nbsp;" * (4 * line.depth) + _text(line.text) for line in lines)


def _link(clause: str) -> str:
    return f"<a href='{_text(clause)}.html'>{_text(clause)}</a>"


def _text(text: str) -> str:
    return escape(text, quote=True)
