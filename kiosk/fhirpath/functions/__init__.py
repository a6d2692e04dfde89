"""The functions of the language, one module for each chapter of the specification."""
