"""Short links, UTM rules, clicks and conversions."""
