#!/usr/bin/env python
from powys_oversight.__main__ import main

if __name__ == "__main__":
    main()
