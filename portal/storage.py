"""Static files with their content's hash in the name, `@import … layer()` of style sheets included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = False
