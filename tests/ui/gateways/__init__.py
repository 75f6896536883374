"""Tests of the page of gateways."""
