"""What operators write down."""
