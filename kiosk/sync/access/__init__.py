"""How the central service lets this kiosk in: nothing, token, password, SMART or certificate."""
