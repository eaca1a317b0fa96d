"""The record: dates, models, filters, history, publishing and dump. It knows no kind of event."""
