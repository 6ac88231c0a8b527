"""What the office does with seminars. Each is one transaction, done by somebody."""

from events.actions.planning import cancel, plan, publish, store_texts

__all__ = ["cancel", "plan", "publish", "store_texts"]
