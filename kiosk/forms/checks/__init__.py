"""What `kiosk.forms.check` looks at, one file for each kind of thing."""
