"""`perfeval read`: an interruption keeps what is done and says how to go on; the same command then ends as if nothing had been."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from plugin_on_disk import install

FORM = Path(__file__).parents[1] / "data" / "forms" / "29-anhui-jinzhai-bumen-2023.xlsx"
SLEEPING = """
    import os
    import time
    from perfeval.plugin import NATIONAL_FORM, Reader

    def slowly(file):
        if "slow" in file.path and "PERFEVAL_SLEEPS" in os.environ:
            open(os.environ["PERFEVAL_SLEEPS"], "w").close()
            time.sleep(60)
        return NATIONAL_FORM.read(file)

    @hookimpl
    def perfeval_readers():
        return [Reader(id="slow", title=Text("慢", "slow"), recognise=lambda _: 100, read=slowly)]
"""


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_done_when_it_is_interrupted_is_kept(language: str, workers: int, tmp_path: Path) -> None:
    """How much that is, where it is and how to go on are told; the dossiers are those of a run without an interruption."""
    site, folder, flag = tmp_path / "site", tmp_path / "forms", tmp_path / "flag"
    site.mkdir()
    folder.mkdir()
    install(site, "sleeping", SLEEPING)
    for name in ("a", "b", "slow"):
        (folder / f"{name}.xlsx").write_bytes(FORM.read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONIOENCODING": "utf-8"}

    def command(output: Path) -> list[str]:
        arguments = ["--lang", language, "read", str(folder), "-o", str(output), "--workers", str(workers)]
        return [sys.executable, "-m", "perfeval", *arguments]

    with subprocess.Popen(
        command(tmp_path / "out"),
        env={**environment, "PERFEVAL_SLEEPS": str(flag)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        for _ in range(600):
            if flag.exists() or process.poll() is not None:
                break
            time.sleep(0.1)
        time.sleep(1)  # the other process writes down what it has done
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    told = stderr.decode()
    words = {"zh": "已处理 2 / 3 个文件", "en": "2 of 3 files are done"}
    assert words[language] in told
    assert str(tmp_path / "out") in told
    assert "Traceback" not in told
    subprocess.run(command(tmp_path / "out"), env=environment, capture_output=True, check=False)
    subprocess.run(command(tmp_path / "whole"), env=environment, capture_output=True, check=False)
    made, wanted = (
        {one.name: one.read_bytes() for one in (tmp_path / name).glob("*.yaml")} for name in ("out", "whole")
    )
    assert made == wanted
    assert len(made) == 3
