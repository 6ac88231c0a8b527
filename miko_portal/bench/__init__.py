"""How fast the pages are, measured by a bare Django view on the same machine at the same time."""
