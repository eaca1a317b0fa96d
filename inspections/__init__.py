"""What the inspectorate did and found, and the figures that were reported."""
