"""The `rodedraad` command: builds the application, and turns whatever goes wrong into one Dutch message and an exit code."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer import rich_utils

from rodedraad import __version__, messages
from rodedraad.cli import check, compare, config, corpus, doctor, evaluate, export, lens, model, report, review, run, serve, show, train
from rodedraad.errors import ExitCode, InternalError, RodeDraadError, UsageError

_COMMANDS = (run, check, report, compare, serve, export, doctor, train, evaluate)
_GROUPS = (config, corpus, lens, model, review)
_HELP_NAMES = {"help_option_names": ["--help", "-h"]}


def application() -> typer.Typer:
    """Return the application with every command."""
    _speak_dutch()
    app = typer.Typer(
        name="rodedraad",
        help=messages.text("cli.about"),
        add_completion=False,
        pretty_exceptions_enable=False,  # typer's own tracebacks may show locals, and so the text of reports
        context_settings=_HELP_NAMES,
    )
    app.callback(invoke_without_command=True)(_options)
    for module in _COMMANDS:
        app.command(module.NAME, help=messages.text(f"cli.{module.NAME}.help"))(module.command)
    for module in _GROUPS:
        app.add_typer(module.group(), name=module.NAME, help=messages.text(f"cli.{module.NAME}.help"))
    return app


def main(arguments: list[str] | None = None) -> int:
    """Run a command line (that of the process by default) and return the exit code; never lets a traceback out."""
    _utf8_streams()
    try:
        result = _in_dutch_words(typer.main.get_command(application()))(args=arguments, standalone_mode=False)
        code = int(result) if isinstance(result, int) else 0
        if code == ExitCode.INTERRUPTED:  # typer turns Ctrl-C into this code and says nothing
            _say(messages.text("cli.interrupted"), ExitCode.INTERRUPTED)
    except (KeyboardInterrupt, typer.Abort):
        code = _say(messages.text("cli.interrupted"), ExitCode.INTERRUPTED)
    except BrokenPipeError:
        code = 0  # the reader of our output (head, less) has seen enough
    except RodeDraadError as error:
        for line in show.fault_lines(getattr(error, "faults", [])):
            _say(f"  {line}", error.exit_code)
        code = _say(str(error), error.exit_code)
    except Exception as error:  # noqa: BLE001 - the outermost wall: no traceback reaches an analyst
        code = _usage(error) if hasattr(error, "format_message") else _internal(error)
    if arguments is None:
        sys.exit(code)
    return code


def _options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=messages.text("cli.version_help"), is_eager=True)] = False,
) -> None:
    if version:
        typer.echo(f"rodedraad {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _usage(error: Any) -> int:  # noqa: ANN401 - the parser's own error, whichever copy of click typer carries
    if type(error).__name__ == "NoArgsIsHelpError":  # a bare `rodedraad lens`: making the error has shown the help
        return int(ExitCode.USAGE)
    return _say(str(UsageError("cli", message=_in_dutch(error))), ExitCode.USAGE)


def _internal(error: Exception) -> int:
    from rodedraad.run.engine import where_raised

    return _say(str(InternalError("internal", kind=type(error).__name__, place=where_raised(error))), ExitCode.INTERNAL)


def _say(line: str, code: ExitCode) -> int:
    print(line, file=sys.stderr, flush=True)
    return int(code)


def _utf8_streams() -> None:
    """Dutch has é and ë: never fail on a terminal that was set up for another encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _speak_dutch() -> None:
    for name, text in messages.section("cli.panels").items():
        setattr(rich_utils, name, text)


def _in_dutch_words(command: Any) -> Any:  # noqa: ANN401 - a click command, whichever copy of click typer carries
    """Give a command and those under it the words that the parser has in English only."""
    command.options_metavar = messages.text("cli.parser.options")
    english = command.get_usage
    command.get_usage = lambda context: english(context).replace("Usage:", messages.text("cli.parser.usage"), 1)
    option = command.get_help_option(command.context_class(command))
    if option is not None:
        option.help, option.metavar = messages.text("cli.parser.help"), ""
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.metavar is None:
            parameter.metavar = "" if parameter.is_flag else messages.text("cli.parser.value")
        elif parameter.param_type_name == "argument":
            parameter.display_type_rich = lambda **_: None  # "<str>" and "<Path>" say nothing to an analyst
    if hasattr(command, "commands"):
        command.subcommand_metavar = messages.text("cli.parser.commands")
        for child in command.commands.values():
            _in_dutch_words(child)
    return command


def _in_dutch(error: Any) -> str:  # noqa: ANN401 - a click exception
    """Return click's message in the user's language."""
    name = getattr(error, "option_name", None) or getattr(error, "param_hint", None) or ""
    if not name and getattr(error, "param", None) is not None:
        option = error.param.param_type_name == "option"
        name = error.param.opts[0] if option else error.param.metavar or error.param.name
    kind = type(error).__name__
    known = messages.section("cli.errors")
    if kind == "UsageError" and "No such command" in error.message:
        kind, name = "NoSuchCommand", error.message.partition("'")[2].partition("'")[0]
    elif kind == "UsageError" and "extra argument" in error.message:
        kind, name = "TooMuch", error.message.partition("(")[2].rpartition("(")[2].rstrip(")")
    near = ", ".join(getattr(error, "possibilities", None) or [])
    hint = messages.text("config.did_you_mean", name=near) if near else ""
    return known[kind].format(name=name, hint=hint).strip() if kind in known else error.format_message()
