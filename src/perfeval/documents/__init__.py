"""Documents out: layouts build neutral blocks from an evaluation, writers draw blocks in one format."""
