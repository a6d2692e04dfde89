"""What is printed or drawn for paper: responses, slips, posters, blank forms, charts."""
