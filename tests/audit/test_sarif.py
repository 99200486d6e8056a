"""SARIF: places are URIs that code hosts and editors follow, whatever system the files stand on."""

from __future__ import annotations

import json
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import Case, Dossier, Location, Project, audit_case
from perfeval.audit.rule import Rule
from perfeval.audit.sarif import to_sarif
from perfeval.plugin import Finding, Text


def uri_of(path: str) -> str:
    """Return the URI under which a finding in a file of this path is told."""
    place = Location(path=path, line=3, column=5)
    finding = Finding(subject="甲", message=Text("错", "wrong"), remedy=Text("改", "mend it"), location=place)
    rule = Rule(code="X01", title=Text("错", "wrong"), severity="error", check=lambda _: [finding])
    case = Case(dossier=Dossier(indicators="x", year=2024, project=Project(name="x")))
    data = json.loads(to_sarif([audit_case(case, rules=[rule])], rules=[rule], version="1"))
    (physical,) = (place["physicalLocation"] for one in data["runs"][0]["results"] for place in one["locations"])
    assert physical["region"] == {"startLine": 3, "startColumn": 5}
    return str(physical["artifactLocation"]["uri"])


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("档案/a b.yaml", "%E6%A1%A3%E6%A1%88/a%20b.yaml"),
        ("/data/d.yaml", "file:///data/d.yaml"),
        ("C:\\档案\\d.yaml", "file:///C:/%E6%A1%A3%E6%A1%88/d.yaml"),
        ("C:/x/d.yaml", "file:///C:/x/d.yaml"),
        ("\\\\server\\share\\d.yaml", "file://server/share/d.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("d.yaml", "d.yaml"),
        ("../d#1?.yaml", "../d%231%3F.yaml"),
    ],
)
def test_a_path_is_a_uri(path: str, uri: str) -> None:
    """Drives and servers of Windows too; a colon in a relative name is no scheme."""
    assert uri_of(path) == uri


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda path: "/" not in path))
def test_any_relative_name_comes_back(name: str) -> None:
    """It has neither scheme, query nor fragment, and says the name again."""
    uri = uri_of(f"folder/{name}")
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert unquote(parts.path) == f"folder/{name}"
