"""Ten PCs of one clinic, one script, one token, one service."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.commands.alone import NewPC, central, clients, kept_there

PCS = 10
AT_ONCE = 3


def test_ten_pcs_enrol_by_one_token_and_an_eleventh_does_not(
    secret_service: dict[str, str], tmp_path: Path
) -> None:
    def alone(pc: NewPC) -> Any:
        return pc("setup", "--unattended")

    pcs = [NewPC(secret_service, tmp_path / f"elm-{number:02}") for number in range(PCS + 1)]
    with central(tmp_path / "central", "--closed") as closed:
        token = closed.token("--times", PCS)
        for pc in pcs:
            pc.policy(closed.base, token)
        with ThreadPoolExecutor(AT_ONCE) as script:
            ended = list(script.map(alone, pcs[:PCS]))
        late = alone(pcs[PCS])
        fleet = pcs[0].json("status", "--fleet")["kiosks"]
    assert [one.returncode for one in ended] == [0] * PCS, [one.stderr for one in ended]
    assert late.returncode == 5
    assert "does not accept the token for enrolment" in late.stdout
    assert len(clients(closed.data)) == len({one[1] for one in clients(closed.data)}) == PCS
    assert {one["name"] for one in fleet} == {pc.place.name for pc in pcs[:PCS]}
    assert len({one["id"] for one in kept_there(closed.data, "Device")}) == PCS
    assert all(len(pc.pages()) == 1 for pc in pcs)
