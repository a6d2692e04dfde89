"""The script that brings a bare machine to a running kiosk, on machines made of stand-ins.

The script under test is real; python3, apt and uv are tiny scripts that write down how they were
called, so that a whole start takes a tenth of a second and no network.
"""

import fcntl
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BOOTSTRAP = "packaging/bootstrap.sh"
MISSING = "libglib-2.0.so.0:libglib2.0-0:1 libGL.so.1:libgl1:46"
TOOLS = """awk bash cat chmod cksum cp date dirname du env find grep id locale mkdir mv rm sed sh
sleep tail touch tr true uname"""

PYTHON = """
case "$*" in
*hashlib*) echo "$0"; echo 3.11.9-x86_64-abc ;;
*version_info*) echo {version} ;;
*ctypes*) printf '%s\\n' {missing} ;;
*fcntl*) exec {real} "$@" ;;
*"pip install"*) mkdir -p "$5/bin" && cp "${{0%/*}}/uv-of-pip" "$5/bin/uv" ;;
esac
"""
UV = """
case "$1" in --version) echo "uv {version}"; exit ;; esac
echo "uv $* cert=${{SSL_CERT_FILE-}} into=$UV_PROJECT_ENVIRONMENT" >>{calls}
mkdir -p "$UV_PROJECT_ENVIRONMENT/bin" "$UV_PROJECT_ENVIRONMENT/lib/python3.11/site-packages"
printf '#!/bin/sh\\necho "$PWD: $*"\\n' >"$UV_PROJECT_ENVIRONMENT/bin/python"
chmod +x "$UV_PROJECT_ENVIRONMENT/bin/python"
"""


@dataclass(frozen=True)
class Machine:
    """A path, a home and a list of the calls that its programs received."""

    folder: Path

    @property
    def programs(self) -> Path:
        return self.folder / "bin"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def calls(self) -> str:
        file = self.folder / "calls"
        return file.read_text() if file.exists() else ""

    def program(self, name: str, script: str) -> None:
        file = self.programs / name
        file.unlink(missing_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def recorder(self, name: str, script: str = "") -> None:
        self.program(name, f'echo "{name} $*" >>{self.folder}/calls\n{script}')

    def python(self, version: str = "3.11", *, missing: str = "", name: str = "python3") -> None:
        real = shutil.which("python3")
        self.program(name, PYTHON.format(version=version, missing=missing or "''", real=real))

    def uv(self, version: str = "0.9.1", *, name: str = "uv", also: str = "") -> None:
        self.program(name, UV.format(version=version, calls=self.folder / "calls") + also)

    def command(self, *arguments: str, program: str = BOOTSTRAP) -> list[str]:
        shell = "bash" if program == ".ci/run" else "sh"
        return [shell, str(ROOT / program), *arguments]

    def environment(self, **more: str) -> dict[str, str]:
        places = {"PATH": self.programs, "HOME": self.home, "TMPDIR": self.folder}
        return {name: str(place) for name, place in places.items()} | {"LANG": "C"} | more

    def start(
        self, *arguments: str, program: str = BOOTSTRAP, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments, program=program),
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=self.environment(**environment),
        )


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """Only the tools that every system has: no python3, no apt, no uv."""
    machine = Machine(tmp_path)
    machine.programs.mkdir()
    machine.home.mkdir()
    for tool in TOOLS.split():
        found = shutil.which(tool)
        if found is not None:
            (machine.programs / tool).symlink_to(found)
    return machine


@pytest.fixture
def machine(bare: Machine) -> Machine:
    """A Debian where root has python3, apt and uv, and no library is missing."""
    bare.python()
    bare.uv()
    bare.program("id", "echo 0")
    bare.recorder("apt-get", 'echo "Need to get 7.5 MB of archives."')
    bare.program("apt-cache", "exit 0")
    return bare


def test_a_machine_without_python_is_told_plainly(bare: Machine) -> None:
    told = bare.start("demo")
    assert told.returncode == 1
    assert "needs Python 3.11 to 3.14 (found: none)" in told.stderr


def test_a_python_that_is_too_old_is_told_plainly(bare: Machine) -> None:
    bare.python("3.9")
    told = bare.start("demo")
    assert told.returncode == 1
    assert "needs Python 3.11 to 3.14 (found: python3 is 3.9)" in told.stderr
    assert "apt-get install" in told.stderr


def test_a_newer_python_beside_an_old_one_is_found(machine: Machine) -> None:
    machine.python("3.10")
    machine.python("3.11", name="python3.11")
    assert machine.start("demo").returncode == 0
    assert "--python " + str(machine.programs / "python3.11") in machine.calls


def test_without_apt_it_names_the_libraries_to_install_by_hand(machine: Machine) -> None:
    machine.python(missing=MISSING)
    (machine.programs / "apt-get").unlink()
    told = machine.start("demo")
    assert told.returncode == 1
    assert "There is no apt here" in told.stderr
    assert "libglib2.0-0 libgl1" in told.stderr


def test_a_user_who_may_not_install_gets_the_command_with_that_releases_names(
    machine: Machine,
) -> None:
    machine.python(missing=MISSING)
    machine.program("id", "echo 1000")
    machine.program("apt-cache", "printf '%s\\n' libgl1 libglib2.0-0t64")
    told = machine.start("demo")
    assert told.returncode == 1
    assert "\n  apt-get install --no-install-recommends -y libglib2.0-0t64 libgl1\n" in told.stderr
    assert machine.calls == ""


def test_a_user_with_sudo_installs_through_it(machine: Machine) -> None:
    machine.python(missing=MISSING)
    machine.program("id", "echo 1000")
    machine.recorder("sudo", 'shift; exec "$@"')
    assert machine.start("demo").returncode == 0
    assert "apt-get -q -y" in machine.calls


def test_it_says_what_it_will_fetch_and_how_much_before_it_does(machine: Machine) -> None:
    machine.python(missing=MISSING)
    told = machine.start("demo").stderr
    plan, _, deeds = told.partition("  done:")
    assert "about 47 MB: libglib2.0-0 libgl1" in plan
    assert "Python packages" in plan
    assert "system packages (libraries), 7.5 MB" in deeds


def test_only_missing_libraries_are_installed(machine: Machine) -> None:
    machine.python(missing=MISSING)
    machine.start("demo")
    assert machine.calls.count("apt-get") == 1
    assert "install --no-install-recommends libglib2.0-0 libgl1" in machine.calls


def test_apt_is_neither_used_nor_needed_where_every_library_is_there(machine: Machine) -> None:
    machine.start("demo")
    assert "apt-get" not in machine.calls
    (machine.programs / "apt-get").unlink()
    assert machine.start("run", CLINIC_KIOSK_HOME=str(machine.folder / "other")).returncode == 0


def test_absent_package_lists_are_fetched_and_the_install_tried_again(machine: Machine) -> None:
    machine.python(missing=MISSING)
    lists = machine.folder / "lists"
    machine.recorder("apt-get", f'case "$*" in *update*) touch {lists} ;; esac; [ -e {lists} ]')
    assert machine.start("demo").returncode == 0
    assert machine.calls.count("apt-get") == 3


def test_what_apt_said_is_shown_when_it_fails(machine: Machine) -> None:
    machine.python(missing=MISSING)
    machine.program("apt-get", "echo E: no space left >&2; exit 100")
    told = machine.start("demo")
    assert told.returncode == 1
    assert "E: no space left\napt could not install: libglib2.0-0 libgl1" in told.stderr


def test_any_other_command_is_reached_through_the_verb_kiosk(machine: Machine) -> None:
    told = machine.start("kiosk", "status", "--json")

    assert told.stdout == f"{machine.folder}: -P -m kiosk status --json\n"


@pytest.mark.parametrize("verb", ["demo", "run"])
def test_arguments_after_the_verb_go_to_the_program_in_the_callers_folder(
    machine: Machine, verb: str
) -> None:
    told = machine.start(verb, "--out", "a b", "--help")
    assert told.stdout == f"{machine.folder}: -P -m kiosk {verb} --out a b --help\n"


def test_the_tests_run_from_the_checkout_with_their_arguments(machine: Machine) -> None:
    told = machine.start("--long", "-k", "store", program=".ci/run")
    cache = machine.home / ".cache" / "clinic-kiosk" / "pytest"
    assert told.stdout == f"{ROOT}: -P -m pytest -o cache_dir={cache} --long -k store\n"
    assert "--frozen --dev" in machine.calls


def test_the_checkout_can_be_imported_by_children_without_our_surroundings(
    machine: Machine,
) -> None:
    machine.start("demo")
    (path_file,) = machine.home.rglob("clinic-kiosk.pth")
    assert path_file.read_text() == f"{ROOT}\n"


def test_the_exit_code_is_the_programs(machine: Machine) -> None:
    machine.uv(also='printf "#!/bin/sh\\nexit 5\\n" >"$UV_PROJECT_ENVIRONMENT/bin/python"')
    assert machine.start("test").returncode == 5


def test_a_second_start_fetches_nothing_and_says_nothing(machine: Machine) -> None:
    machine.start("demo")
    (machine.folder / "calls").unlink()
    told = machine.start("demo")
    assert (told.returncode, told.stderr, machine.calls) == (0, "", "")


def test_what_an_interruption_left_is_made_anew(machine: Machine) -> None:
    machine.uv(also='touch "$UV_PROJECT_ENVIRONMENT/half"; kill -9 $$')
    broken = machine.start("demo")
    assert broken.returncode == 1
    assert "The same command goes on from here" in broken.stderr
    machine.uv()
    assert machine.start("demo").returncode == 0
    assert not list(machine.home.rglob("half"))


def test_a_second_start_at_the_same_time_waits_for_the_first(machine: Machine) -> None:
    cache = machine.home / ".cache" / "clinic-kiosk"
    cache.mkdir(parents=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = subprocess.Popen(
            machine.command("demo"), stderr=subprocess.PIPE, text=True, env=machine.environment()
        )
        assert second.stderr is not None
        told = [second.stderr.readline() for _ in range(3)]
        assert machine.calls == ""
    second.communicate(timeout=30)
    assert "Another start is getting things ready" in told[-1]
    assert second.returncode == 0
    assert "uv sync" in machine.calls


def test_a_uv_that_is_too_old_gives_way_to_one_in_the_cache_folder(machine: Machine) -> None:
    machine.uv("0.8.22", also="exit 1")
    machine.uv("0.9.0", name="uv-of-pip")
    told = machine.start("demo")
    assert told.returncode == 0
    assert (machine.home / ".cache" / "clinic-kiosk" / "bin" / "uv").is_file()


def test_the_given_certificates_reach_uv(machine: Machine) -> None:
    bundle = machine.folder / "clinic.pem"
    bundle.touch()
    machine.start("demo", PIP_CERT=str(bundle))
    assert f"cert={bundle}" in machine.calls


def test_a_home_that_cannot_be_written_is_replaced_by_a_private_folder(machine: Machine) -> None:
    assert machine.start("demo", HOME="/dev/null").returncode == 0
    folder = machine.folder / "clinic-kiosk-0"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert f"into={folder}/run-" in machine.calls


def test_a_folder_that_others_may_write_is_not_trusted(machine: Machine) -> None:
    folder = machine.folder / "clinic-kiosk-0"
    folder.mkdir()
    folder.chmod(0o777)
    told = machine.start("demo", HOME="/dev/null")
    assert told.returncode == 1
    assert "is not a private folder of yours" in told.stderr
    assert machine.calls == ""
