"""The query language: words, "phrases", AND OR NOT NEAR/5, brackets, `wo*d`, `word~`, `field:value`. Text in, tree out.

NEAR binds closest, AND closer than OR, and AND stands between two terms that have nothing between them. Operators are
upper-case, so that "and", "or", "не" are ordinary words. A word with hyphens or dots inside is a phrase of its parts.
"""

from __future__ import annotations

from difflib import get_close_matches

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer, v_args
from lark.exceptions import LarkError, UnexpectedCharacters, UnexpectedToken, VisitError

from evidence.search.query import And, Field, Near, Node, Not, Or, Phrase, QueryError
from evidence.search.terms import phrase_of

LONGEST = 1000
MOST_TERMS = 64
MOST_BRACKETS = 32
FARTHEST = 30
USUAL_DISTANCE = 10
MOST_PAIRS = 64
UNWANTED = {0: " ", 10: " ", 13: " "}
FIELDS = (
    "type", "lang", "from", "to", "subject", "provider", "date", "received", "has", "area", "batch", "class", "status", "ref",
)  # fmt: skip

GRAMMAR = r"""
?start: either
either: both (OR both)*
both: part (AND? part)*
?part: NOT part                        -> without
     | near
?near: term (NEAR term)*
?term: "(" either ")"
     | FIELD (QUOTED | BARE)           -> field
     | QUOTED                          -> quoted
     | BARE                            -> bare

OR.6: /OR(?![^\s()"“”«»„])/
AND.6: /AND(?![^\s()"“”«»„])/
NEAR.6: /NEAR(\/[0-9]+)?(?![^\s()"“”«»„])/
NOT.6: /NOT(?![^\s()"“”«»„])/
FIELD.5: /[A-Za-z]+:(?!\/\/)/
QUOTED.4: /"[^"]*"|“[^”]*”|«[^»]*»|„[^“”]*[“”]/
BARE: /[^\s()"“”«»„]+/
%ignore /\s+/
"""
PARSER = Lark(GRAMMAR, parser="lalr", lexer="basic")


@v_args(inline=True)
class _Tree(Transformer[Token, Node | None]):
    """Turns parts into nodes while they are parsed; a part without anything to look for becomes None."""

    def either(self, *parts: Node | Token | None) -> Node | None:
        return _joined(Or, parts)

    def both(self, *parts: Node | Token | None) -> Node | None:
        return _joined(And, parts)

    def without(self, _operator: Token, part: Node | None) -> Node:
        if part is None:
            raise QueryError(_("NOT needs a word to leave out, as in: meeting NOT cancelled."))
        return Not(part)

    def near(self, *parts: Node | Token | None) -> Node | None:
        return _near(parts)

    def field(self, name: Token, value: Token) -> Node:
        start, end = name.start_pos or 0, value.end_pos or 0
        known = str(name)[:-1].lower()
        if known not in FIELDS:
            raise QueryError(_no_such_field(known), start, start + len(name))
        text = str(value)[1:-1] if value.type == "QUOTED" else str(value)
        return Field(known, text.strip(), start, end)

    def quoted(self, token: Token) -> Node | None:
        return phrase_of(str(token)[1:-1], token.start_pos or 0, token.end_pos or 0)

    def bare(self, token: Token) -> Node | None:
        return phrase_of(str(token), token.start_pos or 0, token.end_pos or 0, loose=True)


def _no_such_field(name: str) -> str:
    close = get_close_matches(name, FIELDS, 1, 0.5)
    if close:
        return _("There is no field “%(name)s”. Did you mean %(close)s:?") % {"name": name, "close": close[0]}
    sentence = _("There is no field “%(name)s”. There are: %(fields)s. Put quotation marks around words with a colon.")
    return sentence % {"name": name, "fields": ", ".join(FIELDS)}


def _near(parts: tuple[Node | Token | None, ...]) -> Node | None:
    """Each of the phrases on the left with each of those on the right."""
    if len(parts) == 1:
        return parts[0] if not isinstance(parts[0], Token) else None
    operator = next(part for part in parts if isinstance(part, Token))
    start, end = operator.start_pos or 0, operator.end_pos or 0
    distance = int(str(operator)[5:] or USUAL_DISTANCE)
    if not 1 <= distance <= FARTHEST:
        sentence = _("NEAR/%(distance)d: write a number of words from 1 to %(most)d.")
        raise QueryError(sentence % {"distance": distance, "most": FARTHEST}, start, end)
    if len(parts) > 3:
        raise QueryError(_("NEAR joins two: write a NEAR/5 b AND b NEAR/5 c."), start, end)
    left, right = (_alternatives(part) for part in (parts[0], parts[2]))
    if not left or not right or len(left) * len(right) > MOST_PAIRS:
        raise QueryError(_("NEAR stands between words, phrases, or (one OR another)."), start, end)
    pairs = tuple(Near(first, second, distance) for first in left for second in right)
    return Or(pairs) if len(pairs) > 1 else pairs[0]


def _alternatives(node: Node | Token | None) -> list[Phrase]:
    """The phrases that a side of NEAR allows; none when it is something else."""
    if isinstance(node, Phrase):
        return [node]
    if isinstance(node, Or):
        return [part for part in node.parts if isinstance(part, Phrase)] if _only_phrases(node) else []
    return []


def _only_phrases(node: Or) -> bool:
    return all(isinstance(part, Phrase) for part in node.parts)


def _joined(kind: type[And] | type[Or], parts: tuple[Node | Token | None, ...]) -> Node | None:
    kept: list[Node] = []
    for part in parts:
        if isinstance(part, kind):
            kept.extend(part.parts)
        elif part is not None and not isinstance(part, Token):
            kept.append(part)
    return kind(tuple(kept)) if len(kept) > 1 else kept[0] if kept else None


def parse(text: str) -> Node:
    """The tree of a query.

    Raises:
        QueryError: what is wrong and where; nothing else, whatever is typed.
    """
    text = text.translate(UNWANTED).encode("utf-8", "replace").decode()
    _check_size(text)
    try:
        node = _Tree().transform(PARSER.parse(text))
    except UnexpectedCharacters as error:
        raise _unreadable(text, error.pos_in_stream or 0) from error
    except UnexpectedToken as error:
        raise _misplaced(text, error.token) from error
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise error.orig_exc from None
        raise
    except LarkError as error:
        raise QueryError(_("The query cannot be read."), 0, len(text)) from error
    if node is None:
        raise QueryError(_("There is no word in this query. Type what to look for."), 0, len(text))
    return node


def _check_size(text: str) -> None:
    if not text.strip():
        raise QueryError(_("Type what to look for."))
    if len(text) > LONGEST:
        raise QueryError(_("A query may have %(most)d characters at most.") % {"most": LONGEST}, LONGEST, len(text))
    if text.count("(") > MOST_BRACKETS or text.count("NOT ") > MOST_BRACKETS:
        raise QueryError(_("The query is nested too deeply: use fewer brackets and NOTs."), 0, len(text))
    if len(text.split()) > MOST_TERMS:
        raise QueryError(_("A query may have %(most)d words at most.") % {"most": MOST_TERMS}, 0, len(text))


def _unreadable(text: str, at: int) -> QueryError:
    if text[at] in '"“”«»„':
        return QueryError(_("This quotation mark has no partner."), at, at + 1)
    return QueryError(_("“%(character)s” cannot stand here.") % {"character": text[at]}, at, at + 1)


def _misplaced(text: str, token: Token) -> QueryError:
    at = token.start_pos or 0
    end = token.end_pos or at
    if token.type == "$END":
        return _unfinished(text)
    if token.type in ("AND", "OR", "NEAR"):
        sentence = _("%(operator)s needs something before it and after it, as in: meeting %(operator)s letter.")
        return QueryError(sentence % {"operator": str(token)}, at, end)
    if token.type == "RPAR":
        opened = text[:at].count("(") > text[:at].count(")")
        sentence = _("Something is missing before this bracket.") if opened else _("This bracket was never opened.")
        return QueryError(sentence, at, end)
    return QueryError(_("“%(token)s” cannot stand here.") % {"token": str(token)}, at, end)


def _unfinished(text: str) -> QueryError:
    last = text.split()[-1]
    start, end = text.rindex(last), text.rindex(last) + len(last)
    if last in ("AND", "OR", "NOT") or last.startswith("NEAR"):
        return QueryError(_("Something is missing after %(operator)s.") % {"operator": last}, start, end)
    if last.endswith(":"):
        return QueryError(_("A value is missing after %(field)s") % {"field": last}, start, end)
    opened = text.rfind("(")
    if opened >= 0:
        return QueryError(_("This bracket is not closed."), opened, opened + 1)
    return QueryError(_("The query breaks off here."), end, end)
