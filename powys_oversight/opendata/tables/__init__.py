"""The tables of the timeline: the columns of each, and what each column means."""
