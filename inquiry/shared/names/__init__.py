"""Names across scripts, schemes and cases. This page only gathers; see the modules."""

from inquiry.shared.names.endings import case_keys, form_keys, token_keys
from inquiry.shared.names.keys import WORD, folded, name_key, unmixed, word_key

__all__ = ["WORD", "case_keys", "folded", "form_keys", "name_key", "token_keys", "unmixed", "word_key"]
