"""The crash as measured: a sentence, figures, and the curve."""
