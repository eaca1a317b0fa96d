"""What the record is taken away in, given to tools that are not ours.

They come with `pip install -e '.[test,proof]'`; a test whose tool is missing is skipped, and in CI fails.
"""
