"""Browse: the public pages of the timeline."""
