"""Documents as web pages, and the drawings in them."""
