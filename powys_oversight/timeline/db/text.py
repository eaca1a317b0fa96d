import re
import unicodedata


def fold(text: str) -> str:
    """Case and accents removed, by Unicode's own rules: neither database can do both by itself."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def spellings(word: str) -> list[str]:
    """A folded word as a text may have it: most keyboards have one apostrophe, most documents the other."""
    plain = word.replace("’", "'")
    return list(dict.fromkeys([plain, plain.replace("'", "’")]))


UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What neither a page nor XML can hold."""
