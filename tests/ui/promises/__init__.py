"""The promises panel."""
