"""Formats of days in figures: year first, so that 3 May and 5 March cannot be confused."""

DATE_INPUT_FORMATS = ["%Y-%m-%d"]
