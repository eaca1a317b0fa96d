import logging
import time


class UtcFormatter(logging.Formatter):
    """Times in UTC, whatever the time zone of the site: two machines' logs can be laid side by side."""

    converter = time.gmtime  # type: ignore[assignment] # as its own documentation does
    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = ""
