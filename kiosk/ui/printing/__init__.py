"""Paper with words on it: `kiosk.papers` draws, `wording` speaks, and here they meet."""
