import logging
import time


class UtcFormatter(logging.Formatter):
    """Writes times in UTC, so that logs of several machines can be compared."""

    converter = time.gmtime  # type: ignore[assignment] # as its own documentation does
    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = ""
