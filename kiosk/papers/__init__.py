"""What is printed, as PDF: responses, blank forms, slips, the card on the desk and the poster."""
