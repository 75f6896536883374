"""The domain's words as an operator reads them: one table per enum, in the language of the screen."""
