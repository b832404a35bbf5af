"""Names across scripts, schemes and cases. This page only gathers; see the modules."""

from inquiry.shared.names.endings import case_keys, form_keys, token_keys
from inquiry.shared.names.inflection import inflected
from inquiry.shared.names.keys import WORD, folded, name_key, unmixed, word_key
from inquiry.shared.names.likeness import LIKELY, alike, found_in, keys_in
from inquiry.shared.names.schemes import Scheme
from inquiry.shared.names.variants import Variant, cleaned, variants

__all__ = [
    "LIKELY",
    "WORD",
    "Scheme",
    "Variant",
    "alike",
    "case_keys",
    "cleaned",
    "folded",
    "form_keys",
    "found_in",
    "inflected",
    "keys_in",
    "name_key",
    "token_keys",
    "unmixed",
    "variants",
    "word_key",
]
