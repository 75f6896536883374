"""What tests share: builders, fakes, traffic."""
