"""``python -m app --self-check``, in parts: what is whole, what the service needs, what the desk needs of Qt."""
