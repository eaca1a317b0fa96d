"""No tables. The module makes Django send post_migrate for this app."""
