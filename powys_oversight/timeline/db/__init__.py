"""What every table shares: fields, natural keys, querysets, the revision and transactions."""
