"""Where each service stood on a day: uncertain intervals, and sentences about them."""
