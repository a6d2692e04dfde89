"""The steps, each in the order in which stores out there take it; none is ever changed."""
