"""The tables of no one app: the columns of each, and what each column means."""
