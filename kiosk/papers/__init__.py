"""What is printed or drawn for paper, by Qt's writer: responses, slips, posters, blank forms, charts."""
