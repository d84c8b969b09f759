"""Makes enumerations as the standard library does, in a third of the time.

Qt for Python makes some 5,000 enumeration values before a first page is painted, each of them as
if it might be a descriptor or a name that something else has. Where every value is a plain number
under a name of its own, none of that can be. ``tests/packaging/test_enumerations.py`` compares
every enumeration of Qt with what the standard library makes of it.
"""

import enum
import sys

#: What is written below follows this version's ``enum``; with another one nothing is changed.
_VERSION = (3, 11)
_PLAIN = frozenset({enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag})
_taken = {
    kind: frozenset(name for base in kind.__mro__ for name in base.__dict__) | {"mro", ""}
    for kind in _PLAIN
}
standard = enum.EnumType._create_


def create(
    cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None
):
    """What ``enum.EnumType._create_`` returns for the same arguments."""
    if module is None:
        module = sys._getframe(2).f_globals.get("__name__")
    given = {"module": module, "qualname": qualname, "start": start, "boundary": boundary}
    if type is not None or not _is_plain(cls, names):
        return standard(cls, class_name, names, type=type, **given)
    made = standard(cls, class_name, (), **given)
    _fill(made, names, issubclass(made, enum.Flag))
    return made


def _is_plain(cls, names):
    if cls not in _PLAIN or names.__class__ is not list:
        return False
    taken = _taken[cls]
    seen = set()
    for pair in names:
        if pair.__class__ is not tuple or len(pair) != 2:
            return False
        name, value = pair
        if value.__class__ is not int or name[:1] == "_" or name in taken or name in seen:
            return False
        seen.add(name)
    return True


def _fill(made, names, is_flag):
    by_name, by_value, listed = made._member_map_, made._value2member_map_, made._member_names_
    new, is_number = made._new_member_, made._use_args_
    mask = singles = 0
    values = []
    for name, value in names:
        is_single = value > 0 and not value & (value - 1)
        if is_flag:
            mask |= value
            singles |= value if is_single else 0
        member = by_value.get(value)
        if member is None:
            member = new(made, value) if is_number else new(made)
            member.__dict__.update(
                _value_=value, _name_=name, __objclass__=made, _sort_order_=len(listed)
            )
            by_value[value] = member
            if is_single or not is_flag:
                listed.append(name)
                values.append(value)
        type.__setattr__(made, name, member)
        by_name[name] = member
    if is_flag:
        if hasattr(made, "_singles_mask_"):
            made._flag_mask_, made._singles_mask_ = mask, singles
        else:
            # Up to 3.11.3 a value of several bits adds none of its own.
            made._flag_mask_ = singles
        made._all_bits_ = 2 ** mask.bit_length() - 1
        if values != sorted(values):
            made._iter_member_ = made._iter_member_by_def_


def install():
    """Make every enumeration like this from now on."""
    if sys.version_info[:2] == _VERSION:
        enum.EnumType._create_ = create
