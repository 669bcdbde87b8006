# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, gettext_lazy as _

from allauth.account.forms import ChangePasswordForm, LoginForm

from gemensam.core.imports.actions import YEARS
from gemensam.core.imports.importer import Asked
from gemensam.formats.untidy import Wanted


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "It is read and reported first; you decide whether it is imported."
        ),
    )


class AskingUploadForm(UploadForm):
    """A file, and what its importer asks for beside it."""

    def __init__(self, *args: Any, asks: Sequence[Asked] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asks = asks
        for one in asks:
            self.fields[one.name] = _field(one)

    def options(self) -> dict[str, str]:
        """The answers that were given, by name."""
        said = ((one.name, self.cleaned_data.get(one.name)) for one in self._asks)
        return {name: str(value) for name, value in said if value not in {None, ""}}


def _field(asked: Asked) -> forms.Field:
    if asked.choices is None:
        return forms.IntegerField(
            label=asked.label,
            help_text=asked.help,
            required=False,
            min_value=YEARS[0],
            max_value=YEARS[-1],
        )
    return forms.ChoiceField(
        label=asked.label,
        help_text=asked.help,
        required=False,
        choices=asked.choices(),
    )


class ColumnsForm(forms.Form):
    """What each column of an untidy table is; the field of the third is `column-2`."""

    def __init__(
        self,
        *args: Any,
        shown: Mapping[str, Any],
        wanted: Sequence[Wanted],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._columns = shown["columns"]
        choices = [("", _("– not used –"))]
        choices += [(one.name, gettext_lazy(one.label)) for one in wanted]
        for column in self._columns:
            self.fields[f"column-{column['at']}"] = forms.ChoiceField(
                label=column["header"] or "–",
                choices=choices,
                required=False,
                initial=column["name"],
            )

    def rows(self) -> Iterator[tuple[Mapping[str, Any], forms.BoundField]]:
        for column in self._columns:
            yield column, self[f"column-{column['at']}"]

    def clean(self) -> dict[str, Any]:
        """Two columns cannot be the same thing."""
        said = super().clean() or {}
        seen: dict[str, str] = {}
        for field, name in list(said.items()):
            if name and name in seen:
                self.add_error(
                    field, _("Another column is chosen to be the same already.")
                )
            elif name:
                seen[name] = field
        return said

    def columns(self) -> dict[int, str]:
        """Place → name of what was chosen to be something."""
        return {
            column["at"]: self.cleaned_data[f"column-{column['at']}"]
            for column in self._columns
            if self.cleaned_data[f"column-{column['at']}"]
        }


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=(("commit", ""), ("undo", ""), ("read", "")))


class _WithoutPlaceholders(forms.Form):
    """The labels say it; placeholders would say it twice, and go away when one writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_WithoutPlaceholders, LoginForm):  # type: ignore[misc]
    pass


class PasswordForm(_WithoutPlaceholders, ChangePasswordForm):  # type: ignore[misc]
    pass
