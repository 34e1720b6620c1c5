"""Accounts: allauth's views and forms in our words, and the page of one's own account."""

from functools import wraps

from allauth.account import forms, views
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import logout
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.access import signed_in
from assessments.models import Membership, User

LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "password": "Password",
    "oldpassword": "Your password now",
    "password1": "Password",
    "password2": "The same password again",
    "code": "Code",
}
EMAIL_LIMIT = User._meta.get_field("email").max_length
PASSWORD_HELP = "At least 10 characters. A few words in a row are easy to remember. No common password."  # noqa: S105


class Adapter(DefaultAccountAdapter):
    """What allauth says, in plain words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "There is no account with this address and password. Please check both.",
        "email_taken": "There is an account with this address. You can sign in with it.",
        "enter_current_password": "This is not your password now. Please try again.",
        "incorrect_code": "This is not the code, or it is too old. Please check the newest mail.",
        "too_many_login_attempts": "Too many tries. Please wait a few minutes.",
        "unknown_email": "There is no account with this address.",
    }


class InOurWords:
    """Gives allauth's forms our labels, no placeholders, and no bubbles of the browser's own."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        for name, field in self.fields.items():
            field.label = LABELS[name]
            field.help_text = PASSWORD_HELP if field.widget.attrs.get("autocomplete") == "new-password" else ""
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = f"Please fill in: {field.label}."
            if name in {"login", "email"}:
                field.error_messages["invalid"] = "Please write an e-mail address like name@example.org."
                field.validators.append(MaxLengthValidator(EMAIL_LIMIT, "This address is too long to be one."))
                field.widget.attrs["maxlength"] = EMAIL_LIMIT


class SignInForm(InOurWords, forms.LoginForm):
    pass


class SignUpForm(InOurWords, forms.SignupForm):
    def try_save(self, request):
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # the same form, sent twice at once: the other one made the account
            return None, redirect("account_login")


class ChangePasswordForm(InOurWords, forms.ChangePasswordForm):
    pass


class SetPasswordForm(InOurWords, forms.SetPasswordForm):
    pass


class ResetForm(InOurWords, forms.ResetPasswordForm):
    pass


class NewPasswordForm(InOurWords, forms.ResetPasswordKeyForm):
    pass


class CodeForm(InOurWords, forms.RequestLoginCodeForm):
    pass


class SignInCodeForm(InOurWords, forms.ConfirmLoginCodeForm):
    pass


class AddressCodeForm(InOurWords, forms.ConfirmEmailVerificationCodeForm):
    pass


class ResetCodeForm(InOurWords, forms.ConfirmPasswordResetCodeForm):
    pass


def page(view, *, needs_mail=False):
    """An allauth view as a page of ours: 422 where its form was not understood; in words where mail is not set up."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def shown(request, *args, **kwargs):
        if needs_mail and not settings.HAS_MAIL:
            return render(request, "account/no_mail.html")
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None)
        if context is None:
            return response
        context["has_mail"] = settings.HAS_MAIL
        forms_sent = [context.get(name) for name in ("form", "verify_form")]
        if any(form is not None and form.errors for form in forms_sent):
            response.status_code = 422
        return response

    return shown


@require_safe
def account(request):
    """Who is signed in, and what they can do with their account."""
    signed_in(request.user)
    return render(request, "account/account.html")


@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request):
    """Delete the account, after asking once more; the work stays with the organisations."""
    user = signed_in(request.user)
    others = Membership.objects.filter(role=Membership.Role.OWNER).exclude(user=user).values("organisation")
    owned = user.memberships.filter(role=Membership.Role.OWNER).select_related("organisation")
    alone = [each.organisation for each in owned.exclude(organisation__in=others)]
    if request.method == "POST" and not alone:
        with transaction.atomic():
            for membership in user.memberships.all():
                membership.end()
            user.delete()
        logout(request)
        return render(request, "account/deleted.html")
    return render(request, "account/deletion.html", {"alone": alone}, status=409 if request.method == "POST" else 200)


urlpatterns = [
    path("", account, name="account"),
    path("deletion/", deletion, name="account-deletion"),
    path("login/", page(views.login), name="account_login"),
    path("logout/", page(views.logout), name="account_logout"),
    path("signup/", page(views.signup), name="account_signup"),
    path("inactive/", page(views.account_inactive), name="account_inactive"),
    path("password/change/", page(views.password_change), name="account_change_password"),
    path("password/set/", page(views.password_set), name="account_set_password"),
    path("password/reset/", page(views.password_reset, needs_mail=True), name="account_reset_password"),
    path(
        "password/reset/confirm/",
        page(views.confirm_password_reset_code, needs_mail=True),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        page(views.complete_password_reset, needs_mail=True),
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done/",
        page(views.password_reset_from_key_done, needs_mail=True),
        name="account_password_reset_completed",
    ),
    path("login/code/", page(views.request_login_code, needs_mail=True), name="account_request_login_code"),
    path("login/code/confirm/", page(views.confirm_login_code, needs_mail=True), name="account_confirm_login_code"),
    path(
        "confirm-email/",
        page(views.email_verification_sent, needs_mail=True),
        name="account_email_verification_sent",
    ),
]
