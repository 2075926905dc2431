"""Making the models: `python -m diapason.listening.understanding.training FOLDER`. Never imported by the product."""
