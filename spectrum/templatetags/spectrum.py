"""Words of the Spectrum in templates."""

from django import template

register = template.Library()


@register.filter
def in_voice(worded, voice):
    """A question, choice or answer to "Who runs this?" in the words of a voice (its slug)."""
    return worded.text(voice)


@register.filter
def either(types):
    """Types as "informing, consulting or involving"."""
    *others, last = [type_.name.lower() for type_ in types]
    return f"{', '.join(others)} or {last}" if others else last


@register.filter
def type_at(edition, position):
    """An edition's type at a position (1 to 4), or None."""
    return edition.type_at(position) if position else None


@register.filter
def types_at(edition, positions):
    """An edition's types at some positions."""
    return [edition.type_at(position) for position in positions]
