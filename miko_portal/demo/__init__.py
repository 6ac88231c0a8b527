"""Demo data: invented, plausible, in German; the YAML beside the modules is what they load."""
