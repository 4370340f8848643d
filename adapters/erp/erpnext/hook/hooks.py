# Add to the hooks.py of your own app; credit_check.py stands beside it.
doc_events = {
    "Sales Order": {
        "before_submit": "your_app.credit_check.require_credit",
    },
}
