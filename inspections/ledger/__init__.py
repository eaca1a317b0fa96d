"""The judgement ledger: themes by event, and its filter."""
