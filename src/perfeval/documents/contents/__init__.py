"""What the documents say: each function turns an evaluation, or an audit, into neutral blocks."""
