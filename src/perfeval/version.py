"""The version of perfeval, in its one home; the façade, results and SARIF files print it."""

VERSION = "0.1.0"
