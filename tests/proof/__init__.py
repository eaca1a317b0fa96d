"""What the record is taken away in, given to tools that are not ours.

They come with `pip install -e '.[test,proof]'`; where one is missing the tests are
passed over, unless PROOF is set, as it is in CI.
"""
