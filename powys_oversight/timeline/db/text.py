import re
import unicodedata


def fold(text: str) -> str:
    """Remove case and accents by Unicode's rules, as neither database does both."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def spellings(word: str) -> list[str]:
    plain = word.replace("’", "'")
    return list(dict.fromkeys([plain, plain.replace("'", "’")]))


UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that neither HTML nor XML can hold."""
