"""The query language: words, "phrases", AND OR NOT, brackets, `word*`, `field:value`. Text in, tree out, or a QueryError.

AND binds closer than OR, and stands between two terms that have nothing between them. Operators are upper-case, so that
"and", "or", "не" are ordinary words. A word with hyphens or dots inside is a phrase of its parts.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer, v_args
from lark.exceptions import LarkError, UnexpectedCharacters, UnexpectedToken, VisitError

from evidence.search.query import And, Field, Node, Not, Or, Phrase, QueryError, Word
from evidence.search.words import tokens

LONGEST = 1000
MOST_TERMS = 64
MOST_BRACKETS = 32
LONGEST_PHRASE = 40
SHORTEST_PREFIX = 2
UNWANTED = {0: " ", 10: " ", 13: " "}
FIELDS = ("type", "lang", "provider", "from", "date", "batch", "class", "ref")

GRAMMAR = r"""
?start: either
either: both (OR both)*
both: term (AND? term)*
?term: NOT term                        -> without
     | "(" either ")"
     | FIELD (QUOTED | BARE)           -> field
     | QUOTED                          -> quoted
     | BARE                            -> bare

OR.6: /OR(?![^\s()"“”«»„])/
AND.6: /AND(?![^\s()"“”«»„])/
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

    def field(self, name: Token, value: Token) -> Node:
        start, end = name.start_pos or 0, value.end_pos or 0
        known = str(name)[:-1].lower()
        if known not in FIELDS:
            sentence = _(
                "There is no field “%(name)s”. There are: %(fields)s. Put quotation marks around words with a colon."
            )
            raise QueryError(sentence % {"name": known, "fields": ", ".join(FIELDS)}, start, start + len(name))
        text = str(value)[1:-1] if value.type == "QUOTED" else str(value)
        return Field(known, text.strip(), start, end)

    def quoted(self, token: Token) -> Node | None:
        return _phrase(str(token)[1:-1], token)

    def bare(self, token: Token) -> Node | None:
        return _phrase(str(token), token)


def _joined(kind: type[And] | type[Or], parts: tuple[Node | Token | None, ...]) -> Node | None:
    kept: list[Node] = []
    for part in parts:
        if isinstance(part, kind):
            kept.extend(part.parts)
        elif part is not None and not isinstance(part, Token):
            kept.append(part)
    return kind(tuple(kept)) if len(kept) > 1 else kept[0] if kept else None


def _phrase(text: str, token: Token) -> Phrase | None:
    start, end = token.start_pos or 0, token.end_pos or 0
    stem = text.rstrip("*")
    if "*" in stem:
        raise QueryError(_("A star goes at the end of a word, as in: cancel*."), start, end)
    words = [found.text for found in tokens(stem)]
    if len(words) > LONGEST_PHRASE:
        raise QueryError(_("A phrase may have %(most)d words at most.") % {"most": LONGEST_PHRASE}, start, end)
    if not words:
        if stem != text:
            raise QueryError(_("Type the beginning of a word before the star, as in: cancel*."), start, end)
        return None
    if stem != text and len(words[-1]) < SHORTEST_PREFIX:
        raise QueryError(_("Type at least two letters before the star."), start, end)
    last = Word(words[-1], prefix=stem != text)
    return Phrase((*map(Word, words[:-1]), last))


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
    if token.type in ("AND", "OR"):
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
    if last in ("AND", "OR", "NOT"):
        return QueryError(_("Something is missing after %(operator)s.") % {"operator": last}, start, end)
    if last.endswith(":"):
        return QueryError(_("A value is missing after %(field)s") % {"field": last}, start, end)
    opened = text.rfind("(")
    if opened >= 0:
        return QueryError(_("This bracket is not closed."), opened, opened + 1)
    return QueryError(_("The query breaks off here."), end, end)
