"""The whole record as a folder of YAML files, written and read back."""
