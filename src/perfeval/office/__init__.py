"""Office files: unpacked safely, read as grids of cells, packed the same every time; what their writers share."""
