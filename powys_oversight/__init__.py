"""The composition root: settings, addresses and commands that put the apps together."""
