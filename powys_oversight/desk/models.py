"""The desk keeps no tables. Django tells an app with this module when the tables of all are there."""
