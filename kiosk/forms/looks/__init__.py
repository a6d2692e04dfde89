"""How a form is to be shown, as plain data: controls, layout, media, sanitised texts."""
