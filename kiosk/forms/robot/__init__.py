"""A robot that fills any form, by chance from a seed: forms are tried before patients meet them."""
