"""The preview server reloads pages by a script inside them, which the policy would stop."""

from __future__ import annotations

import pytest

from psi_site.outputs import Outputs
from psi_site.site import Site
from tests import made_up


@pytest.mark.parametrize("serving", [False, True])
def test_the_policy_is_left_out_of_previews_only(lappi: Site, serving: bool) -> None:
    outputs = Outputs(lappi, made_up.ROOT / "overrides", made_up.NOW, serving)
    policy = outputs.context("index.html")["view"]["head_meta_csp"]
    assert (policy is None) == serving
