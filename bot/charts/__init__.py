"""Charts: values in, PNG or SVG out; matplotlib is imported only where one is drawn."""
