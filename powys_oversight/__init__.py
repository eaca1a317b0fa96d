"""Settings, addresses and commands that put the apps together."""
