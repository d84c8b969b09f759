"""Messages to the reader: English text with the template and values for its translation.

A room without Qt writes ``Message("{name} is not a folder.", name=name)``. That is the English
text, and it remembers the template and the values, so that ``viewer.translation`` can look the
template up and put the values into its translation. A template is always written out where the
message is made: ``resources/collect_messages.py`` lists them for the translators.
"""

from __future__ import annotations

from typing import Any, Self


class Message(str):
    """An English sentence made of ``template``, as for ``str.format``, and its ``values``.

    A value may be a message or a ``SystemText`` itself, and a tuple of values is a list of them.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: object) -> Self:
        allowed_values = {
            name: value if isinstance(value, str | int | float | tuple) else str(value)
            for name, value in values.items()
        }
        formatted_values = {
            name: ", ".join(map(str, value)) if isinstance(value, tuple) else value
            for name, value in allowed_values.items()
        }
        message = super().__new__(cls, template.format(**formatted_values))
        message.template = template
        message.values = allowed_values
        return message

    @classmethod
    def counted(cls, count: int, one: str, more: str, /, **values: object) -> Self:
        """A message about ``count`` things: of template ``one``, or ``more``, with ``{count}``."""
        return cls(one if count == 1 else more, count=count, **values)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.template, self.values)


class SystemText(Message):
    """A text from the operating system or a library; known ones are translated."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        message = str.__new__(cls, text)
        message.template, message.values = str(message), {}
        return message

    def __reduce__(self) -> tuple[Any, ...]:
        return SystemText, (self.template,)


def reason_of(error: BaseException) -> Message:
    """Why ``error`` was raised: the message it carries, else what the system says."""
    for argument in error.args[:2]:
        if isinstance(argument, Message):
            return argument
    return SystemText(getattr(error, "strerror", None) or str(error))


def to_json_value(value: object) -> object:
    """A message, or a value in one, as something that JSON can hold."""
    match value:
        case SystemText():
            return {"system": value.template}
        case Message():
            values = {name: to_json_value(item) for name, item in value.values.items()}
            return {"template": value.template, **({"values": values} if values else {})}
        case tuple():
            return [to_json_value(item) for item in value]
    return value


def from_json_value(value: Any) -> Any:
    """The value that ``to_json_value`` converted."""
    if isinstance(value, list):
        return tuple(from_json_value(item) for item in value)
    if not isinstance(value, dict):
        return value
    if "system" in value:
        return SystemText(value["system"])
    values = {name: from_json_value(item) for name, item in value.get("values", {}).items()}
    return Message(value["template"], **values)


def _restore(template: str, values: dict[str, Any]) -> Message:
    return Message(template, **values)
