#!/usr/bin/env python3
"""What all commands share: help, manual, completions, errors, exit codes"""

import re
import shlex
import shutil
import subprocess

import clitest
import taptest


def command_names(home):
    overview = home.run("--help").ok().out
    block = overview.split("Commands:\n")[1].split("\n\n")[0]
    names = [re.split(r"\s{2,}", line.strip())[0] for line in block.splitlines()]
    assert "price" in names and len(names) >= 4, names
    return names


def help_of_every_command(home):
    for name in command_names(home):
        words = name.split(" ")
        shown = home.run(*words, "--help").ok()
        assert shown.err == ""
        assert f"costlab-cli {name}" in shown.out, shown.out
        assert "--data-dir" in shown.out and "--json" in shown.out
        assert home.run("help", *words).ok().out == shown.out
        assert home.run("--help", *words).ok().out == shown.out


def examples_can_be_followed(home):
    """Each as it stands in the help, in the order of a person's work."""
    order = ("experiment create", "experiment list", "run", "compare", "calls", "experiment show",
             "experiment resume", "experiment archive", "experiment delete", "tour", "strategies",
             "models", "price", "verify", "profile create", "profile list", "profile delete")
    files = {"tokens", "usage", "prices import", "recover"}  # these want input of the user's
    assert set(order) | files == set(command_names(home))
    home.run("profile", "list").ok()
    for name in order:
        shown = home.run("help", *name.split()).ok().out
        (example,) = re.findall(r"^ +costlab-cli (.*)$", shown.split("Example:")[1], re.M)
        if name == "compare":
            home.run("run", "support", "--baseline").ok()
        home.run(*shlex.split(example)).ok()


def help_fits_a_terminal(home):
    for name in [[], *(n.split(" ") for n in command_names(home))]:
        for line in home.run(*name, "--help").ok().out.splitlines():
            assert len(line) <= 100, (name, line)


def version(home):
    assert re.fullmatch(r"costlab-cli \d+\.\d+\.\d+\n", home.run("--version").ok().out)


def wrong_usage(home):
    table = ((), ("frobnicate",), ("--nonsense",), ("--nonsense", "price"),
             ("price", "--nonsense"), ("help", "frobnicate"), ("--data-dir",))
    for arguments in table:
        plain = home.run(*arguments, data=False)
        assert plain.status == 2, (arguments, plain.status)
        assert plain.out == "" and plain.err.startswith("costlab-cli: "), (arguments, plain.err)


def a_group_names_its_commands(home):
    for group, names in (("experiment", ("experiment create", "experiment resume")),
                         ("profile", ("profile list", "profile delete"))):
        for arguments in ((group,), (group, "frobnicate"), (group, "--help"), ("help", group)):
            result = home.run(*arguments, data=False)
            assert result.status == 2 and "no command" not in result.err, (arguments, result.err)
            for name in names:
                assert f"“{name}”" in result.err, (arguments, result.err)


def usage_errors_are_one_line(home):
    result = home.run("price")
    assert result.status == 2 and len(result.err.strip().split("\n")) == 1, result.err


def a_full_disk_is_no_success(home):
    with open("/dev/full", "wb") as full:
        for arguments in (("models",), ("--json", "strategies"), ("--version",)):
            process = subprocess.run(home.command(*arguments), stdin=subprocess.DEVNULL,
                                     stdout=full, stderr=subprocess.PIPE, check=False,
                                     env=home.environment)
            assert process.returncode == 1, (arguments, process.returncode)
            assert b"cannot be written" in process.stderr, process.stderr


def errors_as_json_wherever_json_stands(home):
    for arguments in (("--json", "frobnicate"), ("frobnicate", "--json"),
                      ("--json", "price", "--nonsense"), ("price", "--nonsense", "--json"),
                      ("price", "--json", "--nonsense"), ("--nonsense", "--json")):
        error = home.run(*arguments).fails(2, "INVALID_INPUT")
        assert error["details"] == "reason: usage", error


def global_options_before_and_after(home):
    data = home.path / "elsewhere"
    data.mkdir()
    (data / "prices.json").write_text("{")
    for arguments in (("--data-dir", data, "--json", "models"), ("models", "--data-dir", data, "--json"),
                      ("--json", "models", f"--data-dir={data}")):
        error = home.run(*arguments, data=False).fails(1, "INVALID_INPUT")
        assert "prices.json" in error["message"], error


def errors_in_words(home):
    result = home.run("usage", "--dialect", "openai-chat", home.path / "absent")
    assert result.status == 1 and result.out == ""
    first, second = result.err.strip().split("\n")
    assert first.startswith("costlab-cli: ") and "absent" in first
    assert second, "what to do is missing"


def a_closed_pipe_ends_it(home):
    process = home.start("models")
    process.stdout.close()
    process.wait(timeout=30)
    process.stderr.close()


def manual(home):
    page = home.run("--generate-manual=man").ok().out
    assert page.isascii(), [c for c in page if not c.isascii()]
    lines = page.splitlines()
    assert lines[0].startswith(".TH ")
    for line in lines:
        assert not line.startswith("'"), line
        assert not line.startswith(".") or re.match(
            r"\.(TH|SH|SS|TP|PP|B|I|nf|fi)( |$)", line), line
    for name in command_names(home):
        assert f".SS {name}".replace("-", "\\-") in lines, name


def manual_without_warnings(home):
    if shutil.which("groff") is None:
        raise taptest.Skip("groff is not installed")
    page = home.run("--generate-manual=man").ok().out
    shown = subprocess.run(["groff", "-ww", "-man", "-Tutf8", "-rLL=90n", "-P-c", "-P-b", "-P-u"],
                           input=page.encode(), capture_output=True, check=True)
    assert shown.stderr == b"", shown.stderr.decode()
    text = " ".join(shown.stdout.decode().split())  # lines are set flush on both sides
    assert "--service-tier TIER" in text, "the synopsis lost its spaces"
    assert "…" in text or "“" in text, "signs beyond ASCII were lost"


def completions(home):
    for shell in ("bash", "zsh", "fish"):
        script = home.run(f"--generate-completion={shell}").ok().out
        assert "price" in script and "rates" in script
        if shutil.which(shell) is None:
            continue
        path = home.file(f"completion.{shell}", script)
        check = subprocess.run([shell, "-n", path], capture_output=True, check=False)
        assert check.returncode == 0, check.stderr.decode()
    assert home.run("--generate-completion=dos", data=False).status == 2


def complete(home, *words):
    """What bash would offer for the last word."""
    script = home.file("completion.bash",
                       home.run("--generate-completion=bash").ok().out)
    quoted = " ".join(f"'{word}'" for word in words)
    program = (f"source {script}; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; "
               "compopt () { :; }; _costlab_cli; printf '%s\\n' \"${COMPREPLY[@]}\"")
    done = subprocess.run(["bash", "-c", program], capture_output=True, check=True)
    return done.stdout.decode().split()


def bash_offers_what_fits(home):
    first = {name.split(" ")[0] for name in command_names(home)}
    offered = complete(home, "costlab-cli", "")
    assert first <= set(offered) and len(offered) == len(set(offered)), offered
    assert complete(home, "costlab-cli", "pri") == ["price", "prices"]
    assert "--rates" in complete(home, "costlab-cli", "price", "--")
    assert "--rates" not in complete(home, "costlab-cli", "models", "--")
    groups = {}
    for name in command_names(home):
        words = name.split(" ")
        if len(words) == 2:
            groups.setdefault(words[0], set()).add(words[1])
    for group, names in groups.items():
        assert names <= set(complete(home, "costlab-cli", group, "")), group


clitest.main("commands", [
    help_of_every_command, examples_can_be_followed, help_fits_a_terminal, version, wrong_usage,
    a_group_names_its_commands, usage_errors_are_one_line, a_full_disk_is_no_success,
    errors_as_json_wherever_json_stands, global_options_before_and_after, errors_in_words,
    a_closed_pipe_ends_it, manual, manual_without_warnings, completions, bash_offers_what_fits])
