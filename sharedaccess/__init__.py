"""The doors: on whose behalf may this person act?"""
