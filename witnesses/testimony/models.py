"""The tables of this room, gathered."""

from witnesses.testimony.interviews import Interview
from witnesses.testimony.statements import Paragraph, Statement, StatementStep, StatementVersion
from witnesses.testimony.transcripts import Transcript, TranscriptSegment
from witnesses.testimony.translations import TranslatedParagraph, Translation, TranslationStep

__all__ = [
    "Interview",
    "Paragraph",
    "Statement",
    "StatementStep",
    "StatementVersion",
    "Transcript",
    "TranscriptSegment",
    "TranslatedParagraph",
    "Translation",
    "TranslationStep",
]
