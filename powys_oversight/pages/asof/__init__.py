"""Each service on a day: uncertain intervals, and sentences about them."""
