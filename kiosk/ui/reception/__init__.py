"""The desk's window, for mouse and keyboard: its pages; `controls/` has their parts."""
