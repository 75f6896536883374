"""How the desk looks: tokens, palette, style sheet, fonts, icons; light and dark."""
